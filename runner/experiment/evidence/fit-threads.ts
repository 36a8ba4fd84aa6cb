/** Linear readers of large layers are made in threads, several at the same time. Starts threads. */
import { type Fit, fitOnThisThread, type LinearReader } from '../../analysis/stats/ridge.ts';
import { inThread } from '../../core/pool.ts';
import { shared } from '../../core/shared-memory.ts';
import type { FitTask } from './fit-worker.ts';

/** Numbers of which a reader is made sooner than a thread is started. */
const worthThread = 3e5;

export const fitInThread: Fit = async (columns, labels, penalty) =>
  columns.length * labels.length < worthThread
    ? await fitOnThisThread(columns, labels, penalty)
    : await inThread<FitTask, LinearReader>(
        new URL('./fit-worker.ts', import.meta.url),
        shared([columns, labels, penalty]),
      );
