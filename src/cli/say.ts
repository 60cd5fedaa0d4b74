/** `parley say`: synthesis alone. */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { writeWav } from '../audio/wav.ts';
import { readConfig } from '../config.ts';
import { openSherpaTts } from '../engines/sherpa-tts.ts';
import type { Tts } from '../pipeline/ports.ts';
import { createSpeakable } from '../pipeline/speaking/speakable/speakable.ts';
import { tokensToPiecesAtLeisure } from '../pipeline/speaking/tokens-to-pieces.ts';
import type { SpeechClip } from '../pipeline/types.ts';
import { CliError } from './cli-error.ts';
import { fetchedModel } from './fetched-model.ts';
import { interruptibly } from './interruptibly.ts';

export function registerSay(program: Command): void {
  program
    .command('say')
    .description('write a text, spoken, into a WAV file')
    .argument('<text>', 'what to say')
    .requiredOption('--out <file>', 'where the sound goes')
    .action((text: string, { out }: { out: string }) =>
      interruptibly(async (signal) => {
        if (text.trim() === '') throw new CliError('Cannot say nothing: the text is empty.');
        const config = readConfig();
        const files = await fetchedModel(config.PARLEY_TTS, 'tts', config, signal);
        await using tts = await openSherpaTts(files);
        const clip = await sayAll(text, tts, signal);
        if (clip === undefined) throw new CliError('Cannot say it: there is no word in the text.');
        await saveWav(out, clip);
        const seconds = (clip.samples.length / clip.sampleRateHz).toFixed(1);
        console.error(`${seconds} s of speech are in ${out}.`);
      }),
    );
}

/** Piece by piece, as the bot does; undefined when there was nothing to say. */
async function sayAll(
  text: string,
  tts: Tts,
  signal: AbortSignal,
): Promise<SpeechClip | undefined> {
  const clips: SpeechClip[] = [];
  const speakable = createSpeakable({ language: 'en', pronunciations: new Map() });
  for await (const { spoken } of tokensToPiecesAtLeisure(oneToken(text), speakable, signal))
    if (spoken !== '') clips.push(await tts.synthesise(spoken, signal));
  const sampleRateHz = clips[0]?.sampleRateHz;
  const length = clips.reduce((sum, { samples }) => sum + samples.length, 0);
  if (sampleRateHz === undefined || length === 0) return undefined;
  const samples = new Float32Array(length);
  let at = 0;
  for (const clip of clips) {
    samples.set(clip.samples, at);
    at += clip.samples.length;
  }
  return { text, samples, sampleRateHz };
}

// oxlint wants an await in async generators; this one has its text already.
function oneToken(text: string): AsyncIterable<string> {
  return ReadableStream.from([text]);
}

async function saveWav(path: string, { samples, sampleRateHz }: SpeechClip): Promise<void> {
  try {
    await writeFile(path, writeWav(samples, sampleRateHz));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(`Cannot write ${path}: ${reason}`, { cause: error });
  }
}
