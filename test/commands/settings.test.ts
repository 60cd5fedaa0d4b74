import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { commandBench, type CommandBench } from '../fakes/command-bench.ts';
import type { FakeInteractionOptions } from '../fakes/fake-interaction.ts';

let bench: CommandBench;
beforeEach(() => {
  bench = commandBench();
  bench.context.registry.open(bench.place.guild);
});

const settings = (
  values: Readonly<Record<string, string>> = {},
  options: Partial<FakeInteractionOptions> = {},
) => bench.run({ command: 'settings', permissions: 'ManageGuild', values, ...options });

describe('/settings', () => {
  test('shows how Parley is set, to the asker only', async () => {
    const { answers } = await settings();
    expect(answers).toEqual([expect.objectContaining({ via: 'reply', isPrivate: true })]);
    expect(answers[0]!.content).toMatch(
      /With one person I answer everything.*called \*\*Parley\*\*/u,
    );
  });

  test.for([
    ['auto', /With one person I answer everything/u],
    ['name', /I answer when I am named\./u],
    ['always', /I answer everything that is said/u],
    ['never', /I answer nothing that is said, only \/ask/u],
  ] as const)('takes %s at once, for everybody to read', async ([addressing, sentence]) => {
    const { answers, text } = await settings({ addressing });
    expect(text()).toMatch(sentence);
    expect(answers[0]).toMatchObject({ isPrivate: false });
    expect(bench.conversation.settings).toEqual({ addressing, wakeNames: ['Parley'] });
  });

  test('takes names, and goes back to its own', async () => {
    await settings({ addressing: 'name' });
    const renamed = await settings({ name: ' Jarvis,Hey  Friday ' });
    expect(renamed.text()).toMatch(/called \*\*Jarvis\*\* or \*\*Hey Friday\*\*\./u);
    expect(bench.conversation.settings).toEqual({
      addressing: 'name',
      wakeNames: ['Jarvis', 'Hey Friday'],
    });
    expect((await settings({ name: 'Reset' })).text()).toMatch(/called \*\*Parley\*\*/u);
    expect(bench.conversation.settings).toEqual({ addressing: 'name', wakeNames: ['Parley'] });
    expect(bench.settings.guildSettings('guild')).toEqual({ addressing: 'name' });
  });

  test('changes nothing for a name that it cannot take, and says why', async () => {
    const { answers, text } = await settings({ addressing: 'never', name: '@everyone' });
    expect(answers[0]).toMatchObject({ isPrivate: true });
    expect(text()).toMatch(/^The name has to begin with a letter.*changed nothing/u);
    expect(bench.conversation.settings?.addressing).toBe('auto');
    expect(bench.settings.guildSettings('guild')).toEqual({});
  });

  test('is refused to people who may not manage the server', async () => {
    const { answers } = await settings({ addressing: 'never' }, { permissions: 'Speak' });
    expect(answers).toEqual([
      expect.objectContaining({
        isPrivate: true,
        content: expect.stringMatching(/^Only people who may manage this server/u),
      }),
    ]);
    expect(bench.conversation.settings?.addressing).toBe('auto');
  });

  test('is hidden by Discord from people who may not manage the server', async () => {
    const { settings: command } = await import('../../src/commands/settings.ts');
    expect(command.definition.default_member_permissions).toBe(String(1 << 5));
  });

  test('holds also where nobody has talked with Parley yet', async () => {
    bench = commandBench();
    expect((await settings({ addressing: 'never' })).text()).toMatch(/From now on/u);
    bench.context.registry.open(bench.place.guild);
    expect(bench.conversation.settings?.addressing).toBe('never');
  });

  test('holds after a restart', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'parley-settings-'));
    try {
      bench = commandBench(dataDir);
      await settings({ addressing: 'name', name: 'Jarvis' });
      bench.settings[Symbol.dispose]();
      bench = commandBench(dataDir);
      bench.context.registry.open(bench.place.guild);
      expect(bench.conversation.settings).toEqual({ addressing: 'name', wakeNames: ['Jarvis'] });
      bench.settings[Symbol.dispose]();
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });

  test('owns up when it could not be saved, and holds until then', async () => {
    bench.settings[Symbol.dispose]();
    expect((await settings({ addressing: 'never' })).text()).toMatch(
      /nothing that is said.*could not save that/su,
    );
    expect(bench.conversation.settings?.addressing).toBe('never');
  });
});
