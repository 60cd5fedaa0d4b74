import { describe, expect, test } from 'vitest';
import { chosenVoice, readVoiceChoice } from '../../src/settings/voice-choice.ts';

describe('chosenVoice()', () => {
  test.for([
    [[], { voice: 'usual', speed: 1 }],
    [[{}, {}], { voice: 'usual', speed: 1 }],
    [[{ voice: 'own' }, { voice: 'server', speed: 2 }], { voice: 'own', speed: 1 }],
    [[{ speed: 0.8 }, { voice: 'server', speed: 2 }], { voice: 'server', speed: 0.8 }],
    [[{}, { voice: 'server', speed: 2 }], { voice: 'server', speed: 2 }],
    [[{}, { speed: 1.5 }], { voice: 'usual', speed: 1.5 }],
  ] as const)('of %j is %j', ([choices, expected]) => {
    expect(chosenVoice(choices, 'usual')).toEqual(expected);
  });
});

describe('readVoiceChoice()', () => {
  test.for([
    [['joe', 1.2], { voice: 'joe', speed: 1.2 }],
    [[null, null], {}],
    [['', 0], {}],
    [['joe', 99], { voice: 'joe' }],
    [[7, Number.NaN], {}],
  ] as const)('makes of %j what makes sense of it', ([[voice, speed], expected]) => {
    expect(readVoiceChoice(voice, speed)).toEqual(expected);
  });
});
