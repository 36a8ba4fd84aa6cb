/** Tokens per second of reading held-out segments side by side with every gate and loss kept, beside PyTorch. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeSafetensors } from '../../runner/formats/safetensors/file.ts';
import { cases, caseWeights } from './cases.ts';
import { compare, contestant, file, pytorchContestants, ratioTo, speedsOf, theirs } from './contestants.ts';
import type { Outcome } from './outcome.ts';
import { productsOf } from './products.ts';
import { median } from './table.ts';
import type { Options } from './words.ts';

/** What is read in a step. */
export interface Reading {
  /** Segments, side by side. */
  streams: number;
  /** Tokens of each. */
  length: number;
}

const reading: Reading = { streams: 80, length: 64 };

export async function bench({ cases: asked, rounds, seconds }: Options): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-bench-'));
  const rows = [];
  let products: Outcome['products'];
  for (const each of cases.filter(
    ({ name }) => ['a', 'b'].includes(name) && (asked.length === 0 || asked.includes(name)),
  )) {
    const weights = join(folder, 'weights');
    await writeFile(weights, encodeSafetensors(caseWeights(each)));
    const task = JSON.stringify({ ...each, ...reading, weights });
    const all = [
      await contestant('ours', process.execPath, [file('recording-worker.ts'), task]),
      ...(await pytorchContestants('recording_pytorch.py', task)),
    ];
    products ??= await productsOf(all);
    const timings = await compare(all, rounds, seconds);
    for (const contestant of all) contestant.end();
    const [best] = theirs(timings);
    const tokens = reading.streams * reading.length;
    rows.push({
      case: each.name,
      units: each.architecture.units,
      tokensPerSecond: tokens * median(speedsOf(timings, 'ours')),
      pytorch: best === undefined ? null : { tokensPerSecond: tokens * median(best.speeds) },
      ratio: ratioTo(timings, best),
    });
  }
  await rm(folder, { recursive: true, force: true });
  return { rows, products };
}
