import { setTimeout as passed } from 'node:timers/promises';
import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LoopbackDiscord } from '../../loopback/loopback-discord.ts';
import type { LoopbackOptions } from '../../loopback/options.ts';
import { silentBot, type SilentBot } from '../fakes/silent-bot.ts';
import { turnRecord } from '../fakes/turn-record.ts';
import { until } from '../fakes/until.ts';

let discord: LoopbackDiscord;
let bot: SilentBot;
let guildId: string;
let alice: string;

async function begin(options: LoopbackOptions = {}): Promise<void> {
  discord = await LoopbackDiscord.listen({ guildCount: 2, dave: 0, ...options });
  bot = await silentBot(discord);
  guildId = discord.guilds[0]!.id;
  alice = discord.guilds[0]!.ownerId;
}
beforeEach(() => begin());
afterEach(async () => {
  await bot[Symbol.asyncDispose]();
  await discord[Symbol.asyncDispose]();
});

const slash = (name: string, options: Record<string, string> = {}, userId = alice) =>
  discord.slash({ name, options, userId, guildId });
const sitDown = (userId = alice, at = guildId) => discord.join({ guildId: at, userId });
async function joined() {
  const caller = await sitDown();
  await slash('join').reply;
  return caller;
}
const textChannel = () => discord.guilds[0]!.textChannelId;

/** Words, one every 50 ms. */
async function* slowly(count: number) {
  for (let word = 0; word < count; word++) {
    await passed(50);
    yield `word${word} `;
  }
}

const written = () =>
  discord.messages
    .filter(({ content }) => !content.startsWith('I am listening'))
    .map(({ channelId, content }) => ({ channelId, content }));
const deny = (channelId: string, permission: bigint) =>
  discord.setPermissions({ guildId, channelId, userId: bot.id, deny: permission });

describe('the commands on Discord', () => {
  test('bring Parley into the channel of whoever asks, with one line for everyone to read', async () => {
    await sitDown();
    const call = slash('join');
    expect(await call.acknowledged).toMatchObject({ type: 5, ephemeral: false });
    expect(await call.reply).toMatch(/^I am listening in <#\d+>.*\/privacy ignore-me`\.$/u);
    expect(discord.voiceMembers(discord.guilds[0]!.voiceChannelId)).toContain(bot.id);
  });

  test('refuse for one person to read', async () => {
    const call = slash('join');
    expect(await call.acknowledged).toMatchObject({ type: 4, ephemeral: true });
    expect(await call.reply).toMatch(/You are in no voice channel/u);
  });

  test('know who sits where: only people in the channel may stop, reset and send away', async () => {
    await joined();
    const bob = discord.addPerson('bob').id;
    for (const name of ['stop', 'reset', 'leave'])
      expect(await slash(name, {}, bob).reply).toMatch(/Only people in my voice channel/u);
    await sitDown(bob);
    expect(await slash('stop', {}, bob).reply).toBe('I was not saying anything.');
    expect(await slash('reset', {}, bob).reply).toMatch(/forgotten/u);
    expect(await slash('leave', {}, bob).reply).toMatch(/Goodbye/u);
  });

  test('offer what an option may be while it is typed, no more than Discord takes', async () => {
    const type = (name: string, option: string, text: string) =>
      discord.typing({ name, userId: alice, guildId }, { option, text });
    expect(await type('voice set', 'name', 'bert')).toEqual([
      { name: 'choir/bert (British English)', value: 'choir/bert' },
    ]);
    for (let number = 0; number < 40; number++)
      bot.settings.setPronunciation(guildId, `word${number}`, 'x'.repeat(80));
    expect(await type('pronounce remove', 'word', 'wor')).toHaveLength(25);
    expect(() => type('voice set', 'speed', '1')).toThrow(/nothing is offered/u);
  });

  test('attach a sound to an answer', async () => {
    const reply = await slash('voice sample', { name: 'joe' }).reply;
    expect(reply).toMatch(/^This is \*\*joe\*\*.*\/join/u);
    const { body } = discord.rest.findLast(({ method }) => method === 'PATCH')!;
    expect(body).toMatchObject({ attachments: [{ id: '0' }] });
  });

  test('answer in time although joining takes longer than Discord waits', async () => {
    await bot[Symbol.asyncDispose]();
    await discord[Symbol.asyncDispose]();
    await begin({ interactionDeadlineMs: 250 });
    bot.joining = passed(600);
    await sitDown();
    const call = slash('join');
    expect((await call.acknowledged).afterMs).toBeLessThan(250);
    expect(await call.reply).toMatch(/I am listening/u);
  });

  test('do nothing for a command that Discord has given up on, and live on', async () => {
    await bot[Symbol.asyncDispose]();
    await discord[Symbol.asyncDispose]();
    await begin({ interactionDeadlineMs: 50 });
    await sitDown();
    const late = slash('join');
    const busyUntilMs = performance.now() + 120;
    while (performance.now() < busyUntilMs); // a process that is too busy to hear of it
    await expect(late.acknowledged).rejects.toThrow(/did not respond/u);
    await until(() => expect(JSON.stringify(bot.logged)).toContain('too late'));
    expect(bot.sessions).toEqual([]);
    expect(await slash('status').reply).toMatch(/In no voice channel/u);
  });

  test('keep guilds apart', async () => {
    await joined();
    const other = discord.guilds[1]!;
    await sitDown(other.ownerId, other.id);
    const call = discord.slash({ name: 'status', userId: other.ownerId, guildId: other.id });
    expect(await call.reply).toMatch(/In no voice channel/u);
    const joining = discord.slash({ name: 'join', userId: other.ownerId, guildId: other.id });
    expect(await joining.reply).toContain(other.voiceChannelId);
    expect(bot.sessions.map((session) => session.guildId)).toEqual([guildId, other.id]);
    await slash('reset').reply;
    expect(bot.conversations.get(other.id)!.calls).not.toContain('reset');
  });

  test('opt a person out and in again, and show it in the status', async () => {
    await joined();
    expect(await slash('privacy ignore-me').reply).toMatch(/do not hear you any more/u);
    expect(bot.settings.isIgnored(alice)).toBe(true);
    expect(bot.sessions[0]!.refreshCount).toBe(1);
    const status = slash('status');
    await status.reply;
    const { embeds } = discord.messages.at(-1)!;
    expect(JSON.stringify(embeds)).toContain('"name":"Ignored people","value":"1"');
    expect(await slash('privacy hear-me').reply).toMatch(/hear you again/u);
    expect(await slash('privacy about').reply).toMatch(/I hear you/u);
  });
});

describe('/settings on Discord', () => {
  const settingsOf = (id: string) => bot.conversations.get(id)?.settings;

  test('sets when Parley answers and what it is called, in this server only', async () => {
    await joined();
    const other = discord.guilds[1]!;
    const there = { userId: other.ownerId, guildId: other.id };
    await sitDown(other.ownerId, other.id);
    await discord.slash({ name: 'join', ...there }).reply;

    const call = slash('settings', { addressing: 'name', name: 'Jarvis, Friday' });
    expect(await call.acknowledged).toMatchObject({ type: 4, ephemeral: false });
    expect(await call.reply).toMatch(/From now on: I answer when I am named.*\*\*Jarvis\*\*/u);
    expect(settingsOf(guildId)).toEqual({ addressing: 'name', wakeNames: ['Jarvis', 'Friday'] });
    expect(settingsOf(other.id)).toEqual({ addressing: 'auto', wakeNames: ['Parley'] });

    expect(await slash('settings', { name: 'reset' }).reply).toMatch(/\*\*Parley\*\*/u);
    const shown = slash('settings');
    expect(await shown.acknowledged).toMatchObject({ ephemeral: true });
    expect(await shown.reply).toMatch(/^I answer when I am named\. I am called \*\*Parley\*\*\.$/u);
  });

  test('is for people who may manage the server, and offers only what there is', () => {
    const bob = discord.addPerson('bob').id;
    expect(() => slash('settings', { addressing: 'never' }, bob)).toThrow(/lacks the permissions/u);
    expect(() => slash('settings', { addressing: 'whenever' })).toThrow(/cannot be whenever/u);
    discord.setPermissions({ guildId, userId: bob, allow: PermissionFlagsBits.ManageGuild });
    return expect(slash('settings', { addressing: 'never' }, bob).reply).resolves.toMatch(
      /only \/ask/u,
    );
  });
});

describe('/ask on Discord', () => {
  test('grows in place, edited at most once a second', async () => {
    bot.script = () => slowly(50);
    const call = slash('ask', { text: 'Tell me' });
    await until(() => expect(call.current).toContain('word49'), { timeout: 8_000 });
    const gapsMs = call.history.slice(1).map(({ atMs }, at) => atMs - call.history[at]!.atMs);
    expect(call.history.length).toBeGreaterThanOrEqual(3);
    expect(Math.min(...gapsMs)).toBeGreaterThan(950); // the network may take some of the second
    expect(call.history[0]!.content).toMatch(/^> Tell me\nword0/u);
  });

  test('continues in further messages, each one short enough for Discord', async () => {
    bot.script = async function* () {
      yield 'A sentence of thirty characters. '.repeat(150);
    };
    const call = slash('ask', { text: 'Everything' });
    await until(() => expect(call.followUps).toHaveLength(2));
    const all = [call.current, ...call.followUps.map(({ content }) => content)].join(' ');
    expect(all.match(/thirty/gu)).toHaveLength(150);
  });

  test('loses nothing to a rate limit or a failing edit', async () => {
    bot.script = () => slowly(30);
    discord.faults.rateLimit({ route: /PATCH .*@original/u, retryAfterMs: 300, times: 2 });
    discord.faults.failRest({ route: /PATCH .*@original/u, status: 500, times: 2 });
    const call = slash('ask', { text: 'Tell me' });
    await until(() => expect(call.current).toContain('word29'), { timeout: 15_000 });
    expect(discord.rest.filter(({ status }) => status === 429 || status === 500)).toHaveLength(4);
  });

  test('sends the answer anew when it can be edited no more', async () => {
    discord.faults.failRest({ route: /PATCH .*@original/u, status: 404, times: 1_000 });
    const call = slash('ask', { text: 'Tell me' });
    await until(() => expect(call.followUps).toHaveLength(1), { timeout: 8_000 });
    expect(call.followUps[0]!.content).toBe('> Tell me\nHello there.');
    const log = JSON.stringify(bot.logged);
    expect(log).toContain('could not be shown');
    expect(log).not.toContain('Hello');
    expect(log).not.toContain('/webhooks/');
  });

  test('is also said aloud to someone in the channel who hears', async () => {
    const caller = await joined();
    await slash('ask', { text: 'One' }).reply;
    discord.setServerDeaf(alice, true);
    await until(() =>
      expect(bot.client.guilds.cache.get(guildId)!.voiceStates.cache.get(alice)!.deaf).toBe(true),
    );
    await until(async () => expect(await slash('ask', { text: 'Two' }).reply).toContain('> Two'));
    const { asked } = bot.conversations.get(guildId)!;
    expect([asked[0]!.aloud, asked.at(-1)!.aloud]).toEqual([true, false]);
    expect(asked[0]!.speaker.id).toBe(caller.userId);
  });
});

describe('what Parley writes by itself', () => {
  test('goes where /join was used', async () => {
    await joined();
    bot.sessions[0]!.end('alone');
    await until(() => expect(written()).toHaveLength(1));
    expect(written()[0]).toEqual({
      channelId: textChannel(),
      content: expect.stringMatching(/nobody was there/u),
    });
  });

  test('goes into the chat of the voice channel when it may not write there', async () => {
    await joined();
    deny(textChannel(), PermissionFlagsBits.SendMessages);
    const { voiceChannelId } = discord.guilds[0]!;
    await until(() => {
      const guild = bot.client.guilds.cache.get(guildId)!;
      const channel = guild.channels.cache.get(textChannel())!;
      expect(channel.permissionsFor(guild.members.me!).has('SendMessages')).toBe(false);
    });
    const record = turnRecord({ speakerId: alice, replyText: 'In writing.' });
    discord.setServerDeaf(alice, true);
    await until(() => {
      const state = bot.client.guilds.cache.get(guildId)!.voiceStates.cache.get(alice);
      expect(state!.deaf).toBe(true);
    });
    bot.conversations.get(guildId)!.endTurn(record);
    await until(() => expect(written()).toHaveLength(1));
    expect(written()[0]).toEqual({
      channelId: voiceChannelId,
      content: `<@${alice}> In writing.`,
    });
  });

  test('tells a channel that it was moved into who listens', async () => {
    await joined();
    const other = discord.addChannel({ guildId, type: 'voice', name: 'Other' });
    await until(() =>
      expect(bot.client.guilds.cache.get(guildId)!.channels.cache.has(other)).toBe(true),
    );
    discord.moveTo(bot.id, other);
    await until(() =>
      expect(discord.messages.at(-1)!.content).toContain(`listening in <#${other}>`),
    );
  });
});
