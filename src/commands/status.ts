import { PermissionFlagsBits, type APIEmbed } from 'discord.js';
import type { GuildRoom } from '../voice/guild-room-types.ts';
import { opusUse, type OpusUse } from '../voice/opus-codec.ts';
import type { Command, CommandContext, Interaction } from './command.ts';
import { guildCommand } from './define.ts';
import { describeSettings } from './settings.ts';
import { choiceInWords } from './voice-words.ts';
import { summariseTurns, type Percentiles, type TurnSummary } from './status-report.ts';

/** From this share on somebody who can do something about it should know. */
const CODECS_WORTH_TELLING = 0.8;

/** `/status`: state, models, how fast the last answers were. */
export const status = {
  definition: guildCommand('status', 'How I am: state, models, speed of my last answers.').toJSON(),
  timing: 'immediate',
  run(interaction, context) {
    const room = context.registry.find(interaction.guildId);
    return { embed: statusEmbed(interaction, room, context), visibility: 'private' };
  },
} satisfies Command;

function statusEmbed(
  { guildId, memberPermissions }: Interaction,
  room: GuildRoom | undefined,
  context: CommandContext,
): APIEmbed {
  const { registry, settings, clock, startedAtMs, describe } = context;
  const { stt, tts, llm } = describe();
  const chosen = choiceInWords(settings.voiceChoice({ guildId }));
  const ownVoice = chosen === undefined ? '' : `; in this server ${chosen}`;
  const summary = summariseTurns(room?.conversation.turns ?? []);
  const notice = llm.notice === undefined ? '' : `\n⚠ ${llm.notice}`;
  return {
    title: 'Parley',
    description: stateOf(room),
    fields: [
      {
        name: 'Models',
        value: `Hearing: ${stt}\nThinking: ${llm.model} (${llm.provider})${notice}\nSpeaking: ${tts}${ownVoice}`,
      },
      { name: 'When I answer', value: describeSettings(registry.settingsOf(guildId)) },
      { name: 'Last answers', value: speedOf(summary) },
      ...turnTakingOf(summary),
      ...privacyCodeOf(room),
      ...(memberPermissions.has(PermissionFlagsBits.ManageGuild) ? codecsOf(opusUse()) : []),
      { name: 'Ignored people', value: String(settings.ignoredCount), inline: true },
      { name: 'Running for', value: duration(clock.nowMs() - startedAtMs), inline: true },
    ],
  };
}

function stateOf(room: GuildRoom | undefined): string {
  const session = room?.session;
  if (room === undefined || session === undefined)
    return room?.isOccupied === true ? 'On my way into a voice channel.' : 'In no voice channel.';
  const doing = {
    joining: 'joining',
    reconnecting: 'reconnecting',
    left: 'leaving',
    live: room.conversation.state,
  }[session.state];
  return `In <#${session.channelId}>: ${doing}.`;
}

function speedOf(summary: TurnSummary): string {
  const { turnCount, failedCount, responseLatency, stages } = summary;
  if (turnCount === 0) return 'None yet.';
  const failed = failedCount === 0 ? '' : `, ${failedCount} failed`;
  const turns = `${counted(turnCount, 'turn', 'turns')}${failed}`;
  if (responseLatency === undefined) return `${turns}; none answered aloud.`;
  const rows = [
    ['response latency', responseLatency] as const,
    ...stages.map((stage) => [`  ${stage.stage}`, stage] as const),
  ];
  const table = rows.map(([name, times]) => `${name.padEnd(26)}${columns(times)}`).join('\n');
  return (
    `${turns}; ${responseLatency.count} answered aloud.\n` +
    `\`\`\`\n${' '.repeat(26)}${'p50'.padStart(8)}${'p95'.padStart(9)}\n${table}\n\`\`\``
  );
}

function columns({ p50Ms, p95Ms }: Percentiles): string {
  return [p50Ms, p95Ms].map((value) => `${Math.round(value)} ms`.padStart(8)).join(' ');
}

/** Nothing before the first spoken turn. */
function turnTakingOf(summary: TurnSummary): { name: string; value: string }[] {
  const { early, interruptions, lastEnd } = summary;
  const { letPassCount, realCount } = interruptions;
  const lines: string[] = [];
  if (early.count > 0) {
    const share = Math.round((100 * early.discardedCount) / early.count);
    lines.push(`${counted(early.count, 'reply', 'replies')} begun early, ${share} % discarded.`);
  }
  if (letPassCount + realCount > 0) {
    const all = counted(letPassCount + realCount, 'interruption', 'interruptions');
    lines.push(`${all}: ${letPassCount} let pass, ${realCount} real.`);
  }
  if (lastEnd !== undefined) {
    const { silentMs, finishedProbability, reason } = lastEnd;
    const sure =
      finishedProbability === undefined
        ? ''
        : ` (turn model: ${Math.round(100 * finishedProbability)} %)`;
    lines.push(`Last turn over after ${Math.round(silentMs)} ms of silence: ${reason}${sure}.`);
  }
  return lines.length === 0 ? [] : [{ name: 'Turn-taking', value: lines.join('\n') }];
}

const counted = (count: number, one: string, many: string) =>
  `${count} ${count === 1 ? one : many}`;

/** Everyone in the channel sees the same digits in Discord: nobody listens in between. */
function privacyCodeOf(room: GuildRoom | undefined): { name: string; value: string }[] {
  const code = room?.session?.privacyCode;
  if (code === undefined) return [];
  return [
    { name: 'Voice privacy code', value: `\`${code.match(/.{1,5}/gu)?.join(' ') ?? code}\`` },
  ];
}

/** Nothing while there are enough. */
function codecsOf({ codecsInUse, maxCodecs }: OpusUse): { name: string; value: string }[] {
  if (codecsInUse < CODECS_WORTH_TELLING * maxCodecs) return [];
  return [
    {
      name: 'Opus codecs',
      value:
        `⚠ ${codecsInUse} of ${maxCodecs} in use, in all servers together. ` +
        'When all are, whoever speaks next is not heard, and the next reply not said.',
    },
  ];
}

function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) return `${days} d ${hours % 24} h`;
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}
