/** What is said, coughed or typed into a reply, how loud, and what Parley should do about it. */
import { resample } from '../src/audio/resample.ts';
import type { Tts } from '../src/pipeline/ports.ts';
import { ENGINE_HZ, type SpeechClip } from '../src/pipeline/types.ts';
import {
  cough,
  hummed,
  joined,
  laughter,
  levelled,
  mixed,
  roomNoise,
  seededNoise,
  silence,
  typing,
} from '../src/audio/made-up-sounds.ts';

export type Kind = 'backchannel' | 'noise' | 'echo' | 'speech';

export interface Interjection {
  readonly name: string;
  readonly kind: Kind;
  /** 16 kHz mono; what it is about begins at `onsetMs`. */
  readonly sound: Float32Array;
  readonly onsetMs: number;
  /** Parley's own voice comes back with it, this loud; absent with headphones. */
  readonly echoGain?: number;
}

/** Of the voice; noise, coughs and echo are given in relation to it. */
export const SPEECH_DBFS = -20;
const DISTANCES_DB = [20, 10, 0] as const;

const BACKCHANNELS = ['Mm-hmm.', 'Yeah.', 'Right.', 'Okay.', 'Uh-huh.'];
const SPEECH = ['Stop.', 'Wait a moment.', 'Parley, stop.', 'And what does it cost on Sunday?'];

/** Higher and quicker than Parley, so that it is somebody else's. */
const PITCH = 1.12;

/** Noise around the words: before them it is not mistaken for their onset. */
const AROUND_MS = 400;
const ECHO_MS = 2500;
const KEYS = 14;

export async function makeInterjections(
  tts: Tts,
  signal: AbortSignal,
): Promise<readonly Interjection[]> {
  const say = async (text: string) => voiced(await tts.synthesise(text, signal));
  const noise = seededNoise(1);
  const backchannels: [string, Float32Array][] = [
    ['laughter', laughter(await say('Ha!'), noise)],
    ['hummed "mm-hm"', hummed(seededNoise(3))],
  ];
  for (const text of BACKCHANNELS) backchannels.push([`"${text}"`, await say(text)]);
  const speech: [string, Float32Array][] = [];
  for (const text of SPEECH) speech.push([`"${text}"`, await say(text)]);
  return [
    ...backchannels.flatMap(([name, sound]) => inNoise(name, 'backchannel', sound)),
    ...alone('cough', cough(noise)),
    ...alone('typing', typing(KEYS, noise)),
    ...echoes('own voice', 'echo', silence(ECHO_MS)),
    ...speech.flatMap(([name, sound]) => inNoise(name, 'speech', sound)),
    ...speech.flatMap(([name, sound]) =>
      echoes(`${name} with own voice`, 'speech', levelled(sound, SPEECH_DBFS)),
    ),
  ];
}

/** Without the silence around it. */
function voiced({ samples, sampleRateHz }: SpeechClip): Float32Array {
  const sound = resample(samples, Math.round(sampleRateHz * PITCH), ENGINE_HZ);
  return sound.slice(Math.max(0, sound.findIndex(isHeard)), sound.findLastIndex(isHeard) + 1);
}

function isHeard(sample: number): boolean {
  return Math.abs(sample) > 0.01;
}

/** Words over the noise of a room, which the microphone sends too. */
function inNoise(name: string, kind: Kind, sound: Float32Array): Interjection[] {
  const words = joined([silence(AROUND_MS), levelled(sound, SPEECH_DBFS), silence(AROUND_MS)]);
  const room = roomNoise((words.length * 1000) / ENGINE_HZ, seededNoise(2));
  return DISTANCES_DB.map((db) => ({
    name: `${name} ${db} dB over noise`,
    kind,
    sound: mixed(words, levelled(room, SPEECH_DBFS - db)),
    onsetMs: AROUND_MS,
  }));
}

function alone(name: string, sound: Float32Array): Interjection[] {
  return DISTANCES_DB.map((db) => ({
    name: `${name} ${db} dB under speech`,
    kind: 'noise',
    sound: levelled(sound, SPEECH_DBFS - db),
    onsetMs: 0,
  }));
}

/** From loudspeakers into the microphone. */
function echoes(name: string, kind: Kind, sound: Float32Array): Interjection[] {
  return DISTANCES_DB.map((db) => ({
    name: `${name} ${db} dB under speech`,
    kind,
    sound,
    onsetMs: 0,
    echoGain: 10 ** (-db / 20),
  }));
}
