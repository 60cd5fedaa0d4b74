/** Lets a person hear what the simulated caller heard: the machine's player, and always a WAV file. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Recorder } from '../../loopback/caller/recorder.ts';
import { writeWav } from '../audio/wav.ts';

/** Players that take a WAV file, by what the systems bring along. */
const PLAYERS: readonly (readonly [command: string, ...args: string[]])[] = [
  ['pw-play'],
  ['paplay'],
  ['aplay', '-q'],
  ['afplay'],
  ['play', '-q'],
  ['ffplay', '-nodisp', '-autoexit', '-loglevel', 'quiet'],
];

export interface Loudspeaker {
  /** All that was heard so far. */
  readonly file: string;
  /** Plays what was heard since then; without a player it is in the file only. */
  play(heard: Recorder, sinceMs: number, signal: AbortSignal): Promise<void>;
}

export function createLoudspeaker(): Loudspeaker {
  const file = join(tmpdir(), `parley-heard-${process.pid}.wav`);
  const player = PLAYERS.find(([command]) => isThere(command));
  return {
    file,
    async play(heard, sinceMs, signal) {
      await writeFile(file, heard.wav());
      const sound = heard.sound(sinceMs);
      if (player === undefined || sound.samples.length === 0) {
        return;
      }
      const part = file.replace('.wav', '-last.wav');
      await writeFile(part, writeWav(sound.samples, sound.sampleRateHz));
      const [command, ...args] = player;
      const playing = spawn(command, [...args, part], { stdio: 'ignore', signal });
      // A machine without a sound card must not end the conversation.
      playing.on('error', () => {});
      await once(playing, 'close').catch(() => {});
    },
  };
}

function isThere(command: string): boolean {
  const lookUp = process.platform === 'win32' ? 'where' : 'which';
  return spawnSync(lookUp, [command], { stdio: 'ignore' }).status === 0;
}
