import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { commandBench, type CommandBench } from '../fakes/command-bench.ts';
import type { FakeInteractionOptions } from '../fakes/fake-interaction.ts';

const ALICE = { userId: '200000000000000001' };
const HERE = { guildId: 'guild' };

let bench: CommandBench;
beforeEach(() => {
  bench = commandBench();
});

const voice = (
  subcommand: string,
  values: Readonly<Record<string, string | number>> = {},
  options: Partial<FakeInteractionOptions> = {},
) => bench.run({ command: 'voice', subcommand, values, ...options });
const manager = { permissions: 'ManageGuild' } as const;

describe('/voice list', () => {
  test('shows what is here, what could be, what is chosen and what is understood', async () => {
    bench.settings.setVoiceChoice(ALICE, { voice: 'choir/bert', speed: 1.5 });
    const { answers, text } = await voice('list');
    expect(answers[0]).toMatchObject({ via: 'defer', isPrivate: true });
    expect(text()).toMatch(/Voices that I have.*`joe` American English, 60 MB, CC0/su);
    expect(text()).toMatch(/`choir` British English, 2 voices: anna, bert,/u);
    expect(text()).toMatch(/whoever runs me can fetch.*`thorsten`/su);
    expect(text()).toMatch(/You have chosen \*\*choir\/bert\*\* at 1.5 times its usual speed/u);
    expect(text()).toMatch(/this server nothing; my usual voice is \*\*joe\*\*/u);
    expect(text()).toMatch(/I understand English\./u);
  });
});

describe('/voice set', () => {
  test('chooses a voice for whoever asks, and makes it ready', async () => {
    const { answers, text } = await voice('set', { name: 'choir/anna', speed: 1.2 });
    expect(answers[0]).toMatchObject({ isPrivate: true });
    expect(text()).toMatch(
      /^From now on I answer you with \*\*choir\/anna\*\* \(British English\) at 1.2 times its usual speed\.$/mu,
    );
    expect(bench.settings.voiceChoice(ALICE)).toEqual({ voice: 'choir/anna', speed: 1.2 });
    expect(bench.settings.voiceChoice(HERE)).toEqual({});
    expect(bench.voices.prepared).toEqual(['choir/anna']);
  });

  test('warns of a voice that takes long to make', async () => {
    expect((await voice('set', { name: 'choir' })).text()).toMatch(/takes long to make/u);
    expect((await voice('set', { name: 'joe' })).text()).not.toMatch(/takes long/u);
    expect((await voice('list')).text()).toMatch(/`choir` .*, slow, CC0$/mu);
  });

  test('tells of a voice that answers in a language which Parley does not understand', async () => {
    bench.voices.models = bench.voices.models.map((model) => ({ ...model, isHere: true }));
    const { text } = await voice('set', { name: 'thorsten' });
    expect(text()).toMatch(/^I understand English, but with that voice I answer in German\.$/mu);
    bench.voices.understood = ['mul'];
    expect((await voice('set', { name: 'thorsten' })).text()).not.toMatch(/I understand/u);
    expect((await voice('set', { name: 'joe' })).text()).not.toMatch(/I understand/u);
  });

  test('takes a model’s name for its first voice', async () => {
    expect((await voice('set', { name: ' choir ' })).text()).toMatch(/\*\*choir\/anna\*\*/u);
  });

  test('chooses for the server, for everybody to read, if one may manage it', async () => {
    const { answers } = await voice('set', { name: 'choir/bert', for: 'server' }, manager);
    expect(answers[0]).toMatchObject({ isPrivate: false });
    expect(bench.settings.voiceChoice(HERE)).toEqual({ voice: 'choir/bert' });
    expect(bench.settings.voiceChoice(ALICE)).toEqual({});
  });

  test('refuses to choose for the server to people who may not manage it', async () => {
    const { answers } = await voice('set', { name: 'choir/bert', for: 'server' });
    expect(answers).toEqual([
      expect.objectContaining({
        isPrivate: true,
        content: expect.stringMatching(/^Only people who may manage this server/u),
      }),
    ]);
    expect(bench.settings.voiceChoice(HERE)).toEqual({});
  });

  test('changes the speed alone, and begins at the usual one with another voice', async () => {
    await voice('set', { name: 'choir/bert' });
    expect((await voice('set', { speed: 0.8 })).text()).toMatch(/choir\/bert.* at 0.8 times/u);
    expect(bench.settings.voiceChoice(ALICE)).toEqual({ voice: 'choir/bert', speed: 0.8 });
    await voice('set', { name: 'joe' });
    expect(bench.settings.voiceChoice(ALICE)).toEqual({ voice: 'joe' });
  });

  test('takes a speed without a voice, for whichever voice it is', async () => {
    bench.settings.setVoiceChoice(HERE, { voice: 'choir/bert' });
    expect((await voice('set', { speed: 2 })).text()).toMatch(/choir\/bert.* at 2 times/u);
    expect(bench.settings.voiceChoice(ALICE)).toEqual({ speed: 2 });
  });

  test.for([
    [{ name: 'nobody' }, /no voice of that name.*\/voice list/u],
    [{ name: 'thorsten' }, /do not have \*\*thorsten\*\*.*models --fetch thorsten/u],
    [{}, /Say which voice, how fast, or both/u],
  ] as const)('changes nothing for %j, and says why', async ([values, sentence]) => {
    expect((await voice('set', values)).text()).toMatch(sentence);
    expect(bench.settings.voiceChoice(ALICE)).toEqual({});
  });

  test('owns up when it could not be saved, and holds until then', async () => {
    bench.settings[Symbol.dispose]();
    expect((await voice('set', { name: 'choir/bert' })).text()).toMatch(/could not save that/u);
    expect(bench.settings.voiceChoice(ALICE)).toEqual({ voice: 'choir/bert' });
  });

  test('holds after a restart', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'parley-voice-'));
    try {
      bench = commandBench(dataDir);
      await voice('set', { name: 'choir/bert', speed: 1.1 });
      bench.settings[Symbol.dispose]();
      bench = commandBench(dataDir);
      expect(bench.settings.voiceChoice(ALICE)).toEqual({ voice: 'choir/bert', speed: 1.1 });
      bench.settings[Symbol.dispose]();
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });
});

describe('/voice reset', () => {
  test('goes back to the server’s voice, and the server’s to the usual one', async () => {
    bench.settings.setVoiceChoice(HERE, { voice: 'choir/bert' });
    bench.settings.setVoiceChoice(ALICE, { voice: 'choir/anna', speed: 2 });
    expect((await voice('reset')).text()).toMatch(/answer you with \*\*choir\/bert\*\*.* again/u);
    expect(bench.settings.voiceChoice(ALICE)).toEqual({});
    const server = await voice('reset', { for: 'server' }, manager);
    expect(server.text()).toMatch(/everybody here.* with \*\*joe\*\*/u);
    expect(bench.settings.voiceChoice(HERE)).toEqual({});
  });
});

describe('/voice sample', () => {
  const sit = async () => {
    const seat = { voiceChannelId: 'lounge' };
    await bench.run({ command: 'join', ...seat });
    return seat;
  };

  test('is attached as a sound where Parley is in no channel, with the way to hear it there', async () => {
    const { answers, text } = await voice('sample', { name: 'choir/bert', speed: 1.5 });
    expect(text()).toMatch(/\*\*choir\/bert\*\*.*1.5 times.*`\/join`/u);
    expect(bench.voices.sampled).toEqual([{ id: 'choir/bert', speed: 1.5 }]);
    const files = answers.at(-1)!.payload['files'] as { name: string; attachment: Buffer }[];
    expect(files).toHaveLength(1);
    expect(files[0]!.name).toBe('choir-bert.wav');
    expect(files[0]!.attachment.subarray(0, 4).toString()).toBe('RIFF');
  });

  test('is said aloud where Parley sits with whoever asks and nobody speaks', async () => {
    const seat = await sit();
    const { answers, text } = await voice('sample', { name: 'joe' }, seat);
    expect(bench.conversation.played).toEqual(['I am joe.']);
    expect(text()).toMatch(/^This is \*\*joe\*\*.*\/voice set/u);
    expect(answers.at(-1)!.payload['files']).toBeUndefined();
  });

  test('is attached where somebody is talking, and says so', async () => {
    const seat = await sit();
    bench.conversation.state = 'speaking';
    const { answers, text } = await voice('sample', { name: 'joe' }, seat);
    expect(text()).toMatch(/somebody is talking/u);
    expect(answers.at(-1)!.payload['files']).toHaveLength(1);
    expect(bench.conversation.played).toEqual([]);
  });

  test('is not said to another channel than that of whoever asks', async () => {
    await sit();
    await voice('sample', { name: 'joe' }, { voiceChannelId: 'garden' });
    expect(bench.conversation.played).toEqual([]);
  });

  test('is made one at a time', async () => {
    const sample = bench.voices.sample.bind(bench.voices);
    const gate = Promise.withResolvers<void>();
    bench.voices.sample = async (...asked) => {
      await gate.promise;
      return sample(...asked);
    };
    const first = bench.begin({ command: 'voice', subcommand: 'sample', values: { name: 'joe' } });
    const second = await voice('sample', { name: 'choir' });
    expect(second.text()).toMatch(/just making another sample/u);
    gate.resolve();
    await first.done;
    expect(first.text()).toMatch(/^This is \*\*joe/u);
    expect((await voice('sample', { name: 'choir' })).text()).toMatch(/^This is/u);
  });

  test('says plainly that the voice cannot speak now', async () => {
    bench.voices.failure = new Error('no such file');
    const { text } = await voice('sample', { name: 'joe' });
    expect(text()).toMatch(/cannot speak with \*\*joe\*\* now: whoever runs me/u);
    expect(text()).not.toContain('no such file');
  });
});

describe('/voice, while a name is typed', () => {
  test('offers the voices that are here', async () => {
    expect(await bench.complete('voice', 'set', '')).toEqual([
      { name: 'joe (American English)', value: 'joe' },
      { name: 'choir/anna (British English)', value: 'choir/anna' },
      { name: 'choir/bert (British English)', value: 'choir/bert' },
    ]);
    expect(await bench.complete('voice', 'set', 'BERT')).toEqual([
      { name: 'choir/bert (British English)', value: 'choir/bert' },
    ]);
    expect(await bench.complete('voice', 'sample', 'british')).toHaveLength(2);
    expect(await bench.complete('voice', 'set', 'xyz')).toEqual([]);
  });

  test('offers no more than Discord takes', async () => {
    const voices = Array.from({ length: 904 }, (_, number) => `libritts/${number}`);
    bench.voices.models = [{ ...bench.voices.models[0]!, id: 'libritts', voices }];
    expect(await bench.complete('voice', 'set', '')).toHaveLength(25);
  });
});
