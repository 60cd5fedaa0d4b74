/**
 * Where Parley would take the turn in recordings of people: `node bench/end-of-turn.ts [--pauses] FILE.wav…`
 *
 * Each file is one turn of at most a minute: an answer into one of its pauses is a cut, and its end
 * should be answered soon. Readings of several sentences also have pauses after whole sentences, where an answer does little harm:
 * `--pauses` prints what had been said, so that a person can tell. All times are of the sound,
 * so the figures do not depend on the machine.
 */
import { basename } from 'node:path';
import { readFile } from 'node:fs/promises';
import { levelled } from '../src/audio/made-up-sounds.ts';
import { resample } from '../src/audio/resample.ts';
import { readWav } from '../src/audio/wav.ts';
import { JUDGED_AT_MS } from '../src/pipeline/deciding/end-of-turn.ts';
import { createEar, type EarParts } from '../src/pipeline/hearing/ear.ts';
import { ENGINE_HZ, FRAME_MS, HEARD_FRAME_SAMPLES, type PcmFrame } from '../src/pipeline/types.ts';
import {
  isCut,
  LEAST_PAUSE_MS,
  parleysRule,
  RULES,
  scoreRule,
  type SpeechPause,
} from './end-rules.ts';
import { SPEECH_DBFS } from './interjections.ts';
import { openModels } from './open-models.ts';

/** Silence behind each recording: longer than anything waits. */
const AFTER_MS = 4000;

/** @param samples one person's turn, 16 kHz mono. */
export async function pausesIn(
  samples: Float32Array,
  parts: EarParts,
  signal: AbortSignal,
): Promise<readonly SpeechPause[]> {
  const ear = createEar(framesOf(samples), parts, signal);
  const pauses: SpeechPause[] = [];
  let probabilities = new Map<number, number>();
  let silentMs = 0;
  let fromMs = 0;
  let text = '';
  const pauseEnds = (lengthMs: number) => {
    if (silentMs >= LEAST_PAUSE_MS)
      pauses.push({ fromMs, lengthMs, finishedProbabilities: probabilities, text });
    silentMs = 0;
    probabilities = new Map();
  };
  for await (const event of ear.events) {
    if (event.type === 'onset') pauseEnds(event.startedAtMs - fromMs);
    if (event.type === 'offset') fromMs = event.lastVoicedAtMs;
    if (event.type === 'hush') {
      silentMs = event.silentMs;
      const askedAtMs = JUDGED_AT_MS.find((at) => silentMs >= at && !probabilities.has(at));
      if (askedAtMs === undefined) continue;
      // Nothing is said in between, so that the first time is enough.
      if (probabilities.size === 0) ({ text } = await ear.recognise(signal));
      probabilities.set(askedAtMs, await ear.finishedProbability(signal));
    }
  }
  pauseEnds(Infinity);
  return pauses;
}

async function* framesOf(samples: Float32Array): AsyncGenerator<PcmFrame> {
  const frames = Math.floor(samples.length / HEARD_FRAME_SAMPLES);
  for (let at = 0; at < frames + AFTER_MS / FRAME_MS; at++) {
    const from = at * HEARD_FRAME_SAMPLES;
    yield at < frames
      ? {
          samples: samples.slice(from, from + HEARD_FRAME_SAMPLES),
          receivedAtMs: at * FRAME_MS,
          origin: 'voice',
        }
      : {
          samples: new Float32Array(HEARD_FRAME_SAMPLES),
          receivedAtMs: at * FRAME_MS,
          origin: 'silence',
        };
  }
}

function pauseLine(pause: SpeechPause): string {
  const { fromMs, lengthMs, finishedProbabilities, text } = pause;
  const length = lengthMs === Infinity ? 'end' : String(lengthMs);
  const answers = JUDGED_AT_MS.map((at) => finishedProbabilities.get(at)?.toFixed(2) ?? '');
  const endsMs = parleysRule(pause);
  const verdict = verdictOn(pause, endsMs);
  const words = text.split(' ').slice(-8).join(' ');
  return `| ${[(fromMs / 1000).toFixed(2), length, ...answers, verdict, words].join(' | ')} |`;
}

function verdictOn(pause: SpeechPause, endsMs: number): string {
  if (pause.lengthMs === Infinity) return `waits ${endsMs}`;
  if (isCut(parleysRule, pause)) return `CUT at ${endsMs}`;
  return endsMs < pause.lengthMs ? `taken at ${endsMs}, joined` : 'held';
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

async function main(args: readonly string[]): Promise<void> {
  const files = args.filter((arg) => !arg.startsWith('--'));
  if (files.length === 0) {
    console.error(
      'Name WAV files, each one person’s turn: node bench/end-of-turn.ts [--pauses] FILE.wav…',
    );
    process.exitCode = 1;
    return;
  }
  const { signal } = new AbortController();
  await using models = await openModels([], signal);
  const { stt, turnDetector } = models.engines;
  const turns: (readonly SpeechPause[])[] = [];
  for (const file of files) {
    const { samples, sampleRateHz } = readWav(await readFile(file));
    const sound = levelled(resample(samples, sampleRateHz, ENGINE_HZ), SPEECH_DBFS);
    const parts = { vad: models.engines.createVad(), stt, turnDetector, mayGuess: () => false };
    const pauses = await pausesIn(sound, parts, signal);
    turns.push(pauses);
    if (!args.includes('--pauses')) continue;
    console.log(
      `\n### ${basename(file)}\n\n| at s | pause ms | ${JUDGED_AT_MS.map((at) => `p ${at}`).join(' | ')} | Parley | said |`,
    );
    console.log(`|${'---|'.repeat(JUDGED_AT_MS.length + 4)}`);
    for (const pause of pauses) console.log(pauseLine(pause));
  }
  console.log(
    '\n| rule | cuts | taken | of inner pauses | ends | median wait ms | p90 | longest |\n|---|---|---|---|---|---|---|---|',
  );
  for (const [name, rule] of Object.entries(RULES)) {
    const { cuts, taken, innerPauses, waitsMs } = scoreRule(rule, turns);
    const waits = [percentile(waitsMs, 0.5), percentile(waitsMs, 0.9), waitsMs.at(-1) ?? NaN];
    console.log(`| ${[name, cuts, taken, innerPauses, waitsMs.length, ...waits].join(' | ')} |`);
  }
}

if (import.meta.main) await main(process.argv.slice(2));
