/** What a thread of `compare` does: it marks the features of the catalogue while the caller's has other work. */
import { threadTask } from '../core/pool.ts';
import type { FeatureValues } from '../core/values.ts';
import { type MarksTask, marksOf } from './mark-text.ts';

export default threadTask<MarksTask, FeatureValues[]>(marksOf);
