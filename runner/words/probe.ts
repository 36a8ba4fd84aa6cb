/** What a linear probe reads from a layer, beside the same probe of a layer that never learnt. Pure. */
import { decimal } from '../core/words.ts';
import type { Probe } from '../results/shown-schema.ts';

/** 'a local AUC of 0.955'; of a number 'a rank correlation of 0.91'. */
export const probeScore = ({ number }: Pick<Probe, 'number'>, area: number): string =>
  number ? `a rank correlation of ${decimal(2 * area - 1, 3)}` : `a local AUC of ${decimal(area, 3)}`;

/** What it reads: a layer, or where claims are chosen among several arrays all of these. */
const wholeOf = ({ neuron }: Probe): string =>
  neuron?.component === undefined ? 'the whole layer' : 'all that is recorded';

/** 'A linear probe of the whole layer reads “inside quotes” with a local AUC of 0.955; ...' */
export const probeSentence = (probe: Probe): string =>
  `A linear probe of ${wholeOf(probe)} reads “${probe.feature}” with ${probeScore(probe, probe.localAuc)}${
    probe.untrained === null ? '' : `; the same probe of an untrained layer with ${probeScore(probe, probe.untrained)}`
  }.`;
