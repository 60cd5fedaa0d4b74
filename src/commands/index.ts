/** All slash commands. */
import { ask } from './ask.ts';
import type { Command } from './command.ts';
import { join } from './join.ts';
import { leave } from './leave.ts';
import { privacy } from './privacy.ts';
import { pronounce } from './pronounce.ts';
import { reset } from './reset.ts';
import { settings } from './settings.ts';
import { status } from './status.ts';
import { stop } from './stop.ts';
import { voice } from './voice.ts';

export const COMMANDS: readonly Command[] = [
  join,
  leave,
  ask,
  stop,
  reset,
  status,
  settings,
  voice,
  pronounce,
  privacy,
];
