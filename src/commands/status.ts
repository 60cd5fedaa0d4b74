import type { APIEmbed } from 'discord.js';
import type { GuildRoom } from '../voice/guild-room-types.ts';
import type { Command, CommandContext } from './command.ts';
import { guildCommand } from './define.ts';
import { summariseTurns, type Percentiles } from './status-report.ts';

/** `/status`: state, models, how fast the last answers were. */
export const status = {
  definition: guildCommand('status', 'How I am: state, models, speed of my last answers.').toJSON(),
  timing: 'immediate',
  run(interaction, context) {
    const room = context.registry.find(interaction.guildId);
    return { embed: statusEmbed(room, context), visibility: 'private' };
  },
} satisfies Command;

function statusEmbed(room: GuildRoom | undefined, context: CommandContext): APIEmbed {
  const { settings, clock, startedAtMs, describe } = context;
  const { stt, tts, llm } = describe();
  const notice = llm.notice === undefined ? '' : `\n⚠ ${llm.notice}`;
  return {
    title: 'Parley',
    description: stateOf(room),
    fields: [
      {
        name: 'Models',
        value: `Hearing: ${stt}\nThinking: ${llm.model} (${llm.provider})${notice}\nSpeaking: ${tts}`,
      },
      { name: 'Last answers', value: speedOf(room) },
      ...privacyCodeOf(room),
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

function speedOf(room: GuildRoom | undefined): string {
  const { turnCount, failedCount, responseLatency, stages } = summariseTurns(
    room?.conversation.turns ?? [],
  );
  if (turnCount === 0) return 'None yet.';
  const failed = failedCount === 0 ? '' : `, ${failedCount} failed`;
  const turns = `${turnCount} ${turnCount === 1 ? 'turn' : 'turns'}${failed}`;
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

/** Everyone in the channel sees the same digits in Discord: nobody listens in between. */
function privacyCodeOf(room: GuildRoom | undefined): { name: string; value: string }[] {
  const code = room?.session?.privacyCode;
  if (code === undefined) return [];
  return [
    { name: 'Voice privacy code', value: `\`${code.match(/.{1,5}/gu)?.join(' ') ?? code}\`` },
  ];
}

function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) return `${days} d ${hours % 24} h`;
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}
