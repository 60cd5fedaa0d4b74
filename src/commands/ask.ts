import { escapeMarkdown } from 'discord.js';
import { plainMessage, type PlainMessage } from '../discord/plain-message.ts';
import { apologyFor } from '../pipeline/deciding/apologies.ts';
import { LlmError } from '../pipeline/ports.ts';
import type { GuildRoom } from '../voice/guild-room-types.ts';
import type { Command, Interaction } from './command.ts';
import { guildCommand } from './define.ts';
import { sharedSession } from './presence.ts';
import { streamAnswer, type AnswerMessages } from './streamed-answer.ts';

/** A question that fills a quarter of the prompt's budget of 800 tokens. */
const QUESTION_MAX_CHARS = 800;

/** Whose question is being answered: one a person at a time, so that nobody floods the model. */
const STILL_ANSWERING = 'I am still answering your last question.';
const answering = new WeakMap<GuildRoom, Set<string>>();

/** `/ask`: an answer in writing, and aloud to whoever sits in my channel and hears. */
export const ask = {
  definition: guildCommand('ask', 'Ask me something: I write the answer, and say it in voice.')
    .addStringOption((option) =>
      option
        .setName('text')
        .setDescription('Your question')
        .setRequired(true)
        .setMaxLength(QUESTION_MAX_CHARS),
    )
    .toJSON(),
  timing: 'deferred',
  visibility: 'public',
  refuse(interaction, { registry }) {
    if (interaction.options.getString('text', true).trim() === '')
      return 'Your question is empty: write something after /ask.';
    const room = registry.find(interaction.guildId);
    const isAnswering = room !== undefined && answering.get(room)?.has(interaction.member.id);
    return isAnswering === true ? STILL_ANSWERING : undefined;
  },
  async run(interaction, context) {
    const { registry, clock, log, signal } = context;
    const { member, guild } = interaction;
    const question = interaction.options.getString('text', true).trim();
    const room = registry.open(guild);
    const asking = answering.get(room) ?? new Set();
    if (asking.has(member.id)) return STILL_ANSWERING; // asked twice while Discord was told
    answering.set(room, asking.add(member.id));
    const aloud = sharedSession(interaction, context) !== undefined && member.voice.deaf !== true;
    const speaker = { id: member.id, name: member.displayName };
    await streamAnswer({
      heading: `> ${escapeMarkdown(question.replaceAll(/\s+/gu, ' '))}\n`,
      tokens: room.conversation.ask(speaker, question, { aloud }, signal),
      messages: replyMessages(interaction),
      explain(error) {
        if (error instanceof LlmError) {
          log.warn({ err: error, guildId: guild.id }, 'a typed question got no full answer');
          return apologyFor(error);
        }
        if (signal.aborted) return 'I am being switched off, so this answer ends here.';
        log.error({ err: error, guildId: guild.id }, 'a typed question ended with an error');
        return 'Something went wrong on my side, so this answer ends here.';
      },
      clock,
      log,
      signal,
    }).finally(() => asking.delete(member.id));
    return undefined;
  },
} satisfies Command;

/** The deferred reply and what follows it; past the interaction's 15 minutes, plain messages. */
function replyMessages(interaction: Interaction): AnswerMessages {
  const edits = [(message: PlainMessage) => interaction.editReply(message)];
  return {
    async edit(index, content) {
      await edits[index]?.(plainMessage(content));
    },
    async append(content) {
      const message = plainMessage(content);
      try {
        const { id } = await interaction.followUp(message);
        edits.push((changed) => interaction.editReply({ ...changed, message: id }));
      } catch (error) {
        if (interaction.channel?.isSendable() !== true) throw error;
        const sent = await interaction.channel.send(message);
        edits.push((changed) => sent.edit(changed));
      }
    },
  };
}
