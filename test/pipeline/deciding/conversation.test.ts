import { describe, expect, test } from 'vitest';
import { LlmError } from '../../../src/pipeline/ports.ts';
import { ann, bob, SENTENCE, stage } from './conversation-bench.ts';

describe('a conversation', () => {
  test('answers what it heard, and remembers it', async () => {
    const { clock, records, llm, mouth, join } = stage({
      heard: ['What is the capital of France?', 'And of Italy?'],
      replies: ['It is Paris.', 'That is Rome.'],
    });
    const ears = join(ann);
    await ears.says(SENTENCE);
    await clock.advance(5000);
    expect(mouth.heard.join(' ')).toBe('It is Paris.');
    expect(records[0]).toMatchObject({
      heardText: 'What is the capital of France?',
      replyText: 'It is Paris.',
      playedText: 'It is Paris.',
      outcome: { status: 'answered' },
    });
    await ears.says(SENTENCE);
    await clock.advance(5000);
    const prompt = llm.requests[1]?.messages.map(({ content }) => content).join('\n');
    expect(prompt).toContain('Ann: What is the capital of France?');
    expect(prompt).toContain('It is Paris.');
  });

  test('leaves a timeline whose steps are in order', async () => {
    const { clock, records, join } = stage({
      heard: ['Hi.'],
      replies: ['Hello there, Ann. Nice.'],
    });
    await join(ann).says(SENTENCE);
    await clock.advance(6000);
    const marks = records[0]?.marks;
    const order = [
      marks?.speechStartedAtMs,
      marks?.lastVoicedAtMs,
      marks?.sttStartedAtMs,
      marks?.sttEndedAtMs,
      marks?.llmRequestedAtMs,
      marks?.firstTokenAtMs,
      marks?.firstClauseAtMs,
      marks?.firstPcmAtMs,
      marks?.firstPacketAtMs,
      marks?.endedAtMs,
    ];
    expect(order).not.toContain(undefined);
    expect(order).toEqual(order.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
    // The work begins inside the pause; its sound waits for the end of the turn.
    expect(marks?.endpointAtMs).toBeGreaterThan(marks?.llmRequestedAtMs ?? Infinity);
    expect(marks?.firstPacketAtMs).toBeGreaterThanOrEqual(marks?.endpointAtMs ?? Infinity);
  });

  test('has later sentences synthesised while the first one plays', async () => {
    const { clock, records, join } = stage({
      heard: ['Tell me.'],
      replies: ['This is the first sentence of it. And here is one more for you. Third and last.'],
    });
    await join(ann).says(SENTENCE);
    await clock.advance(20_000);
    const [first, ...later] = records[0]?.sentences ?? [];
    expect(later.length).toBeGreaterThan(0);
    for (const span of later)
      expect(span.synthesisEndedAtMs).toBeLessThan(first?.playEndedAtMs ?? 0);
  });

  test('is silent at once when somebody speaks over it, and keeps what was heard', async () => {
    const { clock, records, llm, mouth, join } = stage({
      heard: ['Tell me a story.', 'Tell me', 'something else, please.'],
      replies: ['Once upon a time there was a very old king. He had three sons.', 'All right.'],
    });
    const ears = join(ann);
    await ears.says(SENTENCE);
    await clock.advance(2000);
    expect(mouth.isSounding).toBe(true);
    await ears.says('v10');
    expect(mouth.isSounding).toBe(false);
    const heardSoFar = mouth.heard.length;
    await ears.says('v30 .50');
    const [aborted] = records;
    expect(aborted?.outcome).toEqual({ status: 'aborted', reason: 'barge-in' });
    expect(aborted?.playedText).not.toBe('');
    expect(aborted?.replyText.startsWith(aborted.playedText)).toBe(true);
    expect(aborted?.playedText.length).toBeLessThan(aborted?.replyText.length ?? 0);
    await clock.advance(5000);
    expect(mouth.heard.slice(heardSoFar).join(' ')).toBe('All right.');
    const prompt = llm.requests[1]?.messages.map(({ content }) => content).join('\n') ?? '';
    expect(prompt).toContain(aborted?.playedText);
    expect(prompt).not.toContain('three sons');
  });

  test('answers once when the speaker went on before the answer began', async () => {
    const { clock, records, mouth, join } = stage({
      heard: ['I wonder,', 'what is the time?'],
      replies: ['Wonder what?', 'It is noon.'],
    });
    const ears = join(ann);
    await ears.says('.5 v50 .28 v30 .50');
    await clock.advance(5000);
    expect(mouth.heard.join(' ')).toBe('It is noon.');
    expect(records.map(({ outcome }) => outcome.status)).toEqual(['answered']);
    expect(records[0]).toMatchObject({
      heardText: 'I wonder, what is the time?',
      speculations: 2,
      discarded: 1,
    });
  });

  test('does not lose its answer to a cough', async () => {
    const { clock, mouth, join } = stage({ heard: ['What is it?', ''], replies: ['It is a cat.'] });
    const ears = join(ann);
    await ears.says('.5 v50 .21 v8 .40');
    await clock.advance(5000);
    expect(mouth.heard.join(' ')).toBe('It is a cat.');
  });

  test('leaves sound without words alone', async () => {
    const { clock, records, llm, join } = stage({ heard: [''] });
    await join(ann).says(SENTENCE);
    await clock.advance(5000);
    expect(llm.requests).toEqual([]);
    expect(records[0]?.outcome).toEqual({ status: 'left-alone', reason: 'no words in it' });
  });

  test('apologises aloud when the language model fails, and goes on', async () => {
    const { clock, records, mouth, join } = stage({
      heard: ['One?', 'Two?'],
      replies: [new LlmError('rate-limited', 'Out of tokens'), 'Two it is.'],
    });
    const ears = join(ann);
    await ears.says(SENTENCE);
    await clock.advance(10_000);
    expect(mouth.heard.join(' ')).toContain('used up my allowance');
    expect(records[0]?.outcome).toEqual({ status: 'failed', reason: 'Out of tokens' });
    await ears.says(SENTENCE);
    await clock.advance(5000);
    expect(records[1]?.outcome.status).toBe('answered');
  });

  test('hears two people at once and answers both', async () => {
    const { clock, conversation, records, llm, join } = stage({
      heard: ['What is one and one?', 'What is the capital of Italy?'],
      replies: ['Two.', 'Rome.', 'Rome.'],
    });
    const [first, second] = [join(ann), join(bob)];
    conversation.configure({ addressing: 'always', wakeNames: ['Parley'] });
    await Promise.all([first.says('.5 v50'), second.says('.5 v50')]);
    await Promise.all([first.says('.25'), second.says('.25')]);
    await clock.advance(10_000);
    const prompts = llm.requests.map(({ messages }) => messages.at(-1)?.content).join('\n');
    expect(prompts).toContain('Ann: What is one and one?');
    expect(prompts).toContain('Bob: What is the capital of Italy?');
    expect(records.every(({ outcome }) => outcome.status !== 'failed')).toBe(true);
  });

  test('ends a sound that belongs to no turn as soon as it thinks about an answer', async () => {
    const { clock, conversation, mouth, join, llm } = stage({
      heard: ['What is it?'],
      replies: ['It is a cat.'],
    });
    const sample = { text: 'a sample', samples: new Float32Array(60_000), sampleRateHz: 1000 };
    const ears = join(ann);
    expect(conversation.play(sample)).toBe(true);
    await ears.says('.5 v50');
    expect(mouth.isSounding).toBe(true);
    await ears.says('.18');
    expect(llm.requests).toHaveLength(1);
    expect(mouth.isSounding).toBe(false);
    expect(conversation.play(sample)).toBe(false);
    await ears.says('.20');
    await clock.advance(5000);
    expect(mouth.heard).toEqual(['a sample', 'It is a cat.']);
  });

  test('stops when it is told to, and forgets when it is told to', async () => {
    const { clock, conversation, llm, mouth, join } = stage({
      heard: ['Tell me a story.', 'What did I say?'],
      replies: ['Once upon a time there was a king.', 'I do not know.'],
    });
    const ears = join(ann);
    await ears.says(SENTENCE);
    await clock.advance(1000);
    expect(conversation.stop()).toBe(true);
    expect(mouth.isSounding).toBe(false);
    expect(conversation.stop()).toBe(false);
    conversation.reset();
    await ears.says(SENTENCE);
    await clock.advance(5000);
    expect(llm.requests[1]?.messages.map(({ content }) => content).join()).not.toContain('story');
  });

  test('forgets what one person said when they do not want to be remembered', async () => {
    const { clock, conversation, llm, join } = stage({
      heard: ['My cat is called Tom.', 'What is my dog called?'],
      replies: ['Tom is a fine name.', 'I do not know.'],
    });
    await join(ann).says(SENTENCE);
    await clock.advance(8000);
    conversation.forget(ann.id);
    conversation.people([bob]);
    await join(bob).says(SENTENCE);
    await clock.advance(5000);
    expect(llm.requests[1]?.messages.map(({ content }) => content).join()).not.toContain('Tom');
  });

  test('answers a typed question in text while it says it aloud', async () => {
    const { clock, conversation, records, mouth } = stage({ replies: ['It is Paris, of course.'] });
    const read: string[] = [];
    const reading = (async () => {
      const signal = new AbortController().signal;
      for await (const delta of conversation.ask(
        ann,
        'Capital of France?',
        { aloud: true },
        signal,
      ))
        read.push(delta);
    })();
    await clock.advance(5000);
    await reading;
    expect(read.join('')).toBe('It is Paris, of course.');
    expect(mouth.heard.join(' ')).toBe('It is Paris, of course.');
    expect(records.map(({ medium, outcome }) => [medium, outcome.status])).toEqual([
      ['text', 'answered'],
    ]);
  });

  test('answers a half-said question when its speaker leaves', async () => {
    const { clock, records, join } = stage({ heard: ['What is'], replies: ['What is what?'] });
    const ears = join(ann);
    await ears.says('.5 v50');
    ears.leave();
    await clock.advance(5000);
    expect(records[0]?.outcome.status).toBe('answered');
  });

  test('says nothing more once it has left the channel, and closes cleanly', async () => {
    const { clock, conversation, mouth, records, join } = stage({
      heard: ['Tell me a story.'],
      replies: ['Once upon a time there was a king. He had a dog.'],
    });
    await join(ann).says(SENTENCE);
    await clock.advance(1000);
    conversation.detach('left the voice channel');
    const heardSoFar = mouth.heard.length;
    await clock.advance(10_000);
    expect(mouth.heard).toHaveLength(heardSoFar);
    expect(records[0]?.outcome).toEqual({ status: 'aborted', reason: 'left the voice channel' });
    await conversation[Symbol.asyncDispose]();
    expect(clock.pending).toBe(0);
  });

  test('in the blocking order waits for all of the text and all of the sound', async () => {
    const script = { heard: ['Tell me.'], replies: ['One is here. Two is here. Three is here.'] };
    const latencies: number[] = [];
    for (const order of ['concurrent', 'blocking'] as const) {
      const { clock, records, join } = stage({ ...script, order });
      await join(ann).says(SENTENCE);
      await clock.advance(20_000);
      const marks = records[0]?.marks;
      latencies.push((marks?.firstPacketAtMs ?? 0) - (marks?.lastVoicedAtMs ?? 0));
    }
    expect(latencies[1]).toBeGreaterThan((latencies[0] ?? 0) + 200);
  });

  test('says once that it knows no such language, when somebody is never understood', async () => {
    const heard = Array.from({ length: 8 }, () => 'this is the first time that I see a movie');
    const { clock, llm, mouth, join } = stage({
      heard,
      heardAgain: 'we are going to be in the third place with all of them',
      replies: heard.map(() => 'I see.'),
    });
    const ears = join(ann);
    const notices = () => mouth.heard.filter((text) => text.includes('only understand English'));
    for (let said = 1; said <= 4; said++) {
      await ears.says('.5 v120 .25');
      await clock.advance(6000);
    }
    expect(notices()).toHaveLength(0);
    for (let said = 5; said <= 8; said++) {
      await ears.says('.5 v120 .25');
      await clock.advance(12_000);
    }
    expect(notices()).toHaveLength(1);
    // Its answer is given all the same.
    expect(mouth.heard.filter((text) => text === 'I see.')).toHaveLength(8);
    expect(llm.requests).toHaveLength(8);
  });
});

describe('a conversation in which something fails', () => {
  test.for(['concurrent', 'blocking'] as const)(
    'says in the record why its mouth failed, and answers what comes next, in %s order',
    async (order) => {
      const { clock, records, mouth, join } = stage({
        heard: ['What is the capital of France?', 'And of Italy?'],
        replies: ['It is Paris.', 'That is Rome.'],
        order,
      });
      const open = mouth.open.bind(mouth);
      mouth.open = () => {
        mouth.open = open;
        throw new Error('The mouth is broken');
      };
      const ears = join(ann);
      await ears.says(SENTENCE);
      await clock.advance(8000);
      expect(records[0]?.outcome).toMatchObject({ status: 'failed' });
      await ears.says(SENTENCE);
      await clock.advance(8000);
      expect(records[1]).toMatchObject({
        heardText: 'And of Italy?',
        outcome: { status: 'answered' },
      });
      expect(mouth.heard.join(' ')).toContain('That is Rome.');
    },
  );

  test('goes on when a decision cannot be carried out', async () => {
    const { clock, records, llm, join } = stage({
      heard: ['What is the capital of France?'],
      replies: ['It is Paris.'],
    });
    const broken = () => {
      throw new Error('There is no connection to prepare');
    };
    Object.assign(llm, { prepare: broken });
    await join(ann).says(SENTENCE);
    await clock.advance(5000);
    expect(records[0]).toMatchObject({ outcome: { status: 'answered' } });
  });
});
