import { describe, expect, it } from 'vitest';
import { catalogue, withCatalogue } from '../../../../runner/text/labels/catalogue.ts';
import { describeFeature, type Feature, markFeature } from '../../../../runner/text/labels/features.ts';
import { loadWinkTagger, makeTag } from '../../../../runner/text/labels/penn.ts';
import { rankWords } from '../../../../runner/text/labels/word-ranks.ts';
import { tokenize } from '../../../../runner/text/tokens.ts';
import { hostileTexts } from './hostile-texts.ts';

const sentence = 'It was not until the 3rd day, or so he thought (being slow), that Alice finally answered: "Why not? ';
const prose = `${sentence.repeat(12)}Alas!"\n${sentence.repeat(2)}Yes; it's quite well-known."`;

const tag = makeTag(loadWinkTagger());

describe.each(['word', 'character'] as const)('the catalogue for %ss', (unit) => {
  const features = catalogue(unit);

  it('names each feature and each description once', () => {
    expect(new Set(features.map(({ name }) => name)).size).toBe(features.length);
    expect(new Set(features.map((feature) => describeFeature(feature, unit))).size).toBe(features.length);
  });

  it('has no two features for the same tokens, none for no token and none for all of ordinary prose', () => {
    // Words that occur once in an unseen text push each of the three bands of ranks into use.
    const ranked = Array.from({ length: 1500 }, (_, index) => `w${index} `.repeat(1500 - index));
    const rare = ' w0 w500 w1400';
    const tokens = tokenize(prose + rare, unit);
    const rankOf = rankWords([ranked.join('')]);
    const marked = features.map((feature) => markFeature(feature, tokens, { tag, unit, rankOf }).join(''));
    features.forEach(({ name }, index) => {
      expect(marked[index], name).toContain('0');
      expect(marked[index], name).toContain('1');
    });
    expect(new Set(marked).size).toBe(features.length);
  });

  it.each(Object.entries(hostileTexts))('marks %s token by token', (_, text) => {
    const tokens = tokenize(text, unit);
    const rankOf = rankWords([text]);
    for (const feature of features) {
      const marks = markFeature(feature, tokens, { tag, unit, rankOf });
      expect(marks, feature.name).toHaveLength(tokens.length);
      expect([...marks].filter((mark) => mark > 1)).toEqual([]);
    }
  });
});

describe('a list that asks for the catalogue', () => {
  const own: Feature = { name: 'th', match: 'th.*' };

  it('has it written out in its place', () => {
    expect(withCatalogue([own, 'catalogue'], 'word')).toEqual([own, ...catalogue('word')]);
    expect(withCatalogue(['catalogue', own], 'character')).toEqual([...catalogue('character'), own]);
    expect(withCatalogue([own], 'word')).toEqual([own]);
  });

  it('has a feature of the same name instead of the one in the catalogue', () => {
    const comma: Feature = { name: 'comma', match: '[,،]' };
    const features = withCatalogue(['catalogue', comma], 'word');
    expect(features).toHaveLength(catalogue('word').length);
    expect(features.filter(({ name }) => name === 'comma')).toEqual([comma]);
  });
});
