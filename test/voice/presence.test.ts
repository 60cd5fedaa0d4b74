import { describe, expect, test } from 'vitest';
import { createGraceTimer } from '../../src/voice/grace-timer.ts';
import { mutedIn, peopleIn, silencedNotice } from '../../src/voice/presence.ts';
import { fakeClock } from '../fakes/fake-clock.ts';

function present(id: string, channelId: string | null, isBot: boolean | 'unknown' = false) {
  const member = isBot === 'unknown' ? null : { displayName: id, user: { bot: isBot } };
  return { id, channelId, member, selfMute: false, serverMute: false, suppress: null };
}

describe('peopleIn()', () => {
  test('names the people of one channel, without bots and itself', () => {
    const members = [
      present('Alice', 'here'),
      present('Bob', 'there'),
      present('Carol', null),
      present('music', 'here', true),
      present('parley', 'here'),
    ];
    expect(peopleIn('here', members, 'parley')).toEqual([{ id: 'Alice', name: 'Alice' }]);
  });

  test('takes somebody it knows nothing of for a person', () => {
    const people = peopleIn('here', [present('7', 'here', 'unknown')], 'parley');
    expect(people).toEqual([{ id: '7', name: 'Someone' }]);
  });
});

describe('mutedIn()', () => {
  test('names whoever is muted in any way, in that channel', () => {
    const members = [
      present('Alice', 'here'),
      { ...present('Bob', 'here'), selfMute: true },
      { ...present('Carol', 'here'), serverMute: true },
      { ...present('Dan', 'here'), suppress: true },
      { ...present('Eve', 'there'), selfMute: true },
      { ...present('Fay', 'here'), selfMute: null, serverMute: null },
    ];
    expect([...mutedIn('here', members)]).toEqual(['Bob', 'Carol', 'Dan']);
  });
});

describe('silencedNotice()', () => {
  const free = { serverMute: false, serverDeaf: false, suppress: false };
  const muted = { ...free, serverMute: true };
  const deafened = { ...muted, serverDeaf: true };
  const audience = { ...free, suppress: true };

  test.for([
    ['muted', free, muted, 'muted me'],
    ['muted from the start', undefined, muted, 'muted me'],
    ['deafened while muted', muted, deafened, 'deafened me'],
    ['put into the audience of a stage', free, audience, 'may not speak'],
  ] as const)('says that it is %s', ([, before, now, text]) => {
    expect(silencedNotice(before, now)).toContain(text);
  });

  test.for([
    ['nothing changes', muted, muted],
    ['it is given back', deafened, muted],
    ['nothing is taken', undefined, free],
    ['nothing is known', undefined, { serverMute: null, serverDeaf: null, suppress: null }],
  ] as const)('says nothing when %s', ([, before, now]) => {
    expect(silencedNotice(before, now)).toBeUndefined();
  });
});

describe('createGraceTimer()', () => {
  test('falls due once, that long after the last person left', async () => {
    const clock = fakeClock();
    let dueCount = 0;
    using timer = createGraceTimer(clock, 1000, () => (dueCount += 1));
    timer.update(true);
    await clock.advance(900);
    timer.update(true);
    await clock.advance(99);
    expect(dueCount).toBe(0);
    await clock.advance(1);
    expect(dueCount).toBe(1);
  });

  test('begins anew when somebody was there meanwhile', async () => {
    const clock = fakeClock();
    let isDue = false;
    using timer = createGraceTimer(clock, 1000, () => (isDue = true));
    timer.update(true);
    await clock.advance(900);
    timer.update(false);
    timer.update(true);
    await clock.advance(999);
    expect(isDue).toBe(false);
    await clock.advance(1);
    expect(isDue).toBe(true);
  });

  test('leaves no timer behind', async () => {
    const clock = fakeClock();
    createGraceTimer(clock, 1000, () => {}).update(true);
    const timer = createGraceTimer(clock, 1000, () => {});
    timer.update(true);
    expect(clock.pending).toBe(2);
    timer[Symbol.dispose]();
    expect(clock.pending).toBe(1);
  });
});
