/** One turn of the demo in words, with its waterfall. */
import type { DemoTurn } from './demo-turn.ts';
import { drawWaterfall } from './waterfall.ts';

export function describeTurn(turn: DemoTurn): string {
  const lines = [`caller   ${turn.said}`];
  if (turn.heard !== '') lines.push(`heard    ${turn.heard}`);
  for (const reply of turn.interruptedReplies) lines.push(`cut off  ${reply}`);
  lines.push(turn.reply === '' ? 'Parley   (no spoken answer)' : `Parley   ${turn.reply}`);
  if (turn.responseLatencyMs !== null)
    lines.push(`answered ${Math.round(turn.responseLatencyMs)} ms after the caller's last sound`);
  if (turn.timeline !== null) lines.push('', drawWaterfall(turn.timeline));
  return lines.join('\n');
}
