/** Starts `npm run site host=127.0.0.1`, the real command, in this project, with one of its results: each is read before the first page. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import { oneAtATime, onlyServer } from '../one-build.ts';
import { startFile, until } from './command.ts';

export interface OpenSite {
  command: ChildProcess;
  /** A folder outside of the project. */
  folder: string;
  /** Of the gate, and of Astro behind it. */
  port: number;
  inner: number;
  /** With the token, as a browser keeps it. */
  get(path: string): Promise<Response>;
  remove(): Promise<void>;
}

/** @param result the id of the one that is shown. */
export async function openSite(result: string): Promise<OpenSite> {
  const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-site-'));
  const shown = join(folder, 'public');
  cpSync(join('public', 'results', result), join(shown, 'results', result), { recursive: true });
  const port = await freePort();
  // Astro serves no pages in a test's environment.
  const { NODE_ENV, VITEST, ...environment } = process.env;
  let output = '';
  const release = await onlyServer();
  const command = await oneAtATime(async () => {
    const words = ['site', 'host=127.0.0.1', `port=${port}`, `public=${shown}`];
    const started = spawn(process.execPath, [startFile, ...words], {
      env: { ...environment, RNN_ATLAS_CACHE: join(folder, 'cache'), NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const hear = (text: string) => {
      output += text;
    };
    started.stdout.on('data', hear);
    started.stderr.on('data', hear);
    await until(() => output.includes('?token=') || started.exitCode !== null, 150);
    if (started.exitCode !== null) throw new Error(output);
    return started;
  }).catch(async (error: unknown) => {
    await release();
    throw error;
  });
  const cookie = `rnn-atlas-${port}=${/token=(\w+)/.exec(output)?.[1]}`;
  return {
    ...{ command, folder, port },
    inner: Number(/http:\/\/127\.0\.0\.1:(\d+)\/\s/.exec(output)?.[1]),
    get: (path) => fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } }),
    async remove() {
      command.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      await release();
    },
  };
}

export const listens = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      done(true);
    });
    socket.on('error', () => done(false));
  });
