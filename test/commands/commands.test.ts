import { beforeEach, describe, expect, test } from 'vitest';
import { LlmError } from '../../src/pipeline/ports.ts';
import { createOpusDecoder, opusUse } from '../../src/voice/opus-codec.ts';
import { commandBench, type CommandBench } from '../fakes/command-bench.ts';
import type { Answered } from '../fakes/fake-interaction.ts';
import { turnRecord } from '../fakes/turn-record.ts';

const ALICE = '200000000000000001';

let bench: CommandBench;
beforeEach(() => {
  bench = commandBench();
});
const ask = (options: object = {}) =>
  bench.run({ command: 'ask', text: 'How are you?', ...options });
const fieldsOf = ([answer]: readonly Answered[]) => {
  const [embed] = answer!.payload['embeds'] as {
    description: string;
    fields: { name: string; value: string }[];
  }[];
  const fields = embed!.fields.map(({ name, value }) => [name, value]);
  return Object.fromEntries([['State', embed!.description], ...fields]);
};
const joined = () => bench.run({ command: 'join', voiceChannelId: 'voice' });

describe('/join', () => {
  test('says in one line who listens, what goes where, and how to opt out', async () => {
    const { answers, text } = await joined();
    expect(answers.map(({ via, isPrivate }) => [via, isPrivate])).toEqual([
      ['defer', false],
      ['edit', false],
    ]);
    expect(text()).toMatch(
      /listening in <#voice>.*recognised on my own machine.*goes to Groq \(llama\).*\/privacy ignore-me/u,
    );
    expect(text()).not.toContain('\n');
    expect(bench.settings.noticeShownAtMs('voice')).toBeGreaterThan(0);
  });

  test.for([
    ['you are in no channel', {}, /You are in no voice channel/u],
    ['the join checks object', { voiceChannelId: 'full' }, /channel is full/u],
  ] as const)('refuses privately when %s', async ([, options, sentence]) => {
    const { answers } = await bench.run({ command: 'join', ...options });
    expect(answers).toEqual([
      expect.objectContaining({
        via: 'reply',
        isPrivate: true,
        content: expect.stringMatching(sentence),
      }),
    ]);
    expect(bench.sessions).toHaveLength(0);
  });

  test('says that it is there already, or elsewhere', async () => {
    await joined();
    expect((await joined()).text()).toBe('I am already in <#voice>.');
    const elsewhere = await bench.run({ command: 'join', voiceChannelId: 'other' });
    expect(elsewhere.text()).toBe('I am busy in <#voice>.');
  });

  test('tells the second of two who call at once that it is there', async () => {
    const [first, second] = [joined(), joined()];
    await bench.clock.advance(10);
    expect((await first).text()).toMatch(/listening/u);
    expect((await second).text()).toBe('I am already in <#voice>.');
  });

  test('says plainly that it could not connect, and logs the cause', async () => {
    bench.joinVoice = () => Promise.reject(new Error('no voice server'));
    expect((await joined()).text()).toMatch(/could not get into <#voice>.*try again/u);
    expect(JSON.stringify(bench.logged)).toContain('no voice server');
  });

  test('tells people once more when their choices were lost with a damaged file', async () => {
    Object.defineProperty(bench.settings, 'choicesWereLost', { value: true });
    const { text } = await joined();
    expect(text()).toMatch(/opted out, please do it once more/u);
  });
});

describe('/leave', () => {
  test('leaves and says goodbye', async () => {
    await joined();
    const { text } = await bench.run({ command: 'leave', voiceChannelId: 'voice' });
    expect(text()).toBe('I have left. Goodbye!');
    expect(bench.sessions[0]!.leftFor).toBe('asked');
  });

  test('says that it is nowhere', async () => {
    const { text } = await bench.run({ command: 'leave', voiceChannelId: 'voice' });
    expect(text()).toMatch(/in no voice channel here/u);
  });

  test('lets anyone call off a join that is under way', async () => {
    bench.joinVoice = ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const joining = bench.begin({ command: 'join', voiceChannelId: 'voice' });
    await bench.clock.advance(10);
    const { text } = await bench.run({ command: 'leave' });
    await joining.done;
    expect(text()).toBe('I have left. Goodbye!');
    expect(joining.text()).toMatch(/told to leave before/u);
  });
});

describe.for(['stop', 'reset', 'leave'])('/%s', (command) => {
  test('is refused to people outside its voice channel', async () => {
    await joined();
    for (const options of [{}, { voiceChannelId: 'other' }]) {
      const { answers } = await bench.run({ command, ...options });
      expect(answers).toEqual([
        expect.objectContaining({
          isPrivate: true,
          content: 'Only people in my voice channel can do that: join <#voice> first.',
        }),
      ]);
    }
    expect(bench.conversation.calls).toEqual([]);
    expect(bench.sessions[0]!.leftFor).toBeUndefined();
  });
});

describe('/stop', () => {
  test('silences at once, before anything is sent to Discord', async () => {
    await joined();
    bench.conversation.isTalking = true;
    const stopping = bench.begin({ command: 'stop', voiceChannelId: 'voice' });
    expect(bench.conversation.calls).toEqual(['stop']);
    await stopping.done;
    expect(stopping.text()).toBe('Stopped.');
  });

  test('says that there was nothing to end', async () => {
    await joined();
    const { answers } = await bench.run({ command: 'stop', voiceChannelId: 'voice' });
    expect(answers[0]).toMatchObject({ isPrivate: true, content: 'I was not saying anything.' });
  });
});

describe('/reset', () => {
  test('forgets the conversation', async () => {
    await joined();
    const { text } = await bench.run({ command: 'reset', voiceChannelId: 'voice' });
    expect(text()).toMatch(/forgotten/u);
    expect(bench.conversation.calls).toEqual(['reset']);
  });

  test('forgets what was typed while Parley is in no channel', async () => {
    expect((await bench.run({ command: 'reset' })).text()).toMatch(/no conversation to forget/u);
    await bench.run({ command: 'ask', text: 'Hi' });
    expect((await bench.run({ command: 'reset' })).text()).toMatch(/forgotten/u);
  });
});

describe('/ask', () => {
  test('answers in writing below the question', async () => {
    const { answers, text } = await ask();
    expect(answers[0]).toMatchObject({ via: 'defer', isPrivate: false });
    expect(text()).toBe('> How are you?\nHello there.');
    expect(bench.conversation.asked).toEqual([
      { speaker: { id: ALICE, name: 'Alice' }, text: 'How are you?', aloud: false },
    ]);
  });

  test.for([
    ['aloud to someone in its channel', { voiceChannelId: 'voice' }, true],
    ['in writing to someone elsewhere', { voiceChannelId: 'other' }, false],
    ['in writing to someone in no channel', {}, false],
    ['in writing to someone who is deafened', { voiceChannelId: 'voice', isDeaf: true }, false],
  ] as const)('answers %s', async ([, options, aloud]) => {
    await joined();
    await ask(options);
    expect(bench.conversation.asked[0]).toMatchObject({ aloud });
  });

  test('pings nobody, unfolds no address, and shows the question as it was typed', async () => {
    bench.conversation.script = async function* () {
      yield '@everyone see https://example.org';
    };
    const { answers, text } = await ask({ text: 'Is **this** `code`?\n# big' });
    expect(text()).toBe(
      '> Is \\*\\*this\\*\\* \\`code\\`? # big\n@everyone see https://example.org',
    );
    expect(answers.filter(({ via }) => via !== 'defer').map(({ payload }) => payload)).toEqual([
      expect.objectContaining({ allowedMentions: { parse: [] }, flags: 4 }),
    ]);
  });

  test('says what is wrong with the model, below what it had written', async () => {
    bench.conversation.script = async function* () {
      yield 'Well,';
      throw new LlmError('rate-limited', 'Groq: 429');
    };
    expect((await ask()).text()).toMatch(
      /^> How are you\?\nWell,\n\n\*Sorry, I have used up my allowance.*\*$/u,
    );
    expect(JSON.stringify(bench.logged)).toContain('Groq: 429');
  });

  test('sends the rest where /ask was used when the interaction takes no more', async () => {
    const gone = new Error('Invalid Webhook Token');
    const { answers } = await ask({ failing: { edit: gone, followUp: gone } });
    expect(answers.at(-1)).toMatchObject({
      via: 'channel',
      content: '> How are you?\nHello there.',
    });
  });

  test('says that it is being switched off', async () => {
    bench.conversation.script = async function* (signal) {
      yield 'One moment';
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    };
    const asking = bench.begin({ command: 'ask', text: 'How are you?' });
    await bench.clock.advance(1_500);
    bench.shutdown.abort(new Error('shutdown'));
    await asking.done;
    expect(asking.text()).toMatch(/One moment\n\n\*I am being switched off/u);
  });

  test('answers one question of a person at a time', async () => {
    bench.conversation.script = async function* () {
      yield 'Hm';
      await bench.clock.sleep(5_000, bench.shutdown.signal);
    };
    const first = bench.begin({ command: 'ask', text: 'One?' });
    const second = bench.begin({ command: 'ask', text: 'Two?' });
    const other = bench.begin({ command: 'ask', text: 'Three?', userId: '2' });
    await bench.clock.advance(100);
    const third = bench.begin({ command: 'ask', text: 'Four?' });
    await bench.clock.advance(20_000);
    await Promise.all([first.done, second.done, other.done, third.done]);
    expect(second.text()).toBe('I am still answering your last question.');
    expect(third.answers).toEqual([
      expect.objectContaining({ isPrivate: true, content: second.text() }),
    ]);
    expect([first.text(), other.text()]).toEqual(['> One?\nHm', '> Three?\nHm']);
    expect((await ask()).text()).toMatch(/^> How are you/u);
  });

  test('refuses a blank question', async () => {
    expect((await ask({ text: '   ' })).text()).toMatch(/question is empty/u);
  });
});

describe('/status', () => {
  test('shows an idle Parley to the asker only', async () => {
    await bench.clock.advance(90 * 60_000);
    const { answers } = await bench.run({ command: 'status' });
    expect(answers[0]).toMatchObject({ via: 'reply', isPrivate: true });
    expect(fieldsOf(answers)).toMatchObject({
      State: 'In no voice channel.',
      Models: 'Hearing: Moonshine tiny\nThinking: llama (Groq)\nSpeaking: Piper joe',
      'When I answer': expect.stringMatching(/With one person.*called \*\*Parley\*\*/u),
      'Last answers': 'None yet.',
      'Ignored people': '0',
      'Running for': '1 h 30 min',
    });
    expect(fieldsOf(answers)).not.toHaveProperty('Turn-taking');
  });

  test('shows how turns went: begun early, interrupted, why the last one was over', async () => {
    await joined();
    bench.settings.setGuildSettings('guild', { addressing: 'name', wakeNames: ['Jarvis'] });
    const interruption = { speakerId: ALICE, atMs: 0, how: 'paused', verdict: 'noise' } as const;
    bench.conversation.turns = [
      turnRecord({
        speculations: 3,
        discarded: 1,
        interruptions: [{ ...interruption, resumedAtMs: 400 }, interruption],
        endOfTurn: { silentMs: 219.6, finishedProbability: 0.923, reason: 'finished' },
      }),
    ];
    const fields = fieldsOf((await bench.run({ command: 'status' })).answers);
    expect(fields['When I answer']).toBe('I answer when I am named. I am called **Jarvis**.');
    expect(fields['Turn-taking']).toBe(
      '3 replies begun early, 33 % discarded.\n' +
        '2 interruptions: 1 let pass, 1 real.\n' +
        'Last turn over after 220 ms of silence: finished (turn model: 92 %).',
    );
  });

  test('says of how turns went only what there is to say', async () => {
    bench.context.registry.open(bench.place.guild);
    bench.conversation.turns = [
      turnRecord({ endOfTurn: { silentMs: 1_500, reason: 'waited long enough' } }),
    ];
    const fields = fieldsOf((await bench.run({ command: 'status' })).answers);
    expect(fields['Turn-taking']).toBe(
      'Last turn over after 1500 ms of silence: waited long enough.',
    );
  });

  test('shows state, speed, what replaced a model, and the privacy code', async () => {
    await joined();
    bench.sessions[0]!.privacyCode = '123456789012345678901234567890';
    bench.conversation.state = 'speaking';
    bench.conversation.turns = [
      turnRecord({
        marks: { lastVoicedAtMs: 0, endpointAtMs: 410, firstPcmAtMs: 700, firstPacketAtMs: 712.4 },
      }),
    ];
    Object.assign(bench.context, {
      describe: () => ({
        stt: 's',
        tts: 't',
        llm: { provider: 'Groq', model: 'new', notice: 'old is gone' },
        textLeaves: true,
      }),
    });
    const fields = fieldsOf((await bench.run({ command: 'status' })).answers);
    expect(fields['State']).toBe('In <#voice>: speaking.');
    expect(fields['Last answers']).toMatch(/^1 turn; 1 answered aloud/u);
    expect(fields['Last answers']).toMatch(/response latency +712 ms +712 ms\n/u);
    expect(fields['Voice privacy code']).toBe('`12345 67890 12345 67890 12345 67890`');
  });

  test('warns those who manage the server when most Opus codecs are in use', async () => {
    const shown = async (permissions: 'ManageGuild' | 'Speak') =>
      fieldsOf((await bench.run({ command: 'status', permissions })).answers)['Opus codecs'];
    const { maxCodecs } = opusUse();
    const taken: Disposable[] = [];
    const takeAll = (count: number) => {
      while (taken.length < count) taken.push(createOpusDecoder(16_000, 1));
    };
    takeAll(maxCodecs * 0.8 - 1);
    expect(await shown('ManageGuild')).toBeUndefined();
    takeAll(maxCodecs * 0.8);
    expect(await shown('ManageGuild')).toMatch(`${maxCodecs * 0.8} of ${maxCodecs} in use`);
    expect(await shown('Speak')).toBeUndefined();
    for (const codec of taken) codec[Symbol.dispose]();
  });
});

describe('/privacy', () => {
  test('ignores a person from now on, and every session hears of it', async () => {
    await joined();
    const { answers } = await bench.run({ command: 'privacy', subcommand: 'ignore-me' });
    expect(answers[0]).toMatchObject({
      isPrivate: true,
      content: expect.stringMatching(/do not hear you any more/u),
    });
    expect(bench.settings.isIgnored(ALICE)).toBe(true);
    expect(bench.sessions[0]!.refreshCount).toBe(1);
    expect(bench.conversation.calls).toContain(`forget ${ALICE}`);
    await bench.run({ command: 'privacy', subcommand: 'hear-me' });
    expect(bench.settings.isIgnored(ALICE)).toBe(false);
    expect(bench.sessions[0]!.refreshCount).toBe(2);
  });

  test('says what is processed where, and the own choice', async () => {
    const { text } = await bench.run({ command: 'privacy', subcommand: 'about' });
    expect(text()).toMatch(/I hear you.*Moonshine tiny.*goes to Groq \(llama\).*Piper joe/su);
    bench.settings.setIgnored(ALICE, true);
    const after = await bench.run({ command: 'privacy', subcommand: 'about' });
    expect(after.text()).toMatch(/I do not hear you/u);
  });

  test('owns up when the choice could not be saved', async () => {
    bench.settings[Symbol.dispose]();
    const { text } = await bench.run({ command: 'privacy', subcommand: 'ignore-me' });
    expect(text()).toMatch(/do not hear you any more.*could not save that/su);
    expect(bench.settings.isIgnored(ALICE)).toBe(true);
  });
});
