/**
 * Whether a corpus is large enough to train on. Asked by the trainer only: beside a checkpoint a corpus may be tiny.
 * Pure.
 */

import { InputError } from '../core/errors.ts';
import { type Corpus, documentsOf, sizeInWords } from './corpus.ts';
import type { Split } from './splits.ts';

export interface TrainingShape {
  batch: number;
  window: number;
  objective: 'every' | 'last';
  /** With `last`: no window may hold, or predict, a rare word. */
  dropRare: boolean;
}

/**
 * @throws InputError, with the numbers and what to set, when there is no training document, no token frequent enough
 * for the vocabulary, not enough text for one training step, or nothing to validate on.
 */
export function checkTrainable(corpus: Corpus, shape: TrainingShape): void {
  const { minimumCount, unit, validation } = corpus.settings;
  const { batch, window, objective, dropRare } = shape;
  const size = sizeInWords(corpus);
  const tooSmall = (why: string, fix: string): InputError =>
    new InputError('corpus-too-small', {
      what: `The corpus ${corpus.name} is too small to train on`,
      why,
      fix: `Give more text, or ${fix}`,
    });
  if (documentsOf(corpus, 'training').length === 0) {
    const fix = 'lower corpus.heldOut and corpus.validation, or raise corpus.proportion';
    throw tooSmall(`None of ${size} is left for training`, fix);
  }
  if (corpus.vocabulary.size < 2) {
    const why = `No ${unit} occurs ${minimumCount} times in the training documents of ${size}`;
    throw tooSmall(why, 'lower corpus.minimumCount');
  }
  const lengths = lengthsOf(corpus, 'training', shape);
  const [tokens, windows] = [sum(lengths), sum(lengths.map((length) => Math.max(0, length - window)))];
  const lower = `lower train.batch or train.window${dropRare ? ', or lower corpus.minimumCount' : ''}`;
  const inStreams = batch * (window + 1);
  if (objective === 'every' && tokens < inStreams) {
    const step = `One step of ${batch} streams of ${window} + 1 tokens needs ${inStreams} training tokens`;
    throw tooSmall(`${step}; there are ${tokens}`, lower);
  }
  if (objective === 'last' && windows < batch) {
    const which = `${tokens} training tokens${dropRare ? ' that are not rare' : ''}`;
    throw tooSmall(`One step needs ${batch} windows of ${window} + 1 tokens; the ${which} hold ${windows}`, lower);
  }
  if (validation === 0)
    throw new InputError('no-validation-text', { what: 'corpus.validation is 0, but a model is to be trained' });
  const needed = objective === 'every' ? 2 : window + 1;
  if (lengthsOf(corpus, 'validation', shape).some((length) => length >= needed)) return;
  throw tooSmall(
    `With corpus.validation ${validation}, none of ${size} serves for validation`,
    'raise corpus.validation',
  );
}

/** Of the stretches that windows may lie in: whole documents, or what is between rare words. */
function lengthsOf(corpus: Corpus, split: Split, { objective, dropRare }: TrainingShape): number[] {
  const documents = documentsOf(corpus, split);
  if (objective === 'every' || !dropRare) return documents.map(({ tokens }) => tokens);
  return documents.flatMap(({ ids }) => {
    const rare = [...ids.keys()].filter((position) => ids[position] === corpus.vocabulary.unknownId);
    return [...rare, ids.length].map((end, index) => end - 1 - (rare[index - 1] ?? -1));
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
