import { describe, expect, test } from 'vitest';
import { createChannel } from '../../../src/async/channel.ts';
import { createLog } from '../../../src/log.ts';
import { createConversation } from '../../../src/pipeline/deciding/conversation.ts';
import type { Voices } from '../../../src/pipeline/speaking/voices-port.ts';
import type { PcmFrame, Speaker } from '../../../src/pipeline/types.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeLlm, fakeStt, fakeTts } from '../../fakes/fake-engines.ts';
import { fakeMouth } from '../../fakes/fake-mouth.ts';
import { frames, runsOfVoice } from '../../fakes/frames.ts';
import { levelVad } from '../../fakes/level-vad.ts';

const ann: Speaker = { id: 'ann', name: 'Ann' };
const bob: Speaker = { id: 'bob', name: 'Bob' };
const SENTENCE = '.5 v50 .25';
const GERMAN = 'Gern, ich helfe dir dabei. Was möchtest du denn genau wissen? Frag mich einfach.';

/** Bob is answered by a German voice, everybody else by an English one. */
function stage(heard: readonly string[], replies: readonly string[]) {
  const clock = fakeClock();
  const voices = { english: fakeTts(clock), german: fakeTts(clock) };
  const held: string[] = [];
  const expected: string[] = [];
  const choice: Voices = {
    expect: (speakerId) => void expected.push(speakerId),
    for(speakerId) {
      const [id, language] = speakerId === 'bob' ? ['german', 'de-DE'] : ['english', 'en-US'];
      held.push(id);
      return {
        tts: id === 'german' ? voices.german : voices.english,
        id,
        language,
        pronunciations: new Map(),
        [Symbol.dispose]: () => void held.splice(held.indexOf(id), 1),
      };
    },
  };
  const llm = fakeLlm(clock, replies);
  const mouth = fakeMouth(clock);
  const posted: string[] = [];
  const conversation = createConversation({
    guildId: 'guild',
    stt: fakeStt(clock, heard),
    tts: fakeTts(clock),
    voices: choice,
    llm,
    createVad: levelVad,
    turnDetector: undefined,
    order: 'concurrent',
    clock,
    today: () => new Date('2026-11-23'),
    log: createLog('silent', false),
    onTurn: () => {},
    postToChat: async (text) => void posted.push(text),
  });
  conversation.attach(mouth);
  conversation.configure({ addressing: 'always', wakeNames: ['Parley'] });
  let runs = 0;
  return {
    clock,
    conversation,
    mouth,
    llm,
    voices,
    held,
    expected,
    posted,
    join: (speaker: Speaker) => {
      const ears = createChannel<PcmFrame>(10_000);
      void conversation.listen(speaker, ears, new AbortController().signal);
      return async () => {
        const spoken = frames(SENTENCE, clock.nowMs(), runs);
        runs += runsOfVoice(SENTENCE);
        for (const frame of spoken) {
          await clock.advance(frame.receivedAtMs - clock.nowMs());
          ears.offer(frame);
        }
        await clock.advance(20_000);
      };
    },
  };
}

const systemPrompts = (llm: ReturnType<typeof fakeLlm>) =>
  llm.requests.map(({ messages }) => messages[0]?.content ?? '');

describe('the voices of a conversation', () => {
  test('answer each person with their own one, and are given back', async () => {
    const { join, voices, held, expected } = stage(
      ['What is a clock?', 'Was ist eine Uhr?'],
      ['It tells the time.', 'Sie zeigt die Zeit.'],
    );
    await join(ann)();
    await join(bob)();
    expect(voices.english.said).toEqual(['It tells the time.']);
    expect(voices.german.said).toEqual(['Sie zeigt die Zeit.']);
    expect(held).toEqual([]);
    // Told as soon as they spoke, so that theirs can be loaded meanwhile.
    expect(expected).toEqual(['ann', 'bob']);
  });

  test('make the model write what they speak', async () => {
    const { join, llm } = stage(['What is a clock?', 'Was ist eine Uhr?'], ['One.', 'Zwei.']);
    await join(ann)();
    await join(bob)();
    const [first, second] = systemPrompts(llm);
    expect(first).toContain('Always answer in English');
    expect(second).toContain('Always answer in German');
  });

  test('ask for no language where the answer is only read', async () => {
    const { clock, conversation, llm } = stage([], ['Eins.']);
    conversation.detach('left');
    const { signal } = new AbortController();
    const answer = Array.fromAsync(conversation.ask(ann, 'Wie?', { aloud: true }, signal));
    await clock.advance(5000);
    await answer;
    expect(systemPrompts(llm)[0]).not.toContain('Always answer in');
  });

  test('tell once in the chat that they cannot speak a reply’s language, and go on', async () => {
    const heard = ['Sprich Deutsch.', 'Weiter.', 'Erzähle noch mehr.'];
    const { conversation, join, posted, mouth } = stage(heard, [GERMAN, GERMAN, GERMAN]);
    const says = join(ann);
    await says();
    expect(mouth.heard.join(' ')).toBe(GERMAN);
    expect(posted).toEqual([expect.stringMatching(/^My voice speaks American English only/u)]);
    await says();
    expect(posted).toHaveLength(1);
    // Back from elsewhere, other people may sit there.
    conversation.attach(mouth);
    await says();
    expect(posted).toHaveLength(2);
  });

  test('say nothing where they speak it', async () => {
    const { join, posted } = stage(['Sprich Deutsch.'], [GERMAN]);
    await join(bob)();
    expect(posted).toEqual([]);
  });
});

describe('a sound that belongs to no turn', () => {
  const clip = {
    text: 'This is how I sound.',
    samples: new Float32Array(32_000),
    sampleRateHz: 16_000,
  };

  test('is played while nobody speaks, and ended by /stop', async () => {
    const { clock, conversation, mouth } = stage([], []);
    expect(conversation.play(clip)).toBe(true);
    await clock.advance(500);
    expect(mouth.isSounding).toBe(true);
    conversation.stop();
    await clock.advance(40);
    expect(mouth.isSounding).toBe(false);
  });

  test('is ended by an answer', async () => {
    const { clock, conversation, mouth } = stage([], ['The answer is short.']);
    conversation.play({ ...clip, samples: new Float32Array(160_000) });
    await clock.advance(100);
    const { signal } = new AbortController();
    const answer = Array.fromAsync(conversation.ask(ann, 'What?', { aloud: true }, signal));
    await clock.advance(5000);
    await answer;
    expect(mouth.heard).toEqual([clip.text, 'The answer is short.']);
    expect(mouth.said[0]!.endedAtMs).toBeLessThan(1000);
  });

  test('is not played without a mouth, nor into an answer', async () => {
    const { clock, conversation, mouth } = stage([], ['The answer is short.']);
    const { signal } = new AbortController();
    const answer = Array.fromAsync(conversation.ask(ann, 'What?', { aloud: true }, signal));
    await clock.advance(400);
    expect(conversation.play(clip)).toBe(false);
    await clock.advance(5000);
    await answer;
    conversation.detach('left');
    expect(conversation.play(clip)).toBe(false);
    expect(mouth.heard).toEqual(['The answer is short.']);
  });
});
