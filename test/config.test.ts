import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';

describe('readConfig()', () => {
  test.for([
    [undefined, ['Parley']],
    ['  ', ['Parley']],
    ['Jarvis', ['Jarvis']],
    ['Jarvis, Friday', ['Jarvis', 'Friday']],
  ] as const)('calls Parley what PARLEY_NAME=%s says: %j', ([value, names]) => {
    expect(readConfig({ PARLEY_NAME: value }).PARLEY_NAME).toEqual(names);
  });

  test('tells of a wrong name together with every other fault', () => {
    const read = () => readConfig({ PARLEY_NAME: 'X', LOG_LEVEL: 'loud' });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/PARLEY_NAME: the name has to be 2 to 30 characters long/u);
    expect(read).toThrow(/LOG_LEVEL/u);
  });
});
