import { describe, expect, test } from 'vitest';
import { isSameMatter } from '../../../src/pipeline/deciding/same-matter.ts';

describe('isSameMatter()', () => {
  test.for([
    ["What's the weather tomorrow?", "Yeah, what's the weather like tomorrow?"],
    ["What's the weather tomorrow?", 'and what about the weather'],
    ['Parley, how far is the moon?', 'How far away is the moon, Parley?'],
    ['Tell us a joke.', 'Yes, a joke please!'],
    ['Who wrote Hamlet?', 'Parley, who wrote Hamlet?'],
    ['When does the game start?', 'What time does the game start?'],
    ['What is a neural network?', 'Can you explain neural networks?'],
  ] as const)('%j and %j are one', ([a, b]) => {
    expect(isSameMatter(a, b)).toBe(true);
    expect(isSameMatter(b, a)).toBe(true);
  });

  test.for([
    ["What's the weather tomorrow?", "What's the time?"],
    ["What's the weather in Rome?", "What's the weather in Paris?"],
    ['How far is the moon?', 'How old is the moon?'],
    ['Who wrote Hamlet?', 'When was Hamlet written?'],
    ['Where is the party?', 'When is the party?'],
    ['Tell me about cats.', 'Tell me about dogs.'],
    ['What is it?', 'What is that?'],
    ['Okay.', 'Okay.'],
    ['', ''],
    ["What's the weather tomorrow?", "What's the weather today?"],
    ['Who was Caesar?', 'When was Caesar born?'],
    ['Tell me about Rome.', 'Is Rome big?'],
    ['I want pizza.', 'Do not want pizza.'],
    ['Is Rome big?', 'How do I get from Rome to the biggest airport of Italy by train?'],
    ['Can I eat meat?', 'Can I not eat meat?'],
  ] as const)('%j and %j are two', ([a, b]) => {
    expect(isSameMatter(a, b)).toBe(false);
    expect(isSameMatter(b, a)).toBe(false);
  });
});
