/**
 * Folders that are written whole or not at all: into a fresh folder beside the target, which then takes its place.
 * A crash between the two renames leaves the old folder under another name; `recoverFolder` puts it back.
 */

import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { RunError } from './errors.ts';
import { exists } from './paths.ts';

const beside = (directory: string, ending: string): string =>
  join(dirname(directory), `.${basename(directory)}.${ending}`);
const oldOf = (directory: string): string => beside(directory, 'old');

const ignoreMissing = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'ENOENT') throw error;
};

/** A virus scanner or the development server lets go of a file within this time. */
const patience = 2000;
const firstWait = 20;
/** What Windows answers while another program holds a file open, or watches a folder; elsewhere these are of permissions. */
const heldOnWindows = ['EPERM', 'EACCES'];

/**
 * Renames a file or folder. On Windows that fails while another program holds it: it is then tried again for two seconds.
 * @throws RunError when it is still held then; whatever else the rename throws.
 */
export async function move(from: string, to: string): Promise<void> {
  let waited = 0;
  for (let pause = firstWait; ; pause *= 2) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException;
      const isHeld = code === 'EBUSY' || (process.platform === 'win32' && heldOnWindows.includes(code));
      if (!isHeld) throw error;
      if (waited >= patience) throw new RunError('folder-held', { what: `${to} cannot be replaced (${message})` });
      await setTimeout(pause);
      waited += pause;
    }
  }
}

/** Again while another program holds it. */
const removal = { recursive: true, force: true, maxRetries: 10, retryDelay: 50 } as const;

/** Puts back what an interrupted `replaceFolder` had moved aside. */
export async function recoverFolder(directory: string): Promise<void> {
  // Fails when the target is there and not empty: then nothing was interrupted.
  await rename(oldOf(directory), directory).catch(() => {});
}

/** Two renames take no time: after so many milliseconds whoever was between them is gone. */
const surelyGone = 10_000;

/**
 * For readers, who may come while another command replaces a folder: puts back what lies aside since before that could be. Does
 * nothing where nothing may be written.
 * @param parent of the folders that may have been interrupted.
 */
export async function recoverFolders(parent: string, now = Date.now()): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const [, target] = /^\.(.+)\.old$/.exec(name) ?? [];
    if (target === undefined || (await exists(join(parent, target)))) continue;
    const aside = await stat(join(parent, name)).catch(() => null);
    if (aside !== null && now - aside.ctimeMs > surelyGone) await recoverFolder(join(parent, target));
  }
}

/** Writes files (name to bytes) as the only contents of the folder. */
export const writeFolder = (directory: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> =>
  replaceFolder(directory, (fresh) => fill(fresh, files));

async function fill(fresh: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  await mkdir(fresh, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(fresh, name), bytes, { flush: true });
}

/**
 * Writes files as a folder's only contents, and keeps the folder that was there: until the new one is complete it stands where it
 * stood, and then beside it, under the first free of '<folder>.old', '<folder>.old-2' ...
 * @returns where the old folder is now; null when there was none.
 */
export async function replaceKeepingBackup(
  directory: string,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<string | null> {
  await recoverFolder(directory);
  // One of a command that was killed when the new folder had come already.
  await keepOld(directory);
  await exchange(directory, (fresh) => fill(fresh, files));
  return keepOld(directory);
}

/** Gives what lies aside a name that is seen. @returns the name; null when nothing lies there. */
async function keepOld(directory: string): Promise<string | null> {
  if (!(await exists(oldOf(directory)))) return null;
  const kept = await freeName(directory);
  await move(oldOf(directory), kept);
  return kept;
}

/** Lets `make` make a folder, under the name that it is given, which then takes the place of another or of none. */
export async function replaceFolder(directory: string, make: (fresh: string) => Promise<void>): Promise<void> {
  await recoverFolder(directory);
  const old = oldOf(directory);
  const makeAlone = async (fresh: string): Promise<void> => {
    await make(fresh);
    await rm(old, removal);
  };
  await exchange(directory, makeAlone);
  await rm(old, removal);
}

let names = 0;

/** A folder beside another that no other writer has; those of writers that are gone are taken away. */
async function freshBeside(directory: string): Promise<string> {
  const own = `.${basename(directory)}.${hostname()}.`;
  for (const name of await readdir(dirname(directory)).catch(() => [])) {
    const [, writer] = (name.startsWith(own) && /^(\d+)\.\d+\.tmp$/.exec(name.slice(own.length))) || [];
    if (writer !== undefined && !isRunning(Number(writer))) await rm(join(dirname(directory), name), removal);
  }
  names += 1;
  return join(dirname(directory), `${own}${process.pid}.${names}.tmp`);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // One of another user is there all the same.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What was there lies aside afterwards; where something fails, it stands where it stood. */
async function exchange(directory: string, make: (fresh: string) => Promise<void>): Promise<void> {
  const fresh = await freshBeside(directory);
  try {
    await make(fresh);
    await move(directory, oldOf(directory)).catch(ignoreMissing);
    await move(fresh, directory);
  } catch (error) {
    await recoverFolder(directory);
    await rm(fresh, removal);
    throw error;
  }
}

/** The first of '<folder>.old', '<folder>.old-2' ... that is not there. */
export async function freeName(directory: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = `${directory}.old${number === 1 ? '' : `-${number}`}`;
    if (!(await exists(name))) return name;
  }
}

/** Writes one file through a temporary one, which no other writer has, and a rename. */
export async function writeFileAtomic(
  path: string,
  contents: string | Uint8Array | AsyncIterable<string>,
): Promise<void> {
  const fresh = beside(path, `${randomUUID()}.tmp`);
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(fresh, contents, { flush: true });
    await move(fresh, path);
  } catch (error) {
    await rm(fresh, removal);
    throw error;
  }
}
