import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createReasoningFilter } from '../../src/engines/without-reasoning.ts';

function filtered(pieces: readonly string[]): string {
  const filter = createReasoningFilter();
  return pieces.map((piece) => filter.push(piece)).join('') + filter.end();
}

describe('createReasoningFilter()', () => {
  test.for([
    ['Hello.', 'Hello.'],
    ['<think>hm</think>\n\nHello.', 'Hello.'],
    ['<THINKING>hm</THINKING> Hi <think>more</think>there', 'Hi there'],
    ['<think>never closed', ''],
    ['a < b and <them> too <thin', 'a < b and <them> too <thin'],
    ['<|channel|>analysis<|message|>hm<|end|>Hi', 'Hi'],
  ] as const)('makes %j into %j', ([text, kept]) => {
    expect(filtered([text])).toBe(kept);
  });

  test('keeps and drops the same however the text comes in pieces', () => {
    const part = fc.constantFrom('<think>', '</think>', '<thinking>', '<', 'th', 'a b', '>', '/');
    const parts = fc.array(part, { maxLength: 12 });
    const property = fc.property(parts, fc.integer({ min: 1, max: 5 }), (texts, size) => {
      const text = texts.join('');
      const pieces = text.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? [];
      expect(filtered(pieces)).toBe(filtered([text]));
    });
    fc.assert(property, { numRuns: 2000 });
  });

  test('holds back no more than a mark may need', () => {
    const filter = createReasoningFilter();
    expect(filter.push('Hello <thi')).toBe('Hello ');
    expect(filter.push('s>')).toBe('<this>');
  });
});
