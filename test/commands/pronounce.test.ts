import { beforeEach, describe, expect, test } from 'vitest';
import { commandBench, type CommandBench } from '../fakes/command-bench.ts';

let bench: CommandBench;
beforeEach(() => {
  bench = commandBench();
});

const pronounce = (subcommand: string, values: Readonly<Record<string, string>> = {}) =>
  bench.run({ command: 'pronounce', subcommand, values, permissions: 'ManageGuild' });
const words = () => Object.fromEntries(bench.settings.pronunciations('guild'));

describe('/pronounce', () => {
  test('teaches a word, for everybody to read, whatever its case', async () => {
    const { answers, text } = await pronounce('add', { word: ' SQLite ', as: 'ess  queue light' });
    expect(answers[0]).toMatchObject({ isPrivate: false });
    expect(text()).toBe('From my next answer on I say **sqlite** as “ess queue light”.');
    await pronounce('add', { word: 'sqlite', as: 'sequel light' });
    expect(words()).toEqual({ sqlite: 'sequel light' });
  });

  test.for([
    'C++',
    'C#',
    't-shirt',
    'R&D',
    "rock'n'roll",
    'New York',
    'e.g',
    '7',
    'Zürich',
    'वाणी',
  ])('takes %s for a word', async (word) => {
    await pronounce('add', { word, as: 'something' });
    expect(words()).toEqual({ [word.toLowerCase()]: 'something' });
  });

  test('forgets a word again', async () => {
    await pronounce('add', { word: 'GIF', as: 'jif' });
    expect((await pronounce('remove', { word: 'gif' })).text()).toMatch(/as it is written again/u);
    expect(words()).toEqual({});
    expect((await pronounce('remove', { word: 'gif' })).text()).toMatch(/`\/pronounce list`/u);
  });

  test('lists the words by their letters, to the asker only', async () => {
    expect((await pronounce('list')).text()).toMatch(/every word as it is written/u);
    await pronounce('add', { word: 'nginx', as: 'engine ex' });
    await pronounce('add', { word: 'GIF', as: 'jif' });
    const { answers, text } = await pronounce('list');
    expect(answers[0]).toMatchObject({ isPrivate: true });
    expect(text()).toBe(
      'I say 2 words in another way:\n- **gif** as “jif”\n- **nginx** as “engine ex”',
    );
  });

  test.for([
    [{ word: '@everyone', as: 'all' }, /^The word has to be/u],
    [{ word: '**', as: 'stars' }, /^The word has to be/u],
    [{ word: 'word-', as: 'x' }, /^The word has to be/u],
    [{ word: 'x'.repeat(41), as: 'x' }, /^The word has to be/u],
    [{ word: 'fine', as: '**bold**' }, /^What I say instead has to be/u],
    [{ word: 'fine', as: '...' }, /^What I say instead has to be/u],
    [{ word: 'fine', as: 'https://example.com' }, /^What I say instead has to be/u],
  ] as const)('refuses %j, and says why', async ([values, sentence]) => {
    const { answers, text } = await pronounce('add', values);
    expect(answers[0]).toMatchObject({ isPrivate: true });
    expect(text()).toMatch(sentence);
    expect(text()).toMatch(/I have changed nothing/u);
    expect(words()).toEqual({});
  });

  test('keeps 200 words, of which known ones may still change, and lists what fits', async () => {
    for (let number = 0; number < 200; number++)
      bench.settings.setPronunciation('guild', `word${number}`, `a rather long way to say it`);
    expect((await pronounce('add', { word: 'more', as: 'x' })).text()).toMatch(/I can keep 200/u);
    await pronounce('add', { word: 'word7', as: 'seven' });
    expect(words()['word7']).toBe('seven');
    const { answers, text } = await pronounce('list');
    expect(answers[0]!.content.length).toBeLessThan(2_000);
    expect(text()).toMatch(/… and \d+ more$/u);
  });

  test('owns up when it could not be saved', async () => {
    bench.settings[Symbol.dispose]();
    expect((await pronounce('add', { word: 'gif', as: 'jif' })).text()).toMatch(/could not save/u);
    expect(words()).toEqual({ gif: 'jif' });
  });

  test('offers the known words while one is typed', async () => {
    bench.settings.setPronunciation('guild', 'gif', 'jif');
    bench.settings.setPronunciation('guild', 'nginx', 'engine ex');
    expect(await bench.complete('pronounce', 'remove', 'GI')).toEqual([
      { name: 'gif: jif', value: 'gif' },
      { name: 'nginx: engine ex', value: 'nginx' },
    ]);
    expect(await bench.complete('pronounce', 'remove', 'ngi')).toHaveLength(1);
  });

  test('is hidden by Discord from people who may not manage the server', async () => {
    const { pronounce: command } = await import('../../src/commands/pronounce.ts');
    expect(command.definition.default_member_permissions).toBe(String(1 << 5));
  });
});
