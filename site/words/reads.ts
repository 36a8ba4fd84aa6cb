/** What a page says of a model that reads from right to left. Pure. */
import type { Result } from '../../runner/experiment/results/schema.ts';

/** '' where it reads as we do. */
export const readsSentence = ({ direction }: Pick<Result['model'], 'direction'>): string =>
  direction === undefined
    ? ''
    : 'This model reads from right to left: at each token it knows what stands behind it, never what stands before. Texts are shown as they are written; next, earlier, after and lags are meant as it reads.';
