import { describe, expect, it } from 'vitest';
import { checkTrainable } from '../../../runner/text/check-trainable.ts';
import type { Corpus } from '../../../runner/text/corpus.ts';
import type { Split } from '../../../runner/text/splits.ts';
import { Vocabulary } from '../../../runner/text/vocabulary.ts';

const shape = { batch: 4, window: 9, objective: 'every', dropRare: false } as const;

/** A corpus with documents of these splits and lengths. */
function corpusOf(
  documents: [Split, number][],
  changes: Partial<Corpus['settings']> = {},
  vocabulary = ['<unk>', 'a'],
): Corpus {
  const settings: Corpus['settings'] = {
    source: ['a.txt'],
    unit: 'word',
    minimumCount: 10,
    proportion: 1,
    heldOut: 0.05,
    validation: 0.02,
    ...changes,
  };
  return {
    name: 'a.txt',
    hash: '',
    sources: [],
    unit: 'word',
    vocabulary: new Vocabulary(vocabulary),
    documents: documents.map(([split, tokens]) => ({
      hash: '',
      source: 0,
      split,
      text: '',
      tokens,
      ids: new Int32Array(tokens),
    })),
    settings,
  };
}

describe('checkTrainable', () => {
  it('lets a corpus pass that fills one step and has something to validate on', () => {
    expect(() =>
      checkTrainable(
        corpusOf([
          ['training', 40],
          ['validation', 2],
        ]),
        shape,
      ),
    ).not.toThrow();
  });

  it('says when nothing is left for training', () => {
    expect(() =>
      checkTrainable(
        corpusOf([
          ['held-out', 50],
          ['left out', 50],
        ]),
        shape,
      ),
    ).toThrow('The corpus a.txt is too small to train on. None of the 2 documents (100 tokens) is left for training.');
  });

  it('says when every token is rare', () => {
    expect(() => checkTrainable(corpusOf([['training', 40]], {}, ['<unk>']), shape)).toThrow(
      'No word occurs 10 times in the training documents of the one document (40 tokens; a text is cut at line breaks). Give more text, or lower corpus.minimumCount.',
    );
  });

  it('says when the text does not fill one step', () => {
    expect(() =>
      checkTrainable(
        corpusOf([
          ['training', 39],
          ['validation', 20],
        ]),
        shape,
      ),
    ).toThrow(
      'One step of 4 streams of 9 + 1 tokens needs 40 training tokens; there are 39. Give more text, or lower train.batch or train.window.',
    );
  });

  it('counts windows within documents when only the last token is predicted', () => {
    const last = { ...shape, objective: 'last' } as const;
    const validation: [Split, number] = ['validation', 10];
    expect(() => checkTrainable(corpusOf([['training', 11], ['training', 11], validation]), last)).not.toThrow();
    expect(() => checkTrainable(corpusOf([['training', 11], ['training', 10], validation]), last)).toThrow(
      'One step needs 4 windows of 9 + 1 tokens; the 21 training tokens hold 3.',
    );
  });

  it('says when there is nothing to validate on, unless none is wanted', () => {
    expect(() => checkTrainable(corpusOf([['training', 40]]), shape)).toThrow(
      'With corpus.validation 0.02, none of the one document (40 tokens; a text is cut at line breaks) serves for validation.',
    );
    expect(() => checkTrainable(corpusOf([['training', 40]], { validation: 0 }), shape)).toThrow(
      'corpus.validation is 0, but a model is to be trained.',
    );
  });

  it('counts no window with a rare word when those are left out', () => {
    const corpus = corpusOf([
      ['training', 40],
      ['validation', 40],
    ]);
    const [training, validation] = corpus.documents;
    const last = { ...shape, objective: 'last', dropRare: true } as const;
    training?.ids.fill(1);
    validation?.ids.fill(1);
    expect(() => checkTrainable(corpus, last)).not.toThrow();
    // Stretches of 12 and 10 tokens hold 3 and 1 windows of 9 + 1; those of 9 and 6 none.
    for (const rare of [12, 23, 33]) training?.ids.fill(0, rare, rare + 1);
    expect(() => checkTrainable(corpus, last)).not.toThrow();
    training?.ids.fill(0, 22, 23);
    expect(() => checkTrainable(corpus, last)).toThrow(
      'One step needs 4 windows of 9 + 1 tokens; the 36 training tokens that are not rare hold 3.',
    );
    training?.ids.fill(1);
    validation?.ids.fill(0);
    expect(() => checkTrainable(corpus, last)).toThrow('serves for validation');
  });
});
