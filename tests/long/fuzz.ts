/** Reads damaged files, one seed after the other, and holds a reader to its limits. */
import { expect, it } from 'vitest';
import { InputError } from '../../runner/core/errors.ts';
import { type Random, random } from '../../runner/core/random.ts';

export interface FuzzLimits {
  files?: number;
  /** Which one file may take: a few milliseconds of it are its own, the rest is for machines that are busy. */
  mostSeconds?: number;
  /** By how much the process may grow. The files themselves are small. */
  mostBytes?: number;
  /** More than this share of the files must be refused, or the damage did not reach the reader. */
  leastRefused: number;
}

/** Each file that `read` makes and reads is read, or refused with a reason, soon and in little memory. */
export function fuzz(
  name: string,
  read: (draw: Random) => Promise<unknown> | unknown,
  { files = 2000, mostSeconds = 2, mostBytes = 300e6, leastRefused }: FuzzLimits,
): void {
  it(
    `${files} damaged files are read or refused with a reason`,
    async () => {
      const before = process.memoryUsage().rss;
      let [refused, slowest, most] = [0, 0, 0];
      for (let seed = 0; seed < files; seed++) {
        const began = performance.now();
        try {
          await read(random(seed, name.length));
        } catch (error) {
          if (!(error instanceof InputError)) throw new Error(`file ${seed} of ${name}`, { cause: error });
          refused++;
        }
        slowest = Math.max(slowest, performance.now() - began);
        most = Math.max(most, process.memoryUsage().rss - before);
      }
      expect(refused).toBeGreaterThan(files * leastRefused);
      expect(slowest / 1000).toBeLessThan(mostSeconds);
      expect(most).toBeLessThan(mostBytes);
    },
    30 * 60_000,
  );
}
