/**
 * Whether figures and short forms are understood when they are said: synthesised as Parley reads them,
 * recognised again, and compared to the words of a person, beside those words synthesised as they are.
 */
import { resample } from '../src/audio/resample.ts';
import { readConfig } from '../src/config.ts';
import { openSherpaStt } from '../src/engines/sherpa-stt.ts';
import { openSherpaTts } from '../src/engines/sherpa-tts.ts';
import { ensureModels } from '../src/models/ensure-models.ts';
import { findVoice } from '../src/models/voices.ts';
import { createSpeakable } from '../src/pipeline/speaking/speakable/speakable.ts';
import { ENGINE_HZ } from '../src/pipeline/types.ts';
import { wordsOf } from '../src/pipeline/words.ts';
import { describeMachine, untilQuiet } from './machine.ts';
import type { Bench, BenchCase, BenchRow } from './result.ts';
import { SENTENCES } from './spoken-words-texts.ts';
import { summarise } from './statistics.ts';

export const spokenWords: Bench = {
  name: 'spoken-words',
  description: 'word error rate of figures and short forms, said and recognised again',

  async run(options) {
    const { say, signal } = options;
    await using models = await openVoiceAndEar(signal);
    const { stt, tts } = models;
    await untilQuiet(options);
    const machine = describeMachine();
    const known = new Map<string, string>();
    const heard = async (text: string): Promise<string> => {
      const before = known.get(text);
      if (before !== undefined) return before;
      const { samples, sampleRateHz } = await tts.synthesise(text, signal);
      const got = await stt.transcribe(resample(samples, sampleRateHz, ENGINE_HZ), signal);
      known.set(text, got.text);
      return got.text;
    };
    const speakable = createSpeakable({ language: 'en', pronunciations: new Map() });
    const rates = { ours: [] as number[], byHand: [] as number[], unread: [] as number[] };
    const cases: BenchCase[] = [];
    say(`${SENTENCES.length} sentences …`);
    for (const [written, byHand] of SENTENCES) {
      const { spoken } = speakable.add({ written, isCode: false });
      // What is recognised may have figures again: both are read in the same way.
      const words = (text: string) =>
        wordsOf(speakable.add({ written: text, isCode: false }).spoken.replaceAll('-', ' '));
      const wanted = words(byHand);
      const got = await heard(spoken);
      rates.ours.push(errorRate(wanted, words(got)));
      rates.byHand.push(errorRate(wanted, words(await heard(byHand))));
      rates.unread.push(errorRate(wanted, words(await heard(written))));
      const isRight =
        wordsOf(spoken.replaceAll('-', ' ')).join(' ') ===
        wordsOf(byHand.replaceAll('-', ' ')).join(' ');
      if (!isRight)
        cases.push({
          name: written,
          wanted: byHand,
          got: spoken,
          heard: [got],
          isRight,
          pausedMs: null,
        });
    }
    return {
      name: spokenWords.name,
      machine,
      unit: 'ms',
      rows: [
        row('as Parley reads it', rates.ours),
        row('written out by hand', rates.byHand),
        row('as it is written', rates.unread),
        {
          ...row(
            'as Parley reads it',
            rates.ours.map((rate, at) => rate - (rates.byHand[at] ?? 0)),
          ),
          measure: 'word error rate, more than by hand',
        },
      ],
      cases,
      notes: [
        'The mean is what counts; the cases are those that Parley reads in other words than the person did',
        'The voice draws nothing at random: a text sounds the same each time, and each is said and recognised once',
      ],
    };
  },
};

/** In this process, with a voice that does not vary: what differs is the reading. */
async function openVoiceAndEar(signal: AbortSignal) {
  const { PARLEY_MODELS_DIR: dir, PARLEY_STT, PARLEY_TTS } = readConfig();
  const { modelId, speakerNumber } = findVoice(PARLEY_TTS);
  const found = await ensureModels([PARLEY_STT, modelId], { dir, signal });
  const of = (id: string) => {
    const files = found.get(id);
    if (files === undefined) throw new Error(`The files of ${id} are not here`);
    return files;
  };
  await using opening = new AsyncDisposableStack();
  const stt = opening.use(await openSherpaStt(of(PARLEY_STT)));
  const tts = opening.use(await openSherpaTts(of(modelId), speakerNumber, { isSteady: true }));
  const opened = opening.move();
  return { stt, tts, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

function row(of: string, rates: readonly number[]): BenchRow {
  const percent = rates.map((rate) => rate * 100);
  return { measure: 'word error rate', of, unit: '%', ...summarise(percent) };
}

/** Edits of words to make one of the other, of the wanted words. */
function errorRate(wanted: readonly string[], got: readonly string[]): number {
  let row = Array.from({ length: got.length + 1 }, (_, at) => at);
  for (const [index, word] of wanted.entries()) {
    const next = [index + 1];
    for (const [at, other] of got.entries())
      next.push(
        Math.min(
          (row[at] ?? 0) + (word === other ? 0 : 1),
          (row[at + 1] ?? 0) + 1,
          (next[at] ?? 0) + 1,
        ),
      );
    row = next;
  }
  return (row.at(-1) ?? 0) / Math.max(1, wanted.length);
}
