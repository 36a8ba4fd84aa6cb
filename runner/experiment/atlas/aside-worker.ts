/** What a thread of `aside` does. */
import { aroundOnsets, type OnsetTask } from '../../analysis/atlas/effects.ts';
import { planeOf } from '../../analysis/atlas/nearest.ts';
import { threadTask } from '../../core/pool.ts';
import { eightNeurons } from '../evidence/kernels.ts';

const { ranks } = await eightNeurons();

const tasks = {
  plane: planeOf,
  onsets: (task: OnsetTask, best: Uint16Array, lags: readonly number[]) => aroundOnsets(task, best, lags, ranks),
};

export type AsideTasks = typeof tasks;
export type AsideTask = {
  [Name in keyof AsideTasks]: { name: Name; given: Parameters<AsideTasks[Name]> };
}[keyof AsideTasks];

export const done = (task: AsideTask) =>
  task.name === 'plane' ? tasks.plane(...task.given) : tasks.onsets(...task.given);

export default threadTask<AsideTask, ReturnType<typeof done>>(done);
