/** `parley say`: synthesis alone, as the bot would say it. */
import { writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { writeWav } from '../audio/wav.ts';
import { type Config, readConfig } from '../config.ts';
import { openSherpaVoices } from '../engines/sherpa-tts.ts';
import { inspectModels } from '../models/inspect-models.ts';
import { findVoice } from '../models/voices.ts';
import type { SpeakingVoice } from '../pipeline/speaking/voices-port.ts';
import type { SpeechClip } from '../pipeline/types.ts';
import { readPronunciation } from '../settings/pronunciations.ts';
import { isSpeed, SPEED_RANGE } from '../settings/voice-choice.ts';
import { CliError } from './cli-error.ts';
import { fetchedModel } from './fetched-model.ts';
import { interruptibly } from './interruptibly.ts';
import { sayAll } from './say-all.ts';
import { voiceTable } from './voice-table.ts';

interface SayOptions {
  readonly out?: string;
  readonly voice?: string;
  readonly speed: number;
  readonly pronounce: ReadonlyMap<string, string>;
  readonly language?: string;
  readonly listVoices?: true;
}

export function registerSay(program: Command): void {
  program
    .command('say')
    .description('write a text, spoken, into a WAV file')
    .argument('[text]', 'what to say')
    .option('--out <file>', 'where the sound goes')
    .option('--voice <name>', 'whose voice; PARLEY_TTS by default')
    .option('--speed <n>', '1 is as usual, 0.5 half as fast, 2 twice as fast', parseSpeed, 1)
    .option(
      '--pronounce <word=as>',
      'how a word is said; may be given several times',
      addPronunciation,
      new Map<string, string>(),
    )
    .option('--language <xx>', "the text's language, where it is not the voice's", parseLanguage)
    .option('--list-voices', 'list the voices instead')
    .action((text: string | undefined, options: SayOptions) =>
      interruptibly(async (signal) => {
        const config = readConfig();
        if (options.listVoices === true) {
          const models = await inspectModels(config.PARLEY_MODELS_DIR, 'quick', signal);
          console.log(voiceTable(models));
          return;
        }
        const { out } = options;
        if (text === undefined || text.trim() === '')
          throw new CliError('Cannot say nothing: the text is empty.');
        if (out === undefined)
          throw new CliError('Cannot say it without --out FILE.wav: nothing plays it here.');
        const clip = await say(text, options, config, signal);
        await saveWav(out, clip);
        const seconds = (clip.samples.length / clip.sampleRateHz).toFixed(1);
        console.error(`${seconds} s of speech are in ${out}.`);
      }),
    );
}

async function say(
  text: string,
  options: SayOptions,
  config: Config,
  signal: AbortSignal,
): Promise<SpeechClip> {
  const found = findVoice(options.voice ?? config.PARLEY_TTS);
  const files = await fetchedModel(found.modelId, 'tts', config, signal);
  await using model = await openSherpaVoices(files);
  const voice: SpeakingVoice = {
    tts: model.voice(found.speakerNumber, options.speed),
    language: options.language ?? found.language,
    id: found.id,
    realTimeFactor: found.realTimeFactor,
    pronunciations: options.pronounce,
    [Symbol.dispose]() {},
  };
  const clip = await sayAll(text, voice, signal);
  if (clip === undefined) throw new CliError('Cannot say it: there is no word in the text.');
  return clip;
}

function parseSpeed(text: string): number {
  const speed = Number(text);
  if (!isSpeed(speed))
    throw new InvalidArgumentError(
      `it takes a number from ${SPEED_RANGE.slowest} to ${SPEED_RANGE.fastest}.`,
    );
  return speed;
}

function addPronunciation(
  text: string,
  before: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const at = text.indexOf('=');
  if (at < 0) throw new InvalidArgumentError('it takes the form word=as.');
  const read = readPronunciation(text.slice(0, at), text.slice(at + 1));
  if ('fault' in read) throw new InvalidArgumentError(read.fault);
  return new Map(before).set(read.word, read.said);
}

function parseLanguage(text: string): string {
  try {
    return new Intl.Locale(text).toString();
  } catch {
    throw new InvalidArgumentError('it takes a language tag such as en or de.');
  }
}

async function saveWav(path: string, { samples, sampleRateHz }: SpeechClip): Promise<void> {
  try {
    await writeFile(path, writeWav(samples, sampleRateHz));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(`Cannot write ${path}: ${reason}`, { cause: error });
  }
}
