/** One reply spoken in virtual time: how its text is written and synthesised is up to the test. */
import { createVoiceLevel } from '../../../src/audio/finish-speech.ts';
import type { Tts } from '../../../src/pipeline/ports.ts';
import {
  createPhraseCache,
  type PhraseCache,
} from '../../../src/pipeline/speaking/phrase-cache.ts';
import type {
  Sentence,
  SpokenSentence,
} from '../../../src/pipeline/speaking/sentences-to-speech.ts';
import type { Speakable } from '../../../src/pipeline/speaking/speakable/speakable.ts';
import { createSpeakable } from '../../../src/pipeline/speaking/speakable/speakable.ts';
import {
  speakReply,
  type ReplyForm,
  type ReplyOrder,
} from '../../../src/pipeline/speaking/speak-reply.ts';
import { createSpeechPace, type MeasuredPace } from '../../../src/pipeline/speaking/speech-pace.ts';
import { fakeClock, type FakeClock } from '../../fakes/fake-clock.ts';
import { fakePlayback, type FakePlayback, type Said } from '../../fakes/fake-playback.ts';

const HZ = 8000;
const SPOKEN_MS_A_CHAR = 65;
const SHORTEST_MS = 300;

/** A delta of the model, so long after the one before. */
export interface Delta {
  readonly text: string;
  readonly afterMs: number;
}

export interface Scene {
  readonly deltas: Iterable<Delta>;
  readonly synthesisMs?: (text: string) => number;
  readonly tts?: (clock: FakeClock) => Tts;
  readonly speakable?: Speakable;
  readonly pace?: MeasuredPace;
  /** What was said before; nothing unless told. */
  readonly phrases?: PhraseCache;
  readonly order?: ReplyOrder;
  readonly mayBeHeard?: (signal: AbortSignal) => Promise<void>;
  readonly pieceFactor?: number;
}

export interface Performance {
  readonly clock: FakeClock;
  readonly playback: FakePlayback;
  readonly said: readonly Said[];
  readonly cut: readonly Sentence[];
  readonly synthesised: readonly SpokenSentence[];
  readonly posts: readonly { readonly text: string; readonly atMs: number }[];
  readonly abort: (reason: Error) => void;
  /** Settles when the reply is over. */
  readonly done: Promise<ReplyForm>;
  /** Lets time pass until it is over. */
  toEnd(): Promise<ReplyForm>;
}

export function perform(scene: Scene): Performance {
  const clock = fakeClock();
  const said: Said[] = [];
  const playback = fakePlayback(clock, { said, pauses: [] });
  const cut: Sentence[] = [];
  const synthesised: SpokenSentence[] = [];
  const posts: { text: string; atMs: number }[] = [];
  const controller = new AbortController();
  const tts = scene.tts?.(clock) ?? pacedTts(clock, scene.synthesisMs ?? (() => 80));

  const done = speakReply(
    {
      order: scene.order ?? 'concurrent',
      tokens: written(scene.deltas, clock, controller.signal),
      speakable: scene.speakable ?? createSpeakable({ language: 'en', pronunciations: new Map() }),
      voice: { tts, key: '', level: createVoiceLevel() },
      phrases: scene.phrases ?? createPhraseCache(0),
      pace: scene.pace ?? createSpeechPace(),
      playback,
      clock,
      pieceFactor: () => scene.pieceFactor ?? 1,
      mayBeHeard: scene.mayBeHeard ?? (() => Promise.resolve()),
      async postToChat(text) {
        posts.push({ text, atMs: clock.nowMs() });
      },
      listener: {
        onSentence: (sentence) => cut.push(sentence),
        onSynthesised: (sentence) => synthesised.push(sentence),
      },
    },
    controller.signal,
  );
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  done.then(over, over);

  return {
    clock,
    playback,
    said,
    cut,
    synthesised,
    posts,
    abort(reason) {
      playback.abort();
      controller.abort(reason);
    },
    done,
    async toEnd() {
      while (!isOver) await clock.advance(500);
      return done;
    },
  };
}

/** Each delta at its time. */
async function* written(deltas: Iterable<Delta>, clock: FakeClock, signal: AbortSignal) {
  for (const { text, afterMs } of deltas) {
    if (afterMs > 0) await clock.sleep(afterMs, signal);
    yield text;
  }
}

/** Words and marks at a steady pace, as a model writes them. */
export function steadily(text: string, charsPerSecond: number, firstMs = 150): Delta[] {
  const tokens = text.match(/\s?[\p{L}\p{N}']+|\s?[^\s\p{L}\p{N}]|\s+/gu) ?? [];
  return tokens.map((token, at) => ({
    text: token,
    afterMs: at === 0 ? firstMs : (1000 * token.length) / charsPerSecond,
  }));
}

/** A tone of 65 ms a character, and as long as "No." at least: no silence in it. */
export function clipOf(text: string) {
  const soundMs = Math.max(SHORTEST_MS, SPOKEN_MS_A_CHAR * text.length);
  const samples = new Float32Array(Math.round((HZ * soundMs) / 1000));
  for (let at = 0; at < samples.length; at++) samples[at] = 0.2 * Math.sin(at);
  return { text, samples, sampleRateHz: HZ };
}

function pacedTts(clock: FakeClock, synthesisMs: (text: string) => number): Tts {
  return {
    async synthesise(text, signal, options) {
      options?.onBegun?.();
      await clock.sleep(synthesisMs(text), signal);
      return clipOf(text);
    },
    async [Symbol.asyncDispose]() {},
  };
}
