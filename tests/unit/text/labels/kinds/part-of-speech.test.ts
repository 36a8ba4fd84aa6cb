import { describe, expect, it } from 'vitest';
import { featureSynonyms, referenceClass } from '../../../../../runner/text/labels/features.ts';
import { pennTags } from '../../../../../runner/text/labels/kinds/part-of-speech.ts';

describe('tags of other tag sets', () => {
  it('are given in Penn tags', () => {
    expect(featureSynonyms('partOfSpeech', 'VERB')[0]).toBe('VB');
    expect(featureSynonyms('partOfSpeech', 'noun')).toEqual(['NN', 'NNS']);
    expect(featureSynonyms('partOfSpeech', 'Adjectives')).toEqual(['JJ', 'JJR', 'JJS']);
    expect(featureSynonyms('partOfSpeech', 'toString')).toEqual([]);
  });

  it('of Universal Dependencies are all known but SYM, which is Penn too', () => {
    // universaldependencies.org/u/pos, 17 tags.
    const universal = 'ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ VERB X'.split(' ');
    const found = universal.map((tag) => featureSynonyms('partOfSpeech', tag));
    expect(found.every((tags) => tags.length > 0)).toBe(true);
    expect(found.flat().filter((tag) => !pennTags.some((known) => known === tag))).toEqual([]);
  });

  it('have nothing to do with other keys', () => {
    expect(featureSynonyms('match', 'VERB')).toEqual([]);
  });
});

it('tags of marks and of white space are no features of words', () => {
  const among = (...partOfSpeech: string[]) => referenceClass({ name: 'a', partOfSpeech, context: true });
  expect([among('NN', 'WP$'), among('NN', ','), among('_SP')]).toEqual(['words', 'text', 'all']);
});
