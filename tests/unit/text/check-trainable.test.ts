import { expect, it } from 'vitest';
import { checkTrainable, type TrainingShape } from '../../../runner/text/check-trainable.ts';
import type { Corpus } from '../../../runner/text/corpus.ts';
import type { Split } from '../../../runner/text/splits.ts';
import { Vocabulary } from '../../../runner/text/vocabulary.ts';

const shares = { minimumCount: 10, proportion: 1, heldOut: 0.05, validation: 0.02 };
const settings: Corpus['settings'] = { source: ['a.txt'], unit: 'word', ...shares };
const every: TrainingShape = { batch: 4, window: 9, objective: 'every', dropRare: false };
const last: TrainingShape = { ...every, objective: 'last' };
const frequent: TrainingShape = { ...last, dropRare: true };

/** Documents by their splits and tokens, of which 0 is rare. */
type Documents = [Split, ids: number[] | number][];
function complaint(documents: Documents, shape: TrainingShape, changes = {}, tokens = ['<unk>', 'a']): string {
  const corpus: Corpus = {
    name: 'a.txt',
    hash: '',
    sources: [],
    unit: 'word',
    vocabulary: new Vocabulary(tokens),
    documents: documents.map(([split, given]) => {
      const ids = typeof given === 'number' ? new Int32Array(given).fill(1) : Int32Array.from(given);
      return { hash: '', source: 0, split, text: '', tokens: ids.length, ids };
    }),
    settings: { ...settings, ...changes },
  };
  try {
    checkTrainable(corpus, shape);
    return 'trainable';
  } catch (error) {
    return (error as Error).message;
  }
}

/** So many ones, with a rare token at these places. */
const withRare = (length: number, ...rare: number[]) =>
  Array.from({ length }, (_, place) => Number(!rare.includes(place)));
const training = (ids: number[] | number): Documents[number] => ['training', ids];
const validation = (ids: number[] | number): Documents[number] => ['validation', ids];

it.each<[string, Documents, TrainingShape]>([
  ['one step and something to validate on', [training(40), validation(2)], every],
  ['windows within documents', [training(11), training(11), validation(10)], last],
  ['stretches of 12 and 10 tokens between rare ones', [training(withRare(40, 12, 23, 33)), validation(40)], frequent],
])('a corpus that holds %s can be trained on', (_, documents, shape) => {
  expect(complaint(documents, shape)).toBe('trainable');
});

it('says what a corpus lacks to be trained on, with the numbers and what to set', () => {
  const untrained: Documents = [
    ['held-out', 50],
    ['left out', 50],
  ];
  const said = [
    complaint(untrained, every),
    complaint([training(40)], every, {}, ['<unk>']),
    complaint([training(39), validation(20)], every),
    complaint([training(11), training(10), validation(10)], last),
    complaint([training(withRare(40, 12, 22, 23, 33)), validation(40)], frequent),
    complaint([training(40)], every),
    complaint([training(40)], every, { validation: 0 }),
    complaint([training(40), validation(withRare(40, ...Array(40).keys()))], frequent),
  ];
  expect(said.join('\n')).toMatchInlineSnapshot(`
    "The corpus a.txt is too small to train on. None of the 2 documents (100 tokens) is left for training. Give more text, or lower corpus.heldOut and corpus.validation, or raise corpus.proportion. Nothing was written.
    The corpus a.txt is too small to train on. No word occurs 10 times in the training documents of the one document (40 tokens; a text is cut at line breaks). Give more text, or lower corpus.minimumCount. Nothing was written.
    The corpus a.txt is too small to train on. One step of 4 streams of 9 + 1 tokens needs 40 training tokens; there are 39. Give more text, or lower train.batch or train.window. Nothing was written.
    The corpus a.txt is too small to train on. One step needs 4 windows of 9 + 1 tokens; the 21 training tokens hold 3. Give more text, or lower train.batch or train.window. Nothing was written.
    The corpus a.txt is too small to train on. One step needs 4 windows of 9 + 1 tokens; the 36 training tokens that are not rare hold 3. Give more text, or lower train.batch or train.window, or lower corpus.minimumCount. Nothing was written.
    The corpus a.txt is too small to train on. With corpus.validation 0.02, none of the one document (40 tokens; a text is cut at line breaks) serves for validation. Give more text, or raise corpus.validation. Nothing was written.
    corpus.validation is 0, but a model is to be trained. After each epoch the model is checked on validation text, and the best is kept. Raise corpus.validation, for example to 0.02. Nothing was written.
    The corpus a.txt is too small to train on. With corpus.validation 0.02, none of the 2 documents (80 tokens) serves for validation. Give more text, or raise corpus.validation. Nothing was written."
  `);
});

it('validates on whole windows where the last of one is predicted', () => {
  expect(complaint([training(40), validation(10)], last)).toBe('trainable');
  expect(complaint([training(40), validation(9)], last)).toContain('none of the 2 documents (49 tokens) serves');
});
