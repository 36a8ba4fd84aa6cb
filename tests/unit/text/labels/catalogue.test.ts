import { describe, expect, it } from 'vitest';
import { catalogue, withCatalogue } from '../../../../runner/text/labels/catalogue.ts';
import { decidedByToken, describeFeature, type Feature, markFeature } from '../../../../runner/text/labels/features.ts';
import { loadWinkTagger, makeTag } from '../../../../runner/text/labels/penn.ts';
import { rankWords } from '../../../../runner/text/labels/word-ranks.ts';
import { tokenize, type Unit } from '../../../../runner/text/tokens.ts';
import { hostileTexts } from './hostile-texts.ts';

const sentence = 'It was not until the 3rd day, or so he thought (being slow), that Alice finally answered: "Why not? ';
const prose = `${sentence.repeat(12)}Alas!"\n${sentence.repeat(2)}Yes; it's quite well-known."`;
/** In which equal tokens stand at other places. */
const talk = `"The run was long," she said, and (not far off) the dog began to run home.
"I like it," said Alice; "you run. It's 3 miles!" A: is it like that? As she was told, the red cat saw an old saw.
As for the rest, "the rest" would not rest (or sleep, or run): that they had, and they had had that before.`;
// Words that occur once in an unseen text push each of the three bands of ranks into use.
const ofMany = rankWords(Array.from({ length: 1500 }, (_, index) => `w${index} `.repeat(1500 - index)));

const tag = makeTag(loadWinkTagger());
function marksOf(feature: Feature, text: string, unit: Unit, rankOf = rankWords([text])) {
  const tokens = tokenize(text, unit);
  return { tokens, marks: markFeature(feature, tokens, { tag, unit, rankOf }) };
}

/** Whether two tokens with the same text are told apart somewhere in the text. */
function toldApart(feature: Feature, unit: Unit): boolean {
  const { tokens, marks } = marksOf(feature, talk, unit);
  return tokens.some((token, position) => marks[tokens.indexOf(token)] !== marks[position]);
}

describe.each(['word', 'character'] as const)('the catalogue for %ss', (unit) => {
  const features = catalogue(unit);

  it('names each feature and each description once', () => {
    expect(new Set(features.map(({ name }) => name)).size).toBe(features.length);
    expect(new Set(features.map((feature) => describeFeature(feature, unit))).size).toBe(features.length);
  });

  it('has no two features for the same tokens, none for no token and none for all of ordinary prose', () => {
    const marked = features.map((each) => marksOf(each, `${prose} w0 w500 w1400`, unit, ofMany).marks.join(''));
    features.forEach(({ name }, index) => {
      expect(marked[index], name).toContain('0');
      expect(marked[index], name).toContain('1');
    });
    expect(new Set(marked).size).toBe(features.length);
  });

  const more: Feature[] = [
    { name: 'passage', passage: '.+' },
    { name: 'count', count: { up: '.', down: '\\s', atLeast: 1, atMost: 5 } },
  ];
  it.each(Object.entries(hostileTexts))('marks %s token by token', (_, text) => {
    for (const feature of [...features, ...more]) {
      const { tokens, marks } = marksOf(feature, text, unit);
      expect(marks, feature.name).toHaveLength(tokens.length);
      expect([...marks].filter((mark) => mark > 1)).toEqual([]);
    }
  });

  const decided = features.filter((feature) => decidedByToken(feature, unit));
  it.each(decided)('is the same for equal tokens: $name', (feature) => {
    expect(toldApart(feature, unit)).toBe(false);
  });

  it('tells positions, nesting and what is before apart for equal tokens', () => {
    const open = features.filter((each) => 'nesting' in each || 'previous' in each || 'position' in each);
    expect(open.length).toBeGreaterThan(8);
    expect(open.filter((feature) => decidedByToken(feature, unit))).toEqual([]);
    const inside = open.find(({ name }) => name === 'inside quotes');
    expect(inside !== undefined && toldApart(inside, unit)).toBe(true);
  });
});

const nouns = (context: boolean): Feature => ({
  name: `nouns, in a sentence: ${context}`,
  partOfSpeech: ['NN'],
  context,
});
it.each<[Feature, byWord: boolean]>([
  [{ name: 'stop words', words: 'stopwords' }, true],
  [{ name: 'ranks', frequency: [1, 3] }, true],
  [{ name: 'lengths', wordLength: [1, 3] }, true],
  [nouns(false), true],
  [nouns(true), false],
])('a word decides a feature of words unless its sentence counts, a character none: $0.name', (feature, byWord) => {
  expect([decidedByToken(feature, 'word'), decidedByToken(feature, 'character')]).toEqual([byWord, false]);
  expect([toldApart(feature, 'word'), toldApart(feature, 'character')]).toEqual([!byWord, true]);
});

const own: Feature = { name: 'th', match: 'th.*' };

it('a list that asks for the catalogue has it written out in its place', () => {
  expect(withCatalogue([own, 'catalogue'], 'word')).toEqual([own, ...catalogue('word')]);
  expect(withCatalogue(['catalogue', own], 'character')).toEqual([...catalogue('character'), own]);
  expect(withCatalogue([own], 'word')).toEqual([own]);
});

it('a list that asks for the catalogue has a feature of the same name instead of the one in the catalogue', () => {
  const comma: Feature = { name: 'comma', match: '[,،]' };
  const features = withCatalogue(['catalogue', comma], 'word');
  expect(features).toHaveLength(catalogue('word').length);
  expect(features.filter(({ name }) => name === 'comma')).toEqual([comma]);
});
