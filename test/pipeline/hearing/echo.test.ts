import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isEcho } from '../../../src/pipeline/hearing/echo.ts';

const ROME =
  'Rome is the capital of Italy, and it lies on the river Tiber. About three million people live there.';
const MOON =
  'The moon is about three hundred and eighty four thousand kilometers away from the earth.';
const NETWORK =
  'A neural network is a chain of simple functions whose weights are learned from examples.';

describe('isEcho()', () => {
  // What Moonshine made of stretches of Piper's voice, some of them in a made-up room.
  test.for([
    ['Rome is the capital of Italy and', ROME],
    ['the capital of Italy, and it lies on', ROME],
    ['capital of it', ROME],
    ['About 3 million people live there.', ROME],
    ['Is about 384,000 kilometers away from the city.', MOON],
    ['kilometers away from', MOON],
    ['of simple functions, who is waits our learned from examples', NETWORK],
  ] as const)('%j is Parley', ([text, said]) => {
    expect(isEcho(text, said)).toBe(true);
  });

  test.for([
    ['What about Rome?', ROME],
    ['Is Rome the capital of Italy?', ROME],
    ['His Rome the capital of Italy?', ROME],
    ['The capital of Italy?', ROME],
    ['is Rome the capital of Italy', ROME],
    ['Really, three million people?', ROME],
    ['How many people live in Milan?', ROME],
    ['And the capital of France?', ROME],
    ['How far is the sun from the earth?', MOON],
    ['What is a neural network?', NETWORK],
    ['Can you give me an example?', NETWORK],
    ['Parley, stop.', ROME],
    ['Yeah.', ROME],
    ['Okay, thanks.', ROME],
  ] as const)('%j is a person', ([text, said]) => {
    expect(isEcho(text, said)).toBe(false);
  });

  test('a single word, asked back, is a person', () => {
    expect(isEcho('Tiber?', ROME)).toBe(false);
    expect(isEcho('Kilometers.', MOON)).toBe(false);
  });

  test('stop words are meant, also where Parley says them', () => {
    expect(isEcho('Stop it.', 'The bus will stop it is said, and wait a second.')).toBe(false);
    expect(isEcho('wait a second', 'The bus will stop, and wait a second.')).toBe(false);
    expect(isEcho('Bus stop.', 'It is at the bus stop.')).toBe(false);
    expect(isEcho('wait a second and then', 'The bus will wait a second and then go.')).toBe(true);
  });

  test('nothing is no echo, and of nothing there is none', () => {
    expect(isEcho('', ROME)).toBe(false);
    expect(isEcho('... !', ROME)).toBe(false);
    expect(isEcho('Rome is the capital', '')).toBe(false);
  });

  test('takes any texts', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        (text, said) => {
          expect([true, false]).toContain(isEcho(text, said));
        },
      ),
    );
  });

  test('three words or more, said again word by word, are always an echo', () => {
    const word = fc.stringMatching(/^(?:[bdfgklmnprt][aeiou]){2,3}$/u);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 3, maxLength: 20 }),
        fc.array(word),
        (words, more) => {
          const said = [...more, ...words, ...more].join(' ');
          expect(isEcho(words.join(' '), said.split(' ').slice(-100).join(' '))).toBe(true);
        },
      ),
    );
  });
});
