/** What a thread of `fitInThread` does: it makes one linear reader. */
import { type Fit, fitBy, type LinearReader } from '../../analysis/stats/ridge.ts';
import { threadTask } from '../../core/pool.ts';
import { eightNeurons } from './kernels.ts';

export type FitTask = Parameters<Fit>;

const fit = fitBy((await eightNeurons()).columns);

export default threadTask<FitTask, LinearReader>((task) => fit(...task));
