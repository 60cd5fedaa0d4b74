/**
 * What it costs to have recognition, synthesis and the turn model in a process of their own, beside
 * the same models in this process: time of this process's thread, time until the result, start, and
 * the time until a killed process works again.
 */
import { systemClock as clock } from '../src/async/clock.ts';
import { readConfig } from '../src/config.ts';
import { openSherpaStt } from '../src/engines/sherpa-stt.ts';
import { openSherpaVoices } from '../src/engines/sherpa-tts.ts';
import { openSmartTurn } from '../src/engines/smart-turn.ts';
import { openSpeech, type Speech } from '../src/engines/speech/open-speech.ts';
import { createLog } from '../src/log.ts';
import { ensureModels } from '../src/models/ensure-models.ts';
import type { ModelFiles } from '../src/models/model-files.ts';
import { findVoice } from '../src/models/voices.ts';
import type { Stt, Tts, TurnDetector } from '../src/pipeline/ports.ts';
import { ENGINE_HZ } from '../src/pipeline/types.ts';
import { describeMachine, untilQuiet } from './machine.ts';
import type { Bench, BenchRow } from './result.ts';
import { readSayings, type Saying } from './sayings.ts';
import { summarise } from './statistics.ts';

const TURNS = 30;
const STARTS = 3;
const KILLS = 5;
const TURN_ID = 'smart-turn-v3.2';
const HERE = 'in this process';
const APART = 'in the speech process';
const CLAUSE = 'Sure, I can do that.';
const LONG = 'The river rises in the mountains, runs through three countries and ends in the sea.';

interface Models {
  readonly stt: Stt;
  readonly tts: Pick<Tts, 'synthesise'>;
  readonly turnDetector: TurnDetector;
}

interface Files {
  readonly stt: ModelFiles;
  readonly tts: ModelFiles;
  readonly turn: ModelFiles;
  readonly speakerNumber: number;
}

/** One call of a model. @returns seconds of sound that it took or gave. */
interface Call {
  readonly name: string;
  readonly of: (models: Models, signal: AbortSignal) => Promise<number>;
}

export const speechProcess: Bench = {
  name: 'speech-process',
  description: 'models in a process of their own beside models in this one',

  async run(options) {
    const { say, signal, turns = TURNS } = options;
    const files = await readFiles(signal);
    await untilQuiet(options);
    const machine = describeMachine();
    say('Starting …');
    const rows = await measureStarts(files, signal);
    await using opened = new AsyncDisposableStack();
    const here = await openHere(files, opened, signal);
    const speech = opened.use(openSpeech({ clock, log: createLog('silent', false) }));
    const apart = await openApart(speech, files, signal);
    const [saying] = await readSayings();
    for (const call of callsWith(saying)) {
      say(`${call.name} …`);
      rows.push(...(await compare(call, [here, apart], turns, signal)));
    }
    say('Killing …');
    rows.push(...(await measureKills(speech, apart, saying, signal)));
    rows.push({
      measure: 'memory of the speech process',
      of: APART,
      unit: 'MB',
      ...summarise([speech.usage.memoryBytes / 1e6]),
    });
    return {
      name: speechProcess.name,
      machine,
      unit: 'ms',
      rows,
      notes: [
        'Calls of both kinds take turns, in one run. Thread time is that in which this process’s event loop was not idle during the call, divided by the sound that crossed the border.',
        'From the kill: the process is ended by SIGKILL at work, and the same task is answered by the next one, which has loaded all models anew.',
      ],
    };
  },
};

function speak(text: string): Call['of'] {
  return async ({ tts }, signal) => {
    const { samples, sampleRateHz } = await tts.synthesise(text, signal);
    return samples.length / sampleRateHz;
  };
}

function callsWith(saying: Saying | undefined): readonly Call[] {
  const sound = saying?.sound ?? new Float32Array(2 * ENGINE_HZ);
  const hear = async ({ stt }: Models, signal: AbortSignal) => {
    await stt.transcribe(sound, signal);
    return sound.length / ENGINE_HZ;
  };
  const judge = async ({ turnDetector }: Models, signal: AbortSignal) => {
    await turnDetector.finishedProbability(sound, signal);
    return sound.length / ENGINE_HZ;
  };
  return [
    { name: `synthesis, ${CLAUSE.length} characters`, of: speak(CLAUSE) },
    { name: `synthesis, ${LONG.length} characters`, of: speak(LONG) },
    { name: `recognition, ${(sound.length / ENGINE_HZ).toFixed(1)} s`, of: hear },
    { name: 'turn model', of: judge },
  ];
}

async function compare(
  call: Call,
  places: readonly [Models, Models],
  turns: number,
  signal: AbortSignal,
): Promise<BenchRow[]> {
  const tookMs: [number[], number[]] = [[], []];
  const threadUs: [number[], number[]] = [[], []];
  // The first calls of each are slower.
  for (const models of places) for (let i = 0; i < 3; i++) await call.of(models, signal);
  for (let turn = 0; turn < turns; turn++)
    for (const place of [0, 1] as const) {
      const before = performance.eventLoopUtilization();
      const startedAtMs = clock.nowMs();
      const seconds = await call.of(places[place], signal);
      tookMs[place].push(clock.nowMs() - startedAtMs);
      const { active } = performance.eventLoopUtilization(before);
      threadUs[place].push((1000 * active) / seconds);
    }
  const [hereMs, apartMs] = tookMs;
  const [hereUs, apartUs] = threadUs;
  const added = apartMs.map((ms, at) => ms - (hereMs[at] ?? 0));
  const thread = `${call.name}: thread time for a second of sound`;
  return [
    { measure: call.name, of: HERE, ...summarise(hereMs) },
    { measure: call.name, of: APART, ...summarise(apartMs) },
    { measure: call.name, of: 'added by the border, pair by pair', ...summarise(added) },
    { measure: thread, of: HERE, unit: 'µs', ...summarise(hereUs) },
    { measure: thread, of: APART, unit: 'µs', ...summarise(apartUs) },
  ];
}

async function measureStarts(files: Files, signal: AbortSignal): Promise<BenchRow[]> {
  const here: number[] = [];
  const apart: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    {
      await using opened = new AsyncDisposableStack();
      const startedAtMs = clock.nowMs();
      await openHere(files, opened, signal);
      here.push(clock.nowMs() - startedAtMs);
    }
    {
      const startedAtMs = clock.nowMs();
      await using speech = openSpeech({ clock, log: createLog('silent', false) });
      await openApart(speech, files, signal);
      apart.push(clock.nowMs() - startedAtMs);
    }
  }
  const measure = 'all models loaded';
  return [
    { measure, of: HERE, ...summarise(here) },
    { measure, of: APART, ...summarise(apart) },
  ];
}

async function measureKills(
  speech: Speech,
  { stt, tts }: Models,
  saying: Saying | undefined,
  signal: AbortSignal,
): Promise<BenchRow[]> {
  const spoken: number[] = [];
  const heard: number[] = [];
  const sound = saying?.sound ?? new Float32Array(2 * ENGINE_HZ);
  for (let kill = 0; kill < KILLS; kill++) {
    const speaking = tts.synthesise(CLAUSE, signal);
    const hearing = stt.transcribe(sound, signal);
    if (speech.pid !== undefined) process.kill(speech.pid, 'SIGKILL');
    const killedAtMs = clock.nowMs();
    await Promise.all([
      speaking.then(() => spoken.push(clock.nowMs() - killedAtMs)),
      hearing.then(() => heard.push(clock.nowMs() - killedAtMs)),
    ]);
  }
  return [
    {
      measure: 'from the kill to the sound',
      of: APART,
      ...summarise(spoken),
      target: { max: 3000 },
    },
    { measure: 'from the kill to the text', of: APART, ...summarise(heard), target: { max: 3000 } },
  ];
}

async function openHere(
  files: Files,
  opened: AsyncDisposableStack,
  signal: AbortSignal,
): Promise<Models> {
  const { loader } = files.turn.model;
  if (loader.kind !== 'onnx') throw new Error(`${TURN_ID} is no single ONNX file`);
  const [stt, voices, turnDetector] = await Promise.all([
    openSherpaStt(files.stt),
    openSherpaVoices(files.tts),
    openSmartTurn(files.turn.at(loader.model), signal),
  ]);
  for (const each of [stt, voices, turnDetector]) opened.use(each);
  return { stt, tts: voices.voice(files.speakerNumber, 1), turnDetector };
}

async function openApart(speech: Speech, files: Files, signal: AbortSignal): Promise<Models> {
  const [stt, voices, turnDetector] = await Promise.all([
    speech.openStt(files.stt, signal),
    speech.openVoices(files.tts, signal),
    speech.openTurnDetector(files.turn, signal),
  ]);
  return { stt, tts: voices.voice(files.speakerNumber, 1), turnDetector };
}

async function readFiles(signal: AbortSignal): Promise<Files> {
  const { PARLEY_MODELS_DIR: dir, PARLEY_STT, PARLEY_TTS } = readConfig();
  const voice = findVoice(PARLEY_TTS);
  const found = await ensureModels([PARLEY_STT, voice.modelId, TURN_ID], { dir, signal });
  const of = (id: string) => {
    const files = found.get(id);
    if (files === undefined) throw new Error(`The files of ${id} are not here`);
    return files;
  };
  const { speakerNumber } = voice;
  return { stt: of(PARLEY_STT), tts: of(voice.modelId), turn: of(TURN_ID), speakerNumber };
}
