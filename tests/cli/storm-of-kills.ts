/**
 * Kills a command again and again: at random moments of its time, and as soon as it touches the folder that it writes into. After
 * each kill what lies there is looked at; the command is then given once more, and must do all of it.
 */
import { type FSWatcher, watch } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Random } from '../../runner/core/random.ts';
import { type Ended, start, startFile, type WorkFolder } from './command.ts';

export interface Storm {
  command: string;
  words: readonly string[];
  kills: number;
  random: Random;
  /** A folder that is there, in which the command makes or replaces something. */
  watched: string;
  /** How long it takes when nobody kills it, milliseconds. */
  takes: number;
  /** How long after the first change there it is killed at the latest, milliseconds. */
  writing: number;
  /** What must hold after every kill. */
  check(): void;
  environment?: NodeJS.ProcessEnv;
}

export interface Killed {
  /** By a kill, and how many of those came while it wrote. */
  killed: number;
  whileWriting: number;
  /** Of the command that nobody killed at last. */
  last: Ended;
}

export async function killedAtRandom(
  folder: WorkFolder,
  { command, words, kills, random, watched, takes, writing, check, environment }: Storm,
): Promise<Killed> {
  const begin = () => start(process.execPath, [startFile, command, ...words], folder.path, environment);
  const found = { killed: 0, whileWriting: 0 };
  let tries = 0;
  while (found.killed < kills) {
    // One that was done before its kill is tried again, though not for ever.
    if (tries++ > 4 * kills) throw new Error(`${command} was killed ${found.killed} times of ${kills}`);
    const { child, ended } = begin();
    const wrote = found.killed % 2 === 1;
    const moment = wrote ? firstChange(watched) : null;
    await Promise.race([ended, moment?.came ?? setTimeout(random.uniform() * takes)]);
    if (wrote) await Promise.race([ended, setTimeout(random.uniform() * writing)]);
    moment?.close();
    child.kill('SIGKILL');
    const { code, signal, stderr } = await ended;
    if (signal === null && code !== 0) throw new Error(stderr);
    if (signal !== null) {
      found.killed++;
      if (wrote) found.whileWriting++;
    }
    check();
  }
  return { ...found, last: await begin().ended };
}

function firstChange(folder: string): { came: Promise<void>; close(): void } {
  let watcher: FSWatcher | null = null;
  const came = new Promise<void>((resolve) => {
    // Whether the folder can be written is tried before anything is done.
    watcher = watch(folder, (_, name) => name?.startsWith('.rnn-atlas-') || resolve());
  });
  return { came, close: () => watcher?.close() };
}
