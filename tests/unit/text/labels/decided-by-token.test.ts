import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../../runner/text/labels/catalogue.ts';
import { decidedByToken, type Feature, markFeature } from '../../../../runner/text/labels/features.ts';
import { loadWinkTagger, makeTag } from '../../../../runner/text/labels/penn.ts';
import { rankWords } from '../../../../runner/text/labels/word-ranks.ts';
import { tokenize, type Unit } from '../../../../runner/text/tokens.ts';

const text = `"The run was long," she said, and (not far off) the dog began to run home.
"I like it," said Alice; "you run. It's 3 miles!" A: is it like that? As she was told, the red cat saw an old saw.
As for the rest, "the rest" would not rest (or sleep, or run): that they had, and they had had that before.`;

/** Whether two tokens with the same text are told apart somewhere in the text. */
async function toldApart(feature: Feature, unit: Unit): Promise<boolean> {
  const tokens = tokenize(text, unit);
  const tag = makeTag(loadWinkTagger());
  const marks = markFeature(feature, tokens, { tag, unit, rankOf: rankWords([text]) });
  const seen = new Map<string, number | undefined>();
  return tokens.some((token, position) => {
    if (!seen.has(token)) seen.set(token, marks[position]);
    return seen.get(token) !== marks[position];
  });
}

describe.each(['word', 'character'] as const)('of the catalogue for %ss', (unit) => {
  it.each(catalogue(unit).filter((feature) => decidedByToken(feature, unit)))(
    '"$name" is the same for equal tokens',
    async (feature) => {
      expect(await toldApart(feature, unit)).toBe(false);
    },
  );

  it('positions, nesting and what is before are told apart for equal tokens', async () => {
    const open = catalogue(unit).filter((each) => 'nesting' in each || 'previous' in each || 'position' in each);
    expect(open.length).toBeGreaterThan(8);
    for (const feature of open) expect(decidedByToken(feature, unit)).toBe(false);
    const inside = open.find(({ name }) => name === 'inside quotes');
    expect(inside !== undefined && (await toldApart(inside, unit))).toBe(true);
  });
});

it('a part of speech is decided by the word alone unless its sentence counts', async () => {
  const nouns = (context: boolean): Feature => ({ name: 'nouns', partOfSpeech: ['NN'], context });
  expect([decidedByToken(nouns(true), 'word'), decidedByToken(nouns(false), 'word')]).toEqual([false, true]);
  expect(await toldApart(nouns(true), 'word')).toBe(true);
  expect(await toldApart(nouns(false), 'word')).toBe(false);
});

it('a character decides no feature of words', async () => {
  const features: Feature[] = [
    { name: 'a', words: 'stopwords' },
    { name: 'b', frequency: [1, 3] },
    { name: 'c', wordLength: [1, 3] },
    { name: 'd', partOfSpeech: ['NN'], context: false },
  ];
  for (const feature of features) {
    expect(decidedByToken(feature, 'word')).toBe(true);
    expect(decidedByToken(feature, 'character')).toBe(false);
    expect(await toldApart(feature, 'character')).toBe(true);
  }
});
