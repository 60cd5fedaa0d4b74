import { describe, expect, test } from 'vitest';
import { readSplitTexts, scoreSplitter } from '../../../bench/split-score.ts';
import { SPLITTERS } from '../../../bench/splitters.ts';

/** A false cut here tears something apart that is one. */
const WHOLE = new Set(
  'title street short-form number-word country company calendar degree time date measure initial number version link e-mail file ordinal'.split(
    ' ',
  ),
);

const FILES = ['sentences', 'sentences-held-out', 'sentences-unseen', 'sentences-of-chats'];

describe('tokensToSentences(), on texts that a person split', () => {
  test.for(FILES)('is exact on 97 in 100 of %s, with little lookahead', async (name, context) => {
    const file = new URL(`../../texts/${name}.yaml`, import.meta.url);
    const score = await scoreSplitter(await readSplitTexts(file), SPLITTERS[0]!.split);
    const { of, exact, falseCuts, missed, lookahead, faults } = score;
    const median = lookahead.toSorted((a, b) => a - b)[Math.floor(lookahead.length / 2)];
    const summary = `${exact} of ${of} exact, ${falseCuts} false cuts, ${missed} missed, lookahead ${median}`;
    await context.annotate(summary);
    const listed = faults.map(({ tag, got }) => `${tag}: ${JSON.stringify(got)}`).join('\n');

    expect(exact / of, listed).toBeGreaterThanOrEqual(0.97);
    expect(median).toBeLessThanOrEqual(3);
    expect(faults.filter(({ isAltered }) => isAltered)).toEqual([]);
    const tornApart = faults.filter(({ tag, falseCuts }) => falseCuts > 0 && WHOLE.has(tag));
    expect(tornApart).toEqual([]);
  });
});
