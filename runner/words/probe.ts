/** What a linear probe reads from a layer, beside the same probe of a layer that never learnt. Pure. */
import { decimal } from '../core/words.ts';
import type { Probe } from '../results/shown-schema.ts';

/** 'A linear probe of the whole layer reads “inside quotes” with a local AUC of 0.955; ...' */
export const probeSentence = ({ feature, localAuc, untrained }: Probe): string =>
  `A linear probe of the whole layer reads “${feature}” with a local AUC of ${decimal(localAuc, 3)}${
    untrained === null ? '' : `; the same probe of an untrained layer with ${decimal(untrained, 3)}`
  }.`;
