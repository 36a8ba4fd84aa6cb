/** Ten thousand bad requests against `npm run site host=...`: it lives on in bounded memory and tells nobody anything. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { random } from '../../runner/core/random.ts';
import { openSite } from '../cli/open-site.ts';
import { storm } from '../storm.ts';

const count = 10_000;
/** By how many bytes the gate may grow. */
const mostBytes = 200e6;

const memoryOf = (pid: number | undefined): number =>
  1024 * Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

it.runIf(process.platform === 'linux')(
  `${count} bad requests: alive, in bounded memory, no answer without the token`,
  async () => {
    const site = await openSite('quotes');
    try {
      const before = memoryOf(site.command.pid);
      const found = await storm(site.port, {
        ...{ count, draw: random(count), siteWords: '<html', slowest: 3000 },
      });
      const grown = memoryOf(site.command.pid) - before;
      console.log(`${JSON.stringify(found)}, grown by ${(grown / 1e6).toFixed(0)} MB`);
      expect([found.sent, found.leaked]).toEqual([count, 0]);
      expect(Object.keys(found.answers).filter((status) => !['400', '403', '431', 'none'].includes(status))).toEqual(
        [],
      );
      expect(grown).toBeLessThan(mostBytes);
      expect((await site.get('/docs/start/')).status).toBe(200);
    } finally {
      await site.remove();
    }
  },
  900_000,
);
