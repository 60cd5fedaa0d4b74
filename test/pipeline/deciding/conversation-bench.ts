/** A conversation in virtual time, with scripted models that remember what they were asked for. */
import { createChannel } from '../../../src/async/channel.ts';
import type { Clock } from '../../../src/async/clock.ts';
import { createLog } from '../../../src/log.ts';
import { createConversation } from '../../../src/pipeline/deciding/conversation.ts';
import type { LoadLevel } from '../../../src/pipeline/load.ts';
import type { InferenceOptions, Stt, Tts, TurnDetector } from '../../../src/pipeline/ports.ts';
import type { TurnRecord } from '../../../src/pipeline/timeline.ts';
import { HEARD_FRAME_SAMPLES, type PcmFrame, type Speaker } from '../../../src/pipeline/types.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeLlm, fakeStt, fakeTts, type FakeLlmTiming } from '../../fakes/fake-engines.ts';
import { fakeMouth } from '../../fakes/fake-mouth.ts';
import { frames, runsOfVoice } from '../../fakes/frames.ts';
import { levelVad } from '../../fakes/level-vad.ts';

export const ann: Speaker = { id: 'ann', name: 'Ann' };
export const bob: Speaker = { id: 'bob', name: 'Bob' };

/** A second of voice, and enough silence after it to end a turn. */
export const SENTENCE = '.5 v50 .25';

export interface Script {
  /** What is said in each run of voice. */
  readonly heard?: readonly string[];
  readonly replies?: readonly (string | Error)[];
  readonly order?: 'concurrent' | 'blocking';
  /** What is recognised of a sound that is not as long as whole frames are: a second hearing. */
  readonly heardAgain?: string;
  readonly load?: () => LoadLevel;
  readonly llm?: FakeLlmTiming;
  /** What the turn model says, and how long it takes; without it there is none. */
  readonly turn?: { readonly finished: number; readonly takesMs: number };
}

/** What a model was asked for. */
export interface Job {
  readonly kind: 'recognition' | 'turn' | 'synthesis';
  readonly text?: string;
  readonly atMs: number;
  readonly neededAtMs: number | undefined;
  readonly signal: AbortSignal;
}

export function stage({
  heard = [],
  replies = [],
  order = 'concurrent',
  heardAgain,
  load,
  llm: timing,
  turn,
}: Script) {
  const clock = fakeClock();
  const records: TurnRecord[] = [];
  const jobs: Job[] = [];
  const llm = fakeLlm(clock, replies, timing);
  const tts = fakeTts(clock);
  const mouth = fakeMouth(clock);
  const stt =
    heardAgain === undefined ? fakeStt(clock, heard) : twiceHeard(clock, heard, heardAgain);
  const conversation = createConversation({
    guildId: 'guild',
    ...watched(jobs, clock, stt, tts),
    llm,
    createVad: levelVad,
    turnDetector: turn === undefined ? undefined : fakeTurnDetector(jobs, clock, turn),
    order,
    clock,
    today: () => new Date('2026-11-23'),
    log: createLog('silent', false),
    onTurn: (record) => records.push(record),
    load,
  });
  conversation.attach(mouth);
  const leaving = new AbortController();
  let runs = 0;

  const join = (speaker: Speaker) => {
    const ears = createChannel<PcmFrame>(10_000);
    void conversation.listen(speaker, ears, leaving.signal);
    return {
      leave: () => ears.close(),
      /** Plays a score in virtual time, each frame when it is due. */
      async says(score: string) {
        const spoken = frames(score, clock.nowMs(), runs);
        runs += runsOfVoice(score);
        for (const frame of spoken) {
          await clock.advance(frame.receivedAtMs - clock.nowMs());
          ears.offer(frame);
        }
        await clock.advance(0);
      },
    };
  };
  const jobsOf = (kind: Job['kind']) => jobs.filter((job) => job.kind === kind);
  return { clock, conversation, records, llm, tts, mouth, join, leaving, jobsOf };
}

function watched(jobs: Job[], clock: Clock, stt: Stt, tts: Tts): { stt: Stt; tts: Tts } {
  const note = (
    kind: Job['kind'],
    signal: AbortSignal,
    options?: InferenceOptions,
    text?: string,
  ) => {
    const { neededAtMs } = options ?? {};
    jobs.push({ kind, atMs: clock.nowMs(), neededAtMs, signal, ...(text && { text }) });
  };
  return {
    stt: {
      ...stt,
      transcribe(samples, signal, options) {
        note('recognition', signal, options);
        return stt.transcribe(samples, signal, options);
      },
    },
    tts: {
      ...tts,
      synthesise(text, signal, options) {
        note('synthesis', signal, options, text);
        return tts.synthesise(text, signal, options);
      },
    },
  };
}

function fakeTurnDetector(
  jobs: Job[],
  clock: Clock,
  { finished, takesMs }: NonNullable<Script['turn']>,
): TurnDetector {
  return {
    async finishedProbability(_samples, signal, options) {
      const { neededAtMs } = options ?? {};
      jobs.push({ kind: 'turn', atMs: clock.nowMs(), neededAtMs, signal });
      await clock.sleep(takesMs, signal);
      return finished;
    },
    async [Symbol.asyncDispose]() {},
  };
}

/** Makes something else of a sound that was played slower. */
function twiceHeard(clock: Clock, heard: readonly string[], again: string): Stt {
  const stt = fakeStt(clock, heard);
  return {
    ...stt,
    async transcribe(samples, signal) {
      const isSlower = samples.length % HEARD_FRAME_SAMPLES !== 0;
      return isSlower ? { text: again } : stt.transcribe(samples, signal);
    },
  };
}
