/**
 * Keeps two commands from working on the same run at once: they would mix their checkpoints and states. A file with the
 * number of the process that works there; one that is left over from a killed process counts no more.
 */
import { mkdir, open, readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RunError } from '../core/errors.ts';

/**
 * @returns what gives the folder free again.
 * @throws RunError when another process that is alive works on it.
 */
export async function lockRun(run: string): Promise<() => Promise<void>> {
  const path = join(run, '.lock');
  await mkdir(run, { recursive: true });
  const file = await open(path, 'wx').catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    const owner = Number(await readFile(path, 'utf8'));
    if (isAlive(owner)) throw inUse(run, owner, path);
    return open(path, 'w');
  });
  await file.writeFile(String(process.pid));
  await file.close();
  return async () => {
    await rm(path, { force: true });
    // Fails when something was kept there, which is the rule.
    await rmdir(run).catch(() => {});
  };
}

function isAlive(owner: number): boolean {
  if (!Number.isInteger(owner) || owner < 1 || owner === process.pid) return false;
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    // It is there, and another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const inUse = (run: string, owner: number, path: string): RunError =>
  new RunError('run-in-use', {
    what: `Another command, process ${owner}, is working on ${run}`,
    fix: `Wait until it ends, or name this experiment differently with id=; if no such command runs, remove ${path}`,
  });
