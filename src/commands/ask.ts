import { escapeMarkdown, type Message } from 'discord.js';
import { plainMessage } from '../discord/plain-message.ts';
import { apologyFor } from '../pipeline/deciding/apologies.ts';
import { LlmError } from '../pipeline/ports.ts';
import type { Command, Interaction } from './command.ts';
import { guildCommand } from './define.ts';
import { sharedSession } from './presence.ts';
import { streamAnswer, type AnswerMessages } from './streamed-answer.ts';

/** A question that fills a quarter of the prompt's budget of 800 tokens. */
const QUESTION_MAX_CHARS = 800;

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
  refuse(interaction) {
    const isBlank = interaction.options.getString('text', true).trim() === '';
    return isBlank ? 'Your question is empty: write something after /ask.' : undefined;
  },
  async run(interaction, context) {
    const { registry, clock, log, signal } = context;
    const { member, guild } = interaction;
    const question = interaction.options.getString('text', true).trim();
    const { conversation } = registry.open(guild);
    const aloud = sharedSession(interaction, context) !== undefined && member.voice.deaf !== true;
    const speaker = { id: member.id, name: member.displayName };
    await streamAnswer({
      heading: `> ${escapeMarkdown(question.replaceAll(/\s+/gu, ' '))}\n`,
      tokens: conversation.ask(speaker, question, { aloud }, signal),
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
    });
    return undefined;
  },
} satisfies Command;

/** The deferred reply and what follows it; past the interaction's 15 minutes, plain messages. */
function replyMessages(interaction: Interaction): AnswerMessages {
  const sent: Message[] = [];
  return {
    async edit(index, content) {
      const message = index === 0 ? '@original' : (sent[index - 1] ?? '@original');
      await interaction.editReply({ ...plainMessage(content), message });
    },
    async append(content) {
      const message = plainMessage(content);
      sent.push(
        await interaction.followUp(message).catch((error: unknown) => {
          if (interaction.channel?.isSendable() !== true) throw error;
          return interaction.channel.send(message);
        }),
      );
    },
  };
}
