/** Runs the real command, as `npm run experiment` does, in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { decodeSafetensors } from '../../runner/io/formats/safetensors/read.ts';

export const startFile = fileURLToPath(new URL('../../runner/start.mjs', import.meta.url));
export const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/reference/${name}`, import.meta.url));

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface WorkFolder {
  path: string;
  at(...names: string[]): string;
  /** Writes a file and returns its name. */
  write(name: string, content: string | Uint8Array): string;
  read(name: string): string;
  has(name: string): boolean;
  /** All files below, sorted. */
  files(name?: string): string[];
  /** An array of the recording of `runs/<id>`. */
  array(id: string, name: string): { shape: readonly number[]; data: Float32Array };
}

const made: string[] = [];

/** Removes what `workFolder` has made. */
export function removeWorkFolders(): void {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
}

/** A folder for one test file, gone when its tests are done (tests/cli/after-each-file.ts). */
export function workFolder(): WorkFolder {
  const path = mkdtempSync(join(tmpdir(), 'rnn-atlas cli ü-'));
  made.push(path);
  const at = (...names: string[]) => join(path, ...names);
  return {
    path,
    at,
    write(name, content) {
      mkdirSync(dirname(at(name)), { recursive: true });
      writeFileSync(at(name), content);
      return name;
    },
    read: (name) => readFileSync(at(name), 'utf8'),
    has: (name) => existsSync(at(name)),
    files: (name = '.') =>
      existsSync(at(name))
        ? readdirSync(at(name), { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => relative(at(name), join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
            .sort()
        : [],
    array(id, name) {
      const file = at('runs', id, 'recording.safetensors');
      const array = decodeSafetensors(readFileSync(file), file)[name];
      if (array === undefined) throw new Error(`${file} holds no ${name}`);
      return array;
    },
  };
}

export interface Started {
  child: ChildProcess;
  /** So far. */
  said: Record<'stdout' | 'stderr', string>;
  ended: Promise<Ended>;
}

/** Loads files of this folder into the commands that are started. */
export const preloaded = (...names: string[]): NodeJS.ProcessEnv => ({
  NODE_OPTIONS: names.map((name) => `--import=${new URL(name, import.meta.url).href}`).join(' '),
});

/** True where a test can press Ctrl-C: Windows ends a process outright when another sends it a signal. */
export const sendsSignals = process.platform !== 'win32';

/** The environment without what the test runner sets for its own colours. */
function environment(changes: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NO_COLOR, FORCE_COLOR, DEBUG, ...rest } = process.env;
  return { ...rest, ...changes };
}

/**
 * Without what a command says once a minute on a machine that is busy with other things, and of a text that is too small to test
 * anything on, as nearly all of these are.
 */
export const withoutWaiting = (stderr: string): string =>
  stderr.replace(/^… .+\n|^(?:\S+: )?No claim can be tested on this text\.\n(?: {2}.+\n)*/gm, '');

/** Starts a program with pipes for its output. */
export function start(program: string, words: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(program, words, { cwd, env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...said, stderr: withoutWaiting(said.stderr) }));
  });
  return { child, said, ended };
}

/** Starts `npm run <name> <words>` in the folder; its files go to `runs` and `public/results` there. */
export const startCommand = (folder: WorkFolder, name: string, words: readonly string[], env?: NodeJS.ProcessEnv) =>
  start(process.execPath, [startFile, name, ...words], folder.path, env);

export const command = (...given: Parameters<typeof startCommand>): Promise<Ended> => startCommand(...given).ended;

export const experiment = (folder: WorkFolder, words: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended> =>
  command(folder, 'experiment', words, env);

/** How an experiment ends that is told by Ctrl-C to stop as soon as something holds. */
export async function stoppedWhen(
  holds: () => boolean,
  folder: WorkFolder,
  words: readonly string[],
  signal: NodeJS.Signals = 'SIGINT',
): Promise<Ended> {
  const { child, ended } = startCommand(folder, 'experiment', words);
  await until(holds, 300);
  child.kill(signal);
  return ended;
}

/** Waits until something holds; fails after a minute, or so many seconds. */
export async function until(holds: () => boolean, seconds = 60): Promise<void> {
  for (let waited = 0; !holds(); waited += 5) {
    if (waited > 1000 * seconds) throw new Error(`waited ${seconds} seconds in vain`);
    await setTimeout(5);
  }
}
