/** What an atlas has done in a thread of its own, while the caller's has other work. Starts threads. */
import { inThread } from '../../core/pool.ts';
import { shared } from '../../core/shared-memory.ts';
import { type AsideTask, type AsideTasks, done } from './aside-worker.ts';

/** @param worth whether it takes longer than to start a thread: else it is done here. */
export async function aside<Name extends keyof AsideTasks>(
  worth: boolean,
  name: Name,
  ...given: Parameters<AsideTasks[Name]>
): Promise<ReturnType<AsideTasks[Name]>> {
  const task = { name, given } as AsideTask;
  const told = worth ? inThread(new URL('./aside-worker.ts', import.meta.url), shared(task)) : done(task);
  return (await told) as ReturnType<AsideTasks[Name]>;
}
