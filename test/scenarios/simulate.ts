/** Plays a scenario in virtual time, with the real conversation and stub models. */
import { createLog } from '../../src/log.ts';
import { createConversation } from '../../src/pipeline/deciding/conversation.ts';
import type { LlmRequest } from '../../src/pipeline/ports.ts';
import type { TurnRecord } from '../../src/pipeline/timeline.ts';
import { FRAME_MS } from '../../src/pipeline/types.ts';
import { wordsOf } from '../../src/pipeline/words.ts';
import { createDirector } from '../../src/scenarios/director.ts';
import { answersOf } from '../../src/scenarios/answers.ts';
import { wordsOfLine } from '../../src/scenarios/lines.ts';
import type { Observation } from '../../src/scenarios/observation.ts';
import type { Reply, Scenario } from '../../src/scenarios/scenario.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { fakeTts } from '../fakes/fake-engines.ts';
import { createCodedSound } from './coded-sound.ts';
import { createEcho } from './echo-of-parley.ts';
import { simulatedPerson, type LineEvent, type SimulatedPerson } from './simulated-person.ts';
import { stubLlm, stubStt, stubTurnDetector, stubVad } from './stub-models.ts';
import { watchedMouth } from './watched-mouth.ts';

/** It is over when nothing has happened for so long. */
const AT_REST_MS = 3000;

/** A step may wait for its moment in silence, but not longer. */
const PATIENCE_MS = 60_000;

/** No scenario lasts longer; whatever goes on then goes on for ever. */
const MAX_MS = 5 * 60_000;

export async function simulate(scenario: Scenario): Promise<Observation> {
  const clock = fakeClock();
  const nowMs = () => clock.nowMs();
  const { models, settings } = scenario;
  const sound = createCodedSound();
  const mouth = watchedMouth(clock);
  const records: TurnRecord[] = [];
  const requests: LlmRequest[] = [];
  const faults: string[] = [];
  const people: SimulatedPerson[] = scenario.people.map((person) =>
    simulatedPerson(person, sound, nowMs, (event) => happen(person.name, event)),
  );
  await using conversation = createConversation({
    guildId: 'guild',
    stt: stubStt(clock, sound, models),
    tts: fakeTts(clock, models.voiceMs),
    llm: stubLlm(clock, models, requests, (remark) => replyTo(scenario, remark)),
    createVad: () => stubVad(sound),
    turnDetector:
      models.turnMs === undefined ? undefined : stubTurnDetector(clock, sound, models.turnMs),
    order: 'concurrent',
    clock,
    today: () => new Date('2026-11-23'),
    log: createLog('silent', false),
    onTurn: (record) => records.push(record),
  });
  const gone = new AbortController();

  const tellWhoIsThere = () =>
    conversation.people(people.filter((each) => each.isThere).map(({ speaker }) => speaker));
  const configure = (addressing: Scenario['settings']['addressing']) =>
    conversation.configure({ addressing, wakeNames: [settings.name] });

  const happen = (name: string, event: LineEvent) => {
    const person = people.find(({ speaker }) => speaker.name === name);
    if (person === undefined) return;
    if (event.kind === 'command') {
      const { command } = event;
      if (command.name === 'stop') conversation.stop();
      else if (command.name === 'reset') conversation.reset();
      else configure(command.addressing);
      return;
    }
    switch (event.act) {
      case 'joins':
        void conversation.listen(person.speaker, person.join(), gone.signal);
        return tellWhoIsThere();
      case 'leaves':
        person.leave();
        return tellWhoIsThere();
      case 'mutes':
        person.mute(true);
        return conversation.muted(person.speaker.id);
      case 'unmutes':
        return person.mute(false);
    }
  };

  configure(settings.addressing);
  conversation.attach(mouth);
  for (const person of people)
    if (!joinsLater(scenario, person.speaker.name))
      void conversation.listen(person.speaker, person.join(), gone.signal);
  tellWhoIsThere();

  const director = createDirector(scenario);
  const echo = createEcho();
  while (true) {
    mouth.look();
    const linesNow = people.flatMap(({ lines }) => lines);
    const view = {
      nowMs: nowMs(),
      isSpeaking: (name: string) =>
        people.some((person) => person.speaker.name === name && person.isSpeaking),
      isAnythingGoingOn: conversation.state !== 'idle',
      answers: mouth.replies,
      lineOf: (step: number) => linesNow.find((line) => line.step === step),
    };
    for (const at of director.due(view)) {
      const step = scenario.steps[at];
      people.find(({ speaker }) => speaker.name === step?.person)?.says(step!, at);
    }
    const echoed = echo.cell(mouth.saying);
    for (const person of people) person.frame(person.hasEcho ? echoed : undefined);
    await clock.advance(FRAME_MS);
    const { quietSinceMs, waitsFor, hasMissed } = director;
    const quietMs = quietSinceMs === undefined ? 0 : nowMs() - quietSinceMs;
    if (waitsFor === undefined && quietMs >= AT_REST_MS) break;
    if (!hasMissed && nowMs() < MAX_MS && quietMs < PATIENCE_MS) continue;
    faults.push(
      waitsFor === undefined
        ? `it does not come to rest: Parley is ${conversation.state}`
        : `the moment of step ${waitsFor + 1} ${hasMissed ? 'was missed: the answer was too short' : 'never comes'}`,
    );
    break;
  }
  gone.abort(new Error('The scenario is over'));

  const lines = people
    .flatMap((person) => person.lines)
    .toSorted((a, b) => a.startedAtMs - b.startedAtMs);
  const observed = records.map((record) => ({
    record,
    person: people.find(({ speaker }) => speaker.id === record.speakerId)?.speaker.name ?? '',
  }));
  return {
    lines,
    records: observed,
    answers: answersOf(mouth.replies, observed),
    lastPrompt: requests
      .at(-1)
      ?.messages.map(({ content }) => content)
      .join('\n'),
    endedAtMs: nowMs(),
    faults,
  };
}

/** Whose first line begins with joining is not there before. */
function joinsLater({ steps }: Scenario, name: string): boolean {
  const first = steps.find(({ person }) => person === name)?.line.parts[0];
  return first?.kind === 'act' && first.act === 'joins';
}

/** Of the step whose words the remark has. @param remark "Ann: What is …" */
function replyTo({ steps }: Scenario, remark: string): Reply {
  const asked = wordsOf(remark.replace(/^[^:]*: /u, '')).join(' ');
  const of = steps.findLast(({ line, heard }) => {
    const words = wordsOf(wordsOfLine(heard ?? line)).join(' ');
    return words !== '' && (asked.endsWith(words) || words.startsWith(asked));
  });
  return of?.reply ?? { aboutMs: 3000 };
}
