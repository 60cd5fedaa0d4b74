/** What the sound costs the bot's main thread: of each 20 ms frame, in and out, and of each judgement. */
import { createCipheriv, randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { systemClock as clock } from '../src/async/clock.ts';
import { floatToS16, s16ToFloat } from '../src/audio/pcm.ts';
import { resample, resampleSlice } from '../src/audio/resample.ts';
import { openSilero } from '../src/engines/silero-vad.ts';
import { openSmartTurn } from '../src/engines/smart-turn.ts';
import { readConfig } from '../src/config.ts';
import { ensureModels } from '../src/models/ensure-models.ts';
import type { ModelFiles } from '../src/models/model-files.ts';
import { ENGINE_HZ, FRAME_MS } from '../src/pipeline/types.ts';
import { createJitterBuffer } from '../src/voice/jitter-buffer.ts';
import { createOpusDecoder, createOpusEncoder } from '../src/voice/opus-codec.ts';
import { createReplyFrames } from '../src/voice/reply-frames.ts';
import { describeMachine, untilQuiet } from './machine.ts';
import type { Bench, BenchRow } from './result.ts';
import { readSayings } from './sayings.ts';
import { summarise } from './statistics.ts';

const ROUNDS = 40;
const FRAMES_A_ROUND = 50;
const VOICE_HZ = 48_000;
const VOICE_FRAME = (VOICE_HZ * FRAME_MS) / 1000;
const PIPER_HZ = 22_050;
const VAD_ID = 'silero-vad-v5';
const TURN_ID = 'smart-turn-v3.2';
/** Decoding, VAD, encryption, encoding and pacing together. */
const FRAME_TARGET_US = 500;
const WINDOW_MS = 32;

/** What one frame goes through; the inner function is what is timed. */
type Step = readonly [of: string, run: (at: number) => void | Promise<void>, framesPerRun: number];

export const audio: Bench = {
  name: 'audio',
  description: 'decoding, resampling, encoding, encryption, voice activity: cost of a frame',

  async run(options) {
    const { signal, turns: rounds = ROUNDS } = options;
    const dir = readConfig().PARLEY_MODELS_DIR;
    const models = await ensureModels([VAD_ID, TURN_ID], { dir, signal });
    const silero = await openSilero(onlyFileOf(models.get(VAD_ID)), clock);
    await using turnDetector = await openSmartTurn(onlyFileOf(models.get(TURN_ID)), signal);
    const [saying] = await readSayings();
    const speech = saying?.sound ?? new Float32Array(2 * ENGINE_HZ);
    const voice = resample(speech, ENGINE_HZ, VOICE_HZ);
    const frameCount = Math.floor(voice.length / VOICE_FRAME);
    using stereo = createOpusEncoder(2);
    using mono = createOpusEncoder(1);
    const pcm = Array.from({ length: frameCount }, (_, at) =>
      floatToS16(voice.subarray(at * VOICE_FRAME, (at + 1) * VOICE_FRAME)),
    );
    const packets = pcm.map((frame) => mono.encode(frame));
    const stereoPcm = pcm.map(toStereo);
    using decoder = createOpusDecoder(ENGINE_HZ, 1);
    const vad = silero.createVad();
    const windows = Math.floor(speech.length / vad.windowSamples);
    const jitter = createJitterBuffer();
    using reply = createReplyFrames();
    const clip = { text: 'A clip.', samples: resample(speech, ENGINE_HZ, PIPER_HZ) };
    const key = randomBytes(32);
    const payload = packets[Math.floor(frameCount / 2)] ?? Buffer.alloc(160);

    const steps: readonly Step[] = [
      [
        'in: put in order (jitter buffer)',
        (at) => {
          jitter.push({
            payload,
            sequence: at % 65_536,
            rtpTimestamp: at * VOICE_FRAME,
            ssrc: 1,
            receivedAtMs: at * FRAME_MS,
          });
        },
        1,
      ],
      [
        'in: decoded to 16 kHz mono',
        (at) => void s16ToFloat(decoder.decode(packets[at % frameCount] ?? payload)),
        1,
      ],
      [
        'in: voice activity (a share of a window of 32 ms)',
        async (at) => {
          const from = (at % windows) * vad.windowSamples;
          await vad.speechProbability(speech.subarray(from, from + vad.windowSamples));
        },
        WINDOW_MS / FRAME_MS,
      ],
      [
        'out: resampled alone',
        (at) =>
          void resampleSlice(
            clip.samples,
            PIPER_HZ,
            VOICE_HZ,
            (at % frameCount) * VOICE_FRAME,
            VOICE_FRAME,
          ),
        1,
      ],
      [
        'out: resampled, shaped and encoded (mono)',
        () => {
          if (reply.waitingMs === 0) reply.add({ ...clip, sampleRateHz: PIPER_HZ });
          reply.next();
        },
        1,
      ],
      ['out: encrypted with AES-256-GCM', () => encryptGcm(key, payload), 1],
      [
        'out: encrypted with XChaCha20-Poly1305 in JavaScript',
        () => void xchacha20poly1305(key, key.subarray(0, 24)).encrypt(payload),
        1,
      ],
      [
        'not used: encoded in stereo',
        (at) => void stereo.encode(stereoPcm[at % frameCount] ?? payload),
        1,
      ],
    ];
    await untilQuiet(options);
    const machine = describeMachine();
    const rows: BenchRow[] = [];
    for (const [of, run, frames] of steps)
      rows.push({ measure: 'of a frame', of, unit: 'µs', ...(await timed(run, frames, rounds)) });
    const total = rows
      .filter(
        ({ of }) => !of.startsWith('not used') && !of.includes('XChaCha') && !of.includes('alone'),
      )
      .reduce((sum, { median }) => sum + (median ?? 0), 0);
    rows.push(
      {
        measure: 'of a frame',
        of: 'all together, one person heard and one reply sent',
        unit: 'µs',
        ...summarise([total]),
        target: { median: FRAME_TARGET_US },
      },
      {
        measure: 'of a judgement, in a thread of the speech process',
        of: 'features of 8 s and the turn model',
        unit: 'µs',
        ...(await timed(
          async () => void (await turnDetector.finishedProbability(speech, signal)),
          1,
          rounds,
          1,
        )),
      },
    );
    await silero.release();
    return {
      name: audio.name,
      machine,
      unit: 'ms',
      rows,
      notes: [
        'Medians of rounds of 50 frames. @discordjs/voice adds its own work: headers, end-to-end encryption and the socket.',
      ],
    };
  },
};

function onlyFileOf(files: ModelFiles | undefined): string {
  if (files?.model.loader.kind !== 'onnx') throw new Error('It is no single ONNX file');
  return files.at(files.model.loader.model);
}

/** @returns µs of a frame, one value a round. */
async function timed(
  run: Step[1],
  framesPerRun: number,
  rounds: number,
  runsARound = FRAMES_A_ROUND,
): Promise<ReturnType<typeof summarise>> {
  const values: number[] = [];
  let at = 0;
  // The first rounds compile the code.
  for (let round = -3; round < rounds; round++) {
    const startMs = performance.now();
    for (let each = 0; each < runsARound; each++) {
      const running = run(at++);
      if (running !== undefined) await running;
    }
    const us = ((performance.now() - startMs) * 1000) / runsARound / framesPerRun;
    if (round >= 0) values.push(us);
    await nextTurn();
  }
  return summarise(values);
}

function encryptGcm(key: Buffer, payload: Buffer): void {
  const cipher = createCipheriv('aes-256-gcm', key, key.subarray(0, 12));
  cipher.update(payload);
  cipher.final();
  cipher.getAuthTag();
}

function toStereo(mono: Buffer): Buffer {
  const stereo = Buffer.alloc(mono.length * 2);
  for (let at = 0; at < mono.length; at += 2) {
    const sample = mono.readInt16LE(at);
    stereo.writeInt16LE(sample, at * 2);
    stereo.writeInt16LE(sample, at * 2 + 2);
  }
  return stereo;
}
