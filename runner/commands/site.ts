/** `npm run site`: Astro's development server, which shows changes at once, and trainings while they run. */
import { type AddressInfo, connect, createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { InputError } from '../core/errors.ts';
import { astroRun } from '../publish/astro.ts';
import { type Gate, openGate } from '../publish/gate.ts';
import { optional, port, publicFolder } from './keys.ts';
import { listed } from './listed.ts';
import { runAstro } from './program.ts';
import { described, readWords } from './words.ts';

const defaultPort = 4321;
/** Nobody but this machine. */
const loopback = '127.0.0.1';

export const description = described({
  ...listed.site,
  subject: null,
  keys: {
    port: port(`where it listens (${defaultPort}, or the next that is free)`),
    host: optional(
      '<address>',
      'opens it to the network (0.0.0.0: all of it), for whoever has the printed address with its token',
    ),
    public: publicFolder,
    runs: optional('<folder>', 'the folder of runs to watch, on this machine or a shared one (runs)'),
  },
  example: 'npm run site port=4000',
});

export async function run(words: string[]): Promise<number> {
  const { given } = readWords(description, words);
  const { cwd, environment } = await astroRun();
  const astro = (options: readonly string[]) =>
    runAstro(['dev', ...options], {
      cwd,
      environment: {
        ...environment,
        ...(given.public !== undefined && { RNN_ATLAS_PUBLIC: resolve(given.public) }),
        ...(given.runs !== undefined && { RNN_ATLAS_RUNS: resolve(given.runs) }),
      },
    });
  if (given.host === undefined) {
    // Named, or Astro says how to open it to the network by an option of its own.
    return astro(['--host', 'localhost', ...(given.port === undefined ? [] : ['--port', String(given.port)])]);
  }
  const behind = await freePort();
  const gate = await gateAt(given.host, given.port ?? defaultPort, behind);
  const ended = new AbortController();
  const told = tell(gate, behind, ended.signal).catch(() => {});
  try {
    return await astro(['--host', loopback, '--port', String(behind)]);
  } finally {
    ended.abort();
    gate.close();
    await told;
  }
}

async function gateAt(host: string, at: number, behind: number): Promise<Gate> {
  const base = (process.env.RNN_ATLAS_BASE || '/').replace(/\/*$/, '/');
  return openGate({ host, port: at, behind, base }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') {
      throw new InputError('address-in-use', { what: `Another program uses port ${at}` });
    }
    if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') {
      throw new InputError('wrong-value', {
        what: `This machine has no address ${host}`,
        fix: 'host=0.0.0.0 opens the site to every network of this machine',
      });
    }
    throw error;
  });
}

/** Says the addresses when the site is there, below what Astro says of its own. */
async function tell({ addresses }: Gate, behind: number, signal: AbortSignal): Promise<void> {
  while (!(await answers(behind))) await setTimeout(200, undefined, { signal });
  const lines = addresses.map((address) => `  ${address}`).join('\n');
  process.stdout.write(`Open to the network, for whoever has this address with its token:\n${lines}\n`);
}

const answers = (at: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(at, loopback, () => {
      socket.destroy();
      done(true);
    });
    socket.on('error', () => done(false));
  });

/** One that no program listens on now. */
const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, loopback, () => {
      const { port: found } = server.address() as AddressInfo;
      server.close(() => done(found));
    });
  });
