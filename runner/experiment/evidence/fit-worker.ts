/** What a thread of `fitInThread` does: it makes one linear reader. */
import { fitHere, type LinearReader } from '../../analysis/stats/ridge.ts';
import { threadTask } from '../../core/pool.ts';

export type FitTask = Parameters<typeof fitHere>;

export default threadTask<FitTask, LinearReader>((task) => fitHere(...task));
