/**
 * The assistants that Parley is measured against, from the same parts: one that does each step when
 * the one before is through, and one whose steps overlap and which does nothing else cleverly.
 * Neither can be interrupted.
 */
import { allFirst } from '../src/async/all-first.ts';
import { prefetch } from '../src/async/prefetch.ts';
import type { Llm, Mouth, Playback, Stt, Tts, Vad } from '../src/pipeline/ports.ts';
import { ENGINE_HZ, type PcmFrame, type SpeechClip } from '../src/pipeline/types.ts';
import { joined } from '../src/audio/made-up-sounds.ts';

export interface PlainParts {
  readonly vad: Vad;
  readonly stt: Stt;
  readonly llm: Llm;
  readonly tts: Tts;
  readonly mouth: Mouth;
  /** `blocking`: all of the text, then all of its sound, then play it. */
  readonly order: 'concurrent' | 'blocking';
  /** Silence that ends what is said. */
  readonly silenceMs: number;
}

export interface PlainAssistant {
  /** Until the frames end. @throws errors of the models. */
  listen(frames: AsyncIterable<PcmFrame>, signal: AbortSignal): Promise<void>;
  /** Whoever drives it ends its reply: by itself it plays on. */
  cut(): void;
}

/** As Silero's own iterator has it. */
const ONSET_PROBABILITY = 0.5;
const OFFSET_PROBABILITY = 0.35;

const SENTENCES_AHEAD = 32;

export function createPlainAssistant(parts: PlainParts): PlainAssistant {
  let replying = new AbortController();
  let playback: Playback | undefined;

  const answer = async (speech: Float32Array, signal: AbortSignal) => {
    const { stt, mouth } = parts;
    const { text } = await stt.transcribe(speech, signal);
    const opened = mouth.open();
    playback = opened;
    for await (const clip of clipsOf(text, parts, signal)) await opened.enqueue(clip, signal);
    await opened.end(signal);
  };

  return {
    async listen(frames, signal) {
      for await (const speech of spokenParts(frames, parts.vad, parts.silenceMs)) {
        replying = new AbortController();
        const ending = AbortSignal.any([signal, replying.signal]);
        answer(speech, ending).catch((error: unknown) => {
          if (!ending.aborted) throw error;
        });
      }
    },
    cut() {
      replying.abort(new Error('cut'));
      playback?.abort();
    },
  };
}

async function* clipsOf(
  text: string,
  { llm, tts, order }: PlainParts,
  signal: AbortSignal,
): AsyncGenerator<SpeechClip, void, undefined> {
  const tokens = llm.stream(
    { messages: [{ role: 'user', content: text }], maxTokens: 250 },
    signal,
  );
  if (order === 'blocking') {
    yield* allFirst(synthesised(naiveSentences(allFirst(tokens)), tts, signal));
    return;
  }
  const sentences = prefetch(naiveSentences(tokens), SENTENCES_AHEAD, signal);
  yield* prefetch(synthesised(sentences, tts, signal), 1, signal);
}

async function* synthesised(
  sentences: AsyncIterable<string>,
  tts: Tts,
  signal: AbortSignal,
): AsyncGenerator<SpeechClip, void, undefined> {
  for await (const sentence of sentences) yield await tts.synthesise(sentence, signal);
}

/** A sentence ends with every `.`, `?` and `!`, whatever comes next. */
export async function* naiveSentences(
  tokens: AsyncIterable<string>,
): AsyncGenerator<string, void, undefined> {
  let text = '';
  for await (const token of tokens) {
    text += token;
    const ended = text.match(/[^.?!]*[.?!]/gu) ?? [];
    for (const sentence of ended) if (/\w/u.test(sentence)) yield sentence.trim();
    text = text.slice(ended.join('').length);
  }
  if (/\w/u.test(text)) yield text.trim();
}

/** Speech up to the silence that ends it, by nothing but the windows' probabilities. */
async function* spokenParts(
  frames: AsyncIterable<PcmFrame>,
  vad: Vad,
  silenceMs: number,
): AsyncGenerator<Float32Array, void, undefined> {
  const windowMs = (vad.windowSamples * 1000) / ENGINE_HZ;
  let windows: Float32Array[] = [];
  let quietMs = 0;
  for await (const window of windowsOf(frames, vad.windowSamples)) {
    const probability = await vad.speechProbability(window);
    const isSpeech = probability >= (windows.length > 0 ? OFFSET_PROBABILITY : ONSET_PROBABILITY);
    if (!isSpeech && windows.length === 0) continue;
    windows.push(window);
    quietMs = isSpeech ? 0 : quietMs + windowMs;
    if (quietMs < silenceMs) continue;
    yield joined(windows);
    windows = [];
    quietMs = 0;
  }
}

async function* windowsOf(
  frames: AsyncIterable<PcmFrame>,
  size: number,
): AsyncGenerator<Float32Array, void, undefined> {
  let window = new Float32Array(size);
  let filled = 0;
  for await (const { samples } of frames) {
    for (let at = 0; at < samples.length;) {
      const part = samples.subarray(at, at + size - filled);
      window.set(part, filled);
      at += part.length;
      filled += part.length;
      if (filled < size) continue;
      yield window;
      window = new Float32Array(size);
      filled = 0;
    }
  }
}
