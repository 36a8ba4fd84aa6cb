/** `npm run preview`: serves the built site, under the path that it was built for, until it is told to stop. */
import { resolve } from 'node:path';
import { recoverFolder } from '../../core/atomic-files.ts';
import { InputError } from '../../core/errors.ts';
import { baseOf, serveFolder } from '../../publish/serve.ts';
import { folder, port } from './keys.ts';
import type { Takes, WordsOf } from './words.ts';

const defaultPort = 4321;

export const takes = {
  subject: null,
  keys: { port: port(`where it listens (${defaultPort})`), from: folder('dist', 'the built site') },
  example: 'npm run preview port=4000',
} satisfies Takes;

export async function run({ given }: WordsOf<typeof takes>): Promise<void> {
  const dist = resolve(given.from);
  await recoverFolder(dist);
  const base = await baseOf(dist);
  if (base === null) throw new InputError('no-site-built', { what: `There is no built site in ${given.from}` });
  const number = given.port ?? defaultPort;
  const served = await serveFolder(dist, base, number).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new InputError('address-in-use', { what: `Another program uses port ${number}` });
  });
  process.stdout.write(`${served.origin}${base}\nPress Ctrl-C to end.\n`);
  await stopSignal();
  served.close();
}

const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
