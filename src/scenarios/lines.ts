/** One line of a scenario, written as in a play: words, and what happens between them in brackets. */
import { spanMs } from './durations.ts';

const NOISE_NAMES = ['cough', 'laugh', 'keyboard', 'music', 'breath'] as const;
export type Noise = (typeof NOISE_NAMES)[number];

const ACTS = ['joins', 'leaves', 'mutes', 'unmutes'] as const;
export type Act = (typeof ACTS)[number];

export type LinePart =
  | { readonly kind: 'words'; readonly text: string }
  /** `soundsFinished`: whether the voice falls as at an end, in the ears of a turn model. */
  | { readonly kind: 'pause'; readonly ms: number; readonly soundsFinished: boolean }
  | { readonly kind: 'noise'; readonly noise: Noise; readonly ms: number }
  | { readonly kind: 'act'; readonly act: Act }
  | { readonly kind: 'command'; readonly command: Command };

export type Command =
  | { readonly name: 'stop' }
  | { readonly name: 'reset' }
  | { readonly name: 'addressing'; readonly addressing: Addressing };

export const ADDRESSINGS = ['auto', 'name', 'always', 'never'] as const;
export type Addressing = (typeof ADDRESSINGS)[number];

export interface Line {
  readonly parts: readonly LinePart[];
  /** Whether the voice falls at its end, in the ears of a turn model. */
  readonly soundsFinished: boolean;
}

/** How long each lasts where nothing else is written; a cough comes twice, a laugh six times. */
const NOISES: Readonly<Record<Noise, number>> = {
  cough: 640,
  laugh: 1400,
  keyboard: 2000,
  music: 4000,
  breath: 900,
};

const DIRECTIONS_IN_WORDS =
  '(1.2 s), (1.2 s, sounds finished), (cough), (laugh), (keyboard), (music), (breath), each also with a length as in (music 8 s), (joins), (leaves), (mutes), (unmutes), (types /stop), (types /reset), (types /settings addressing name), and at the end (sounds unfinished)';

export class LineError extends Error {
  override readonly name = 'LineError';
}

/** @throws {LineError} for a stage direction that is none. */
export function readLine(text: string): Line {
  const parts: LinePart[] = [];
  let soundsFinished = true;
  for (const [, direction, words] of text.matchAll(/\(([^()]*)\)|([^()]+)/gu)) {
    if (words !== undefined) {
      const said = words.replace(/\s+/gu, ' ').trim();
      if (said !== '') parts.push({ kind: 'words', text: said });
      continue;
    }
    const plain = direction?.trim() ?? '';
    if (plain === 'sounds unfinished') soundsFinished = false;
    else parts.push(readDirection(plain));
  }
  if (parts.length === 0) throw new LineError('there is nothing in it: write what they say or do');
  return { parts, soundsFinished };
}

function readDirection(direction: string): LinePart {
  const pause = /^([^,]+?)(, sounds finished)?$/u.exec(direction);
  const ms = spanMs(pause?.[1] ?? '');
  if (ms !== undefined) return { kind: 'pause', ms, soundsFinished: pause?.[2] !== undefined };
  const act = ACTS.find((each) => each === direction);
  if (act !== undefined) return { kind: 'act', act };
  const command = /^types (\/.+)$/u.exec(direction)?.[1];
  if (command !== undefined) return { kind: 'command', command: readCommand(command) };
  const [, name = '', length] = /^([a-z]+)(?:\s+(.+))?$/u.exec(direction) ?? [];
  const noise = NOISE_NAMES.find((each) => each === name);
  const lastsMs = length === undefined ? noise && NOISES[noise] : spanMs(length);
  if (noise === undefined || lastsMs === undefined)
    throw new LineError(`"(${direction})" is no stage direction: there are ${DIRECTIONS_IN_WORDS}`);
  return { kind: 'noise', noise, ms: lastsMs };
}

function readCommand(text: string): Command {
  if (text === '/stop') return { name: 'stop' };
  if (text === '/reset') return { name: 'reset' };
  const wanted = /^\/settings addressing (\w+)$/u.exec(text)?.[1];
  const addressing = ADDRESSINGS.find((each) => each === wanted);
  if (addressing !== undefined) return { name: 'addressing', addressing };
  throw new LineError(
    `"${text}" is no command that can be typed here: there are /stop, /reset and /settings addressing ${ADDRESSINGS.join(', ')}`,
  );
}

/** The words alone, without what happens between them. */
export function wordsOfLine({ parts }: Line): string {
  return parts.flatMap((part) => (part.kind === 'words' ? [part.text] : [])).join(' ');
}
