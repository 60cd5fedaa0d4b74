/** A scenario file as text to what it means. */
import { LineCounter, parseDocument, isNode, type Document } from 'yaml';
import { wordsOfLine, type Line } from './lines.ts';
import { lineSchema, scenarioSchema, type ScenarioFile } from './schema.ts';
import type { ExpectedAnswer, ExpectedSilence, Person, Scenario, Step } from './scenario.ts';

/** A scenario file is wrong; the message lists every fault with its line. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
}

type Path = readonly PropertyKey[];

interface Fault {
  readonly path: Path;
  readonly message: string;
}

/** Answers that no step describes last about so long. */
const USUAL_REPLY_MS = 3000;

/** "Ann (loudspeakers)": her microphone hears what her loudspeakers say. */
const PERSON = /^([\p{L}\p{N}][\p{L}\p{N} '_-]*?)( \(loudspeakers\))?$/u;

/** @param file named in errors. @throws {ScenarioError} */
export function readScenario(text: string, file: string): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const place = (path: Path) => placeOf(document, lines, path);
  const fail = (faults: readonly { readonly at: string; readonly message: string }[]): never => {
    const list = faults.map(({ at, message }) => `  ${file}${at}: ${message}`);
    throw new ScenarioError(`This scenario cannot be played:\n${list.join('\n')}`);
  };
  if (document.errors.length > 0)
    fail(
      document.errors.map(({ message, linePos }) => ({
        at: linePos === undefined ? '' : `:${linePos[0].line}`,
        message: `no YAML: ${message.split('\n')[0] ?? ''}`,
      })),
    );
  const parsed = scenarioSchema.safeParse(document.toJS());
  if (!parsed.success)
    return fail(parsed.error.issues.map(({ path, message }) => ({ at: place(path), message })));
  const { scenario, faults } = toScenario(parsed.data);
  if (faults.length > 0) fail(faults.map(({ path, message }) => ({ at: place(path), message })));
  return scenario;
}

function toScenario(file: ScenarioFile): { scenario: Scenario; faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const people = file.people.map((text, at): Person => {
    const [, name, echo] = PERSON.exec(text) ?? [];
    if (name === undefined)
      faults.push({
        path: ['people', at],
        message: `"${text}" is no name: write "Ann" or "Ann (loudspeakers)"`,
      });
    return { name: name ?? text, hasEcho: echo !== undefined };
  });
  const names = people.map(({ name }) => name);
  if (new Set(names).size < names.length)
    faults.push({ path: ['people'], message: 'two people have one name: give each another' });

  /** The one key that is a person's name, with what they say. */
  const saying = (
    entry: Readonly<Record<string, unknown>>,
    known: readonly string[],
    path: Path,
  ) => {
    const others = Object.keys(entry).filter((key) => !known.includes(key));
    const [person = ''] = others;
    if (others.length === 1 && names.includes(person) && typeof entry[person] === 'string')
      return { person, text: entry[person] };
    const stranger = others.find((key) => !names.includes(key));
    faults.push({
      path: stranger === undefined ? path : [...path, stranger],
      message: `${stranger === undefined ? 'it is not clear who says what' : `"${stranger}" is nobody here`}: write "<name>: <what they say>" with one of ${names.join(', ')}, and ${known.join(', ')} where needed`,
    });
    return undefined;
  };

  const steps = file.steps.flatMap((entry, at): Step[] => {
    const path = ['steps', at];
    const said = saying(entry, ['when', 'heard', 'reply'], path);
    if (said === undefined) return [];
    const line = lineSchema.safeParse(said.text);
    if (!line.success) {
      for (const { message } of line.error.issues)
        faults.push({ path: [...path, said.person], message });
      return [];
    }
    if (!fits(line.data, entry.heard))
      faults.push({
        path: [...path, 'heard'],
        message: 'has not as many stretches of words as the line: write the same brackets',
      });
    return [
      {
        ...said,
        line: line.data,
        heard: entry.heard,
        moment: entry.when,
        reply: entry.reply ?? { aboutMs: USUAL_REPLY_MS },
      },
    ];
  });

  const leftAlone = file.expect['left alone'].flatMap((entry, at): ExpectedSilence[] => {
    const said = saying(entry, ['because'], ['expect', 'left alone', at]);
    return said === undefined ? [] : [{ ...said, because: entry.because }];
  });
  for (const [at, { to = [] }] of file.expect.answers.entries())
    for (const name of to.filter((each) => !names.includes(each)))
      faults.push({
        path: ['expect', 'answers', at, 'to'],
        message: `"${name}" is nobody here: write one of ${names.join(', ')}`,
      });

  const { recognition, voice, turn, 'first word': firstWordMs } = file.models;
  return {
    faults,
    scenario: {
      story: file.story,
      isReal: file.real,
      people,
      settings: file.settings,
      models: { recognitionMs: recognition, firstWordMs, voiceMs: voice, turnMs: turn },
      steps,
      expected: {
        answers: file.expect.answers.map(toAnswer),
        leftAlone,
        lastPrompt: file.expect['last prompt'],
      },
    },
  };
}

function toAnswer(answer: ScenarioFile['expect']['answers'][number]): ExpectedAnswer {
  const over = answer['begins over'];
  return {
    to: answer.to,
    about: answer.about,
    withinMs: answer.within,
    notWithinMs: answer['not within'],
    beginsOver: over?.[0] === 'nobody' ? [] : over,
    heard: answer.heard,
    silentWithinMs: answer['silent within'],
    pauses: answer.pauses,
    pausedAtMostMs: answer['paused at most'],
    isLowered: answer.lowered,
    isIntoSentence: answer['into a sentence'],
    says: answer.says,
    saysNot: answer['says not'],
    guessesThrownAway: answer['guesses thrown away'],
  };
}

/** What is heard has as many stretches as what is said, or is nothing, or is made of a noise. */
function fits(line: Line, heard: Line | undefined): boolean {
  if (heard === undefined || wordsOfLine(heard) === '') return true;
  return countOf('words', heard) === (countOf('words', line) || countOf('noise', line));
}

function countOf(kind: 'words' | 'noise', { parts }: Line): number {
  return parts.filter((part) => part.kind === kind).length;
}

/** ":7: steps[2].when": the line where that is written, or where the nearest thing around it is. */
function placeOf(document: Document, lines: LineCounter, path: Path): string {
  const keys = path.filter((key) => typeof key !== 'symbol');
  const words = keys
    .map((key) => (typeof key === 'number' ? `[${key + 1}]` : `.${key}`))
    .join('')
    .replace(/^\./u, '');
  for (let length = keys.length; length >= 0; length -= 1) {
    const node = document.getIn(keys.slice(0, length), true);
    if (isNode(node) && node.range) {
      const { line } = lines.linePos(node.range[0]);
      return `:${line}${words === '' ? '' : `: ${words}`}`;
    }
  }
  return words === '' ? '' : `: ${words}`;
}
