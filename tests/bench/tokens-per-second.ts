/**
 * Tokens per second beside PyTorch, on the cases' LSTMs: sampled with every gate recorded, one at a time; or read in held-out
 * segments side by side, every gate and loss kept.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeSafetensors } from '../../runner/io/formats/safetensors/file.ts';
import { cases, randomWeights } from './cases.ts';
import { compare, contestant, file, pytorchContestants, ratioTo, speedsOf, theirs } from './contestants.ts';
import { inFolder } from './measured.ts';
import type { Options, Outcome } from './outcome.ts';
import { productsOf } from './products.ts';
import { median } from './table.ts';

/** What is read in a step. */
export interface Reading {
  /** Segments, side by side. */
  streams: number;
  /** Tokens of each. */
  length: number;
}

const reading: Reading = { streams: 80, length: 64 };

/** By what stands before `-worker.ts` and `_pytorch.py`: what both are given beside the case, and the tokens of a step. */
const tasks = {
  sampling: { given: {}, tokens: 1 },
  recording: { given: reading, tokens: reading.streams * reading.length },
} as const;

/** By the name of the task. */
export const bench =
  (name: keyof typeof tasks) =>
  async ({ cases: asked, rounds, seconds }: Options): Promise<Outcome> => {
    const { given, tokens } = tasks[name];
    const rows = [];
    let products: Outcome['products'];
    const wanted = asked.length === 0 ? ['a', 'b'] : asked;
    for (const each of cases.filter((one) => /^[ab]$/.test(one.name) && wanted.includes(one.name))) {
      const timings = await inFolder(async (folder) => {
        const weights = join(folder, 'weights');
        await writeFile(weights, encodeSafetensors(randomWeights(each.architecture)));
        const task = JSON.stringify({ ...each, ...given, weights });
        const all = [
          await contestant('ours', process.execPath, [file(`${name}-worker.ts`), task]),
          ...(await pytorchContestants(`${name}_pytorch.py`, task)),
        ];
        products ??= await productsOf(all);
        const compared = await compare(all, rounds, seconds);
        for (const contestant of all) contestant.end();
        return compared;
      });
      const [best] = theirs(timings);
      rows.push({
        case: each.name,
        units: each.architecture.units,
        tokensPerSecond: tokens * median(speedsOf(timings, 'ours')),
        pytorch: best ? { tokensPerSecond: tokens * median(best.speeds) } : null,
        ratio: ratioTo(timings, best),
      });
    }
    return { rows, products };
  };
