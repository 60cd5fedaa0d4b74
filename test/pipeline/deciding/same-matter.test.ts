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
    ['Will it rain in Rome tomorrow?', 'Is it going to rain tomorrow in Rome?'],
    ['How many euros are ten dollars?', 'How many euros is ten dollars, Parley?'],
    ['What is ten minus three?', "What's ten minus three?"],
    ['What causes rain?', 'What causes the rain?'],
    ['How far is it from Rome to Paris?', 'Parley, how far is it from Rome to Paris?'],
    ['Translate house into German.', 'Can you translate house to German?'],
    ['Do you know who painted the Mona Lisa?', 'Who painted the Mona Lisa?'],
    ['Is Pluto a planet?', 'Yeah, is Pluto a planet?'],
    ['Does coffee wake you up?', 'Parley, does coffee wake me up?'],
    ['What is two plus two?', 'What is two plus two again?'],
    ['Who beat Napoleon at Waterloo?', 'So who beat Napoleon at Waterloo?'],
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
    // Found by an audit.
    ['How many euros are ten dollars?', 'How many dollars are ten euros?'],
    ['What is ten minus three?', 'What is three minus ten?'],
    ['What causes rain?', 'Does rain cause floods?'],
    // And more of the kind.
    ['How far is it from Rome to Paris?', 'How far is it from Paris to Rome?'],
    ['Do cats eat dogs?', 'Do dogs eat cats?'],
    ['What is two plus two?', 'What is two plus three?'],
    ['Is Rome the capital of Italy?', 'What is the capital of Italy?'],
    ['Translate house into German.', 'Translate house from German.'],
    ['Does the moon cause tides?', 'What causes tides?'],
    ['Who beat Napoleon?', 'Who did Napoleon beat?'],
    ['Is tea with milk good?', 'Is milk with tea good?'],
    ['What is eight divided by two?', 'What is two divided by eight?'],
    ['Does coffee help with sleep?', 'Does sleep help with coffee?'],
    ['What did Brutus say to Caesar?', 'What did Caesar say to Brutus?'],
    ['Is a train faster than a car?', 'Is a car faster than a train?'],
    ['What comes before lunch?', 'What comes after lunch?'],
  ] as const)('%j and %j are two', ([a, b]) => {
    expect(isSameMatter(a, b)).toBe(false);
    expect(isSameMatter(b, a)).toBe(false);
  });
});
