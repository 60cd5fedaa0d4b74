import { EventEmitter } from 'node:events';
import { Events, type Client, type Interaction } from 'discord.js';
import { beforeEach, describe, expect, test } from 'vitest';
import { holdCommands } from '../../src/discord/early-commands.ts';
import { createLog } from '../../src/log.ts';
import { fakeClock, type FakeClock } from '../fakes/fake-clock.ts';
import { fakeGuild } from '../fakes/fake-guild.ts';
import {
  fakeCompletion,
  fakeInteraction,
  type FakeInteractionOptions,
} from '../fakes/fake-interaction.ts';

let client: EventEmitter;
let clock: FakeClock;
let ending: AbortController;
let dispatched: Interaction[];
let answerHeld: ReturnType<typeof holdCommands>;

beforeEach(() => {
  client = new EventEmitter();
  clock = fakeClock();
  ending = new AbortController();
  dispatched = [];
  const context = { clock, log: createLog('silent', false) };
  answerHeld = holdCommands(client as unknown as Client, context, ending.signal);
});

const dispatch = async (interaction: Interaction) => void dispatched.push(interaction);
const { guild } = fakeGuild();

function join(failing?: FakeInteractionOptions['failing']) {
  const sent = fakeInteraction({ guild, command: 'join', ...(failing && { failing }) });
  client.emit(Events.InteractionCreate, sent.interaction);
  return sent;
}

describe('a command that comes while the bot starts', () => {
  test('is answered once the bot is ready, in the order in which it came', async () => {
    const early = [join(), join()];
    await clock.advance(1500);
    expect(dispatched).toEqual([]);
    answerHeld(dispatch);
    await clock.advance(0);
    expect(dispatched).toEqual(early.map(({ interaction }) => interaction));
    expect(early.flatMap(({ answers }) => answers)).toEqual([]);
    // Nothing is left that would answer it a second time.
    expect(clock.pending).toBe(0);
  });

  test('is told to try again where Discord would not wait any longer', async () => {
    const early = join();
    await clock.advance(2000);
    expect(early.answers).toMatchObject([
      { via: 'reply', isPrivate: true, content: expect.stringMatching(/waking up/u) },
    ]);
    answerHeld(dispatch);
    await clock.advance(0);
    expect(dispatched).toEqual([]);
  });

  test('that nobody can be told of any more troubles no other one', async () => {
    join({ reply: new Error('Unknown interaction') });
    const other = join();
    await clock.advance(2000);
    expect(other.text()).toMatch(/waking up/u);
  });

  test('is left to whoever took over, from then on', async () => {
    answerHeld(dispatch);
    join();
    await clock.advance(2000);
    expect(dispatched).toEqual([]);
    expect(client.listenerCount(Events.InteractionCreate)).toBe(0);
  });

  test('is let go when the bot ends instead', async () => {
    const early = join();
    ending.abort(new Error('The bot ends'));
    await clock.advance(2000);
    expect(early.answers).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  test('and what is only being typed: no suggestion comes too late', async () => {
    const typing = fakeCompletion({ guild, command: 'voice', subcommand: 'set', typed: 'jo' });
    client.emit(Events.InteractionCreate, typing.interaction);
    await clock.advance(2000);
    expect(typing.choices()).toBeUndefined();
  });
});
