/** Reads damaged files, one seed after the other, and holds a reader to its limits. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { InputError } from '../../runner/core/errors.ts';
import { type Random, random } from '../../runner/core/random.ts';
import { FormatError } from '../../runner/io/formats/format-error.ts';
import { processorTime } from '../processor-time.ts';

export interface FuzzLimits {
  files?: number;
  /** Of the processor's time, which one file may take; a few milliseconds are usual. */
  mostSeconds?: number;
  /** By how much the process may grow. The files themselves are small. */
  mostBytes?: number;
  /** More than this share of the files must be refused, or the damage did not reach the reader. */
  leastRefused: number;
}

/** What thousands of files have left behind is not what one of them took. */
setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
const collectedEvery = 20;

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
        if (seed % collectedEvery === 0) collectGarbage();
        const began = processorTime();
        try {
          await read(random(seed, name.length));
        } catch (error) {
          if (!(error instanceof InputError || error instanceof FormatError))
            throw new Error(`file ${seed} of ${name}`, { cause: error });
          refused++;
        }
        slowest = Math.max(slowest, processorTime() - began);
        most = Math.max(most, process.memoryUsage().rss - before);
      }
      if (files > 1000)
        console.log(`${name}: ${refused} refused, ${slowest.toFixed(0)} ms and ${(most / 1e6).toFixed(0)} MB at most`);
      expect(refused).toBeGreaterThan(files * leastRefused);
      expect(slowest / 1000).toBeLessThan(mostSeconds);
      expect(most).toBeLessThan(mostBytes);
    },
    30 * 60_000,
  );
}

/** Damage as disks, networks and editors do it: one to eight bytes changed, a number made huge, a piece cut out, doubled or zeroed, or the end cut off. */
export function damaged(bytes: Uint8Array, { below, bits }: Random): Uint8Array {
  // A Buffer's slice would share its memory.
  const result = Uint8Array.from(bytes);
  const at = below(bytes.length);
  const length = 1 + below(Math.min(64, bytes.length - at));
  switch (below(6)) {
    case 0:
      for (let i = 0; i <= below(8); i++) result[below(result.length)] = bits() & 255;
      return result;
    case 1:
      return result.fill(255, at, at + 1 + below(8));
    case 2:
      return Uint8Array.from([...result.subarray(0, at), ...result.subarray(at + length)]);
    case 3:
      return Uint8Array.from([...result.subarray(0, at + length), ...result.subarray(at)]);
    case 4:
      return result.fill(0, at, at + length);
    default:
      return result.slice(0, at);
  }
}

export const oneOf = <T>(items: readonly [T, ...T[]], draw: Random): T => items[draw.below(items.length)] ?? items[0];
