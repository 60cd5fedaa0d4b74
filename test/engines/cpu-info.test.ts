import { describe, expect, test } from 'vitest';
import { hasVnni } from '../../src/engines/cpu-info.ts';

const processor = (flags: string, name = 'Some Processor') =>
  `processor\t: 0\nmodel name\t: ${name}\nflags\t\t: ${flags}\nbugs\t\t: spectre_v1\n`;

describe('hasVnni()', () => {
  test.for([
    ['fpu sse2 avx2 avx512f avx512_vnni amx_int8', true],
    ['fpu sse2 avx2 avx_vnni', true],
    ['fpu sse2 avx2 fma', false],
    ['fpu avx512f avx512_vnni_of_another_kind', false],
  ] as const)('by the flags "%s": %s', ([flags, expected]) => {
    expect(hasVnni(processor(flags))).toBe(expected);
  });

  test('is not taken from a name, and not assumed where nothing is known', () => {
    expect(hasVnni(processor('fpu avx2', 'avx512_vnni Deluxe'))).toBe(false);
    expect(hasVnni('')).toBe(false);
  });
});
