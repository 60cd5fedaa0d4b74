/** `/voice sample`: said aloud where that disturbs nobody, else attached to the answer. */
import { writeWav } from '../audio/wav.ts';
import {
  CommandError,
  type CommandContext,
  type DeferredAnswer,
  type Interaction,
} from './command.ts';
import type { ShelfVoice, VoiceShelf } from './voice-shelf.ts';
import { voiceAtSpeed } from './voice-words.ts';

/** Where a sample is being made: one at a time, because a voice may take long. */
const sampling = new WeakSet<VoiceShelf>();

export async function sample(
  interaction: Interaction,
  context: CommandContext,
): Promise<DeferredAnswer> {
  const { voices, registry, log, signal } = context;
  if (sampling.has(voices))
    throw new CommandError('I am just making another sample: please try again in a moment.');
  const wanted = theVoice(interaction.options.getString('name', true), context);
  const speed = interaction.options.getNumber('speed') ?? 1;
  sampling.add(voices);
  const clip = await voices
    .sample(wanted.id, speed, signal)
    .catch((error: unknown) => {
      log.warn({ err: error, voice: wanted.id }, 'no sample of a voice could be made');
      throw new CommandError(`I cannot speak with **${wanted.id}** now: ${plainReason(error)}`, {
        cause: error,
      });
    })
    .finally(() => sampling.delete(voices));
  const name = voiceAtSpeed(wanted, speed);
  const room = registry.find(interaction.guildId);
  const channelId = room?.session?.channelId;
  const isTogether = channelId !== undefined && channelId === interaction.member.voice.channelId;
  if (isTogether && room?.conversation.play(clip) === true)
    return { text: `This is ${name}. \`/voice set\` makes it yours.` };
  const why = isTogether
    ? 'I did not say it aloud, because somebody is talking.'
    : 'With both of us in a voice channel I would say it aloud: `/join` brings me there.';
  return {
    text: `This is ${name}. ${why}`,
    file: {
      name: `${wanted.id.replaceAll(/[^\w-]/gu, '-')}.wav`,
      content: writeWav(clip.samples, clip.sampleRateHz),
    },
  };
}

/** @throws {CommandError} saying what to do instead. */
export function theVoice(name: string, { voices }: CommandContext): ShelfVoice {
  const found = voices.find(name.trim());
  if (found === undefined)
    throw new CommandError(
      'I know no voice of that name. `/voice list` shows the voices that there are.',
    );
  if (!found.isHere)
    throw new CommandError(
      `I do not have **${found.id}** here. Whoever runs me can fetch it: \`parley models --fetch ${found.id}\`.`,
    );
  return found;
}

/** By name: commands/ loads nothing of engines/. */
function plainReason(error: unknown): string {
  return error instanceof Error && error.name === 'VoicesBusyError'
    ? error.message
    : 'whoever runs me finds the cause in the log.';
}
