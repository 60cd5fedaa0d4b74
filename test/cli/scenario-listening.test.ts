import { describe, expect, test } from 'vitest';
import { soundsOfParley } from '../../src/cli/scenario-listening.ts';
import { turnRecord } from '../fakes/turn-record.ts';

const answered = (firstPacketAtMs: number, endedAtMs: number) => ({
  person: 'Ann',
  record: { ...turnRecord(), marks: { firstPacketAtMs, endedAtMs } },
});

describe('soundsOfParley()', () => {
  test('gives each answer the stretches of sound between its first packet and its end', () => {
    const stretches = [
      { fromMs: 1040, toMs: 1900 },
      { fromMs: 2200, toMs: 3000 },
      { fromMs: 3320, toMs: 4000 },
    ];
    const sounds = soundsOfParley(stretches, [answered(3300, 4000), answered(1000, 2990)], 5000);
    expect(sounds.map(({ startedAtMs, endedAtMs }) => [startedAtMs, endedAtMs])).toEqual([
      [1040, 3000],
      [3320, 4000],
    ]);
  });

  test('takes what has no record yet for an answer that is going on', () => {
    const stretches = [
      { fromMs: 1040, toMs: 1900 },
      { fromMs: 3000, toMs: 3500 },
    ];
    const [over, going] = soundsOfParley(stretches, [answered(1000, 1900)], 3600);
    expect(over).toMatchObject({ endedAtMs: 1900 });
    expect(going).toMatchObject({ startedAtMs: 3000, isPaused: false });
    expect(going).not.toHaveProperty('endedAtMs');
    expect(soundsOfParley(stretches, [answered(1000, 1900)], 4400)[1]?.isPaused).toBe(true);
  });

  test('has pauses from those that spoke over it and were no reason to end', () => {
    const { person, record } = answered(1000, 3000);
    const interruptions = [
      { speakerId: 'ann', atMs: 1500, how: 'paused', resumedAtMs: 2000, verdict: 'backchannel' },
      { speakerId: 'ann', atMs: 2500, how: 'lowered', resumedAtMs: 2700, verdict: 'backchannel' },
      { speakerId: 'ann', atMs: 2900, how: 'paused', verdict: 'told to stop' },
    ] as const;
    const [answer] = soundsOfParley(
      [{ fromMs: 1020, toMs: 3000 }],
      [{ person, record: { ...record, interruptions } }],
      4000,
    );
    expect(answer?.pauses).toEqual([{ fromMs: 1500, toMs: 2000 }]);
    expect(answer?.lowered).toEqual([{ fromMs: 2500, toMs: 2700 }]);
  });
});
