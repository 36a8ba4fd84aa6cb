/** Of a model that reads from right to left no pairs are asked: what decides between them stands before the word that is compared. */
import { InputError } from '../../core/errors.ts';

export const readBackward = (): InputError =>
  new InputError('not-in-reading', {
    what: 'Pairs cannot be asked of a model that reads from right to left',
    why: 'What it predicts stands before the text, not behind it',
  });
