/** The statistics' way to core/at.ts. */
export { at, float32At, float64At, item } from '../core/at.ts';
