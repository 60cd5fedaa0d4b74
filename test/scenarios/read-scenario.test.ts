import { describe, expect, test } from 'vitest';
import { readScenario } from '../../src/scenarios/read-scenario.ts';

const WHOLE = `
story: Ann asks.
people: [Ann, Ben (loudspeakers)]
steps:
  - Ann: I would like to know (1.2 s) what time it is.
    heard: I wood like to know (1.2 s) what dime it is.
    reply: 8 s
  - Ben: Mm-hm. (leaves)
    when: 0.8 s into the answer
expect:
  answers:
    - { to: Ann, within: 0.6 s, heard: whole }
  left alone:
    - { Ben: Mm-hm, because: backchannel }
`;

function faultOf(text: string): string {
  try {
    readScenario(text, 'x.yaml');
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return '';
}

describe('readScenario()', () => {
  test('reads who says what, and when', () => {
    const { people, steps, expected, settings, models } = readScenario(WHOLE, 'x.yaml');
    expect(people).toEqual([
      { name: 'Ann', hasEcho: false },
      { name: 'Ben', hasEcho: true },
    ]);
    expect(steps[0]).toMatchObject({
      person: 'Ann',
      moment: { kind: 'quiet' },
      reply: { aboutMs: 8000 },
      line: {
        parts: [
          { kind: 'words', text: 'I would like to know' },
          { kind: 'pause', ms: 1200, soundsFinished: false },
          { kind: 'words', text: 'what time it is.' },
        ],
      },
    });
    expect(steps[1]).toMatchObject({
      person: 'Ben',
      moment: { kind: 'into-answer', ms: 800 },
      line: { parts: [{ kind: 'words' }, { kind: 'act', act: 'leaves' }] },
    });
    expect(expected.answers[0]).toMatchObject({ to: ['Ann'], withinMs: 600, heard: 'whole' });
    expect(expected.leftAlone).toEqual([{ person: 'Ben', text: 'Mm-hm', because: 'backchannel' }]);
    expect(settings).toEqual({ addressing: 'auto', name: 'Parley' });
    expect(models).toMatchObject({ recognitionMs: 100, turnMs: 15 });
  });

  test.for([
    [
      'a moment that is none',
      'when: 0.8 s into the answer',
      'when: soon',
      ':9: steps[2].when: "soon" is no moment: write "when it is quiet"',
    ],
    [
      'an unknown direction',
      '(leaves)',
      '(sneezes)',
      ':8: steps[2].Ben: "(sneezes)" is no stage direction: there are (1.2 s)',
    ],
    [
      'a stranger',
      '- Ben: Mm-hm. (leaves)',
      '- Cas: Hi.',
      ':8: steps[2].Cas: "Cas" is nobody here: write "<name>: <what they say>" with one of Ann, Ben',
    ],
    [
      'a length without a unit',
      'within: 0.6 s',
      'within: 0.6 x',
      ':12: expect.answers[1].within: "0.6 x" is no span of time: write "0.4 s" or "250 ms"',
    ],
    [
      'a word that nothing means',
      'heard: whole',
      'herd: whole',
      ':12: expect.answers[1]: Unrecognized key: "herd"',
    ],
    [
      'an answer to a stranger',
      'to: Ann',
      'to: Cas',
      ':12: expect.answers[1].to: "Cas" is nobody here: write one of Ann, Ben',
    ],
    [
      'a misheard line of another shape',
      'heard: I wood like to know (1.2 s) what dime it is.',
      'heard: I wood',
      ':6: steps[1].heard: has not as many stretches of words as the line',
    ],
    ['two people of one name', 'Ben (loudspeakers)', 'Ann', ':3: people: two people have one name'],
    ['no YAML', 'people: [', 'people: [[', ':'],
  ] as const)('names the line of %s, and the way out', ([, from, to, fault]) => {
    expect(faultOf(WHOLE.replace(from, to))).toContain(`x.yaml${fault}`);
  });

  test('tells every fault at once', () => {
    const message = faultOf(WHOLE.replace('whole', 'half').replace('0.8 s into', '0.8 into'));
    expect(message.split('\n')).toHaveLength(3);
  });
});
