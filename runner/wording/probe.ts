/** What a linear probe reads from a layer, beside the same probe of a layer that never learnt. Pure. */

import type { Probe } from '../analysis/findings/shown-schema.ts';
import { decimal } from '../core/format.ts';

/** 'a local AUC of 0.955'; of a number 'a rank correlation of 0.91'. */
export const probeScore = ({ number }: Pick<Probe, 'number'>, area: number): string =>
  number ? `a rank correlation of ${decimal(2 * area - 1, 3)}` : `a local AUC of ${decimal(area, 3)}`;
