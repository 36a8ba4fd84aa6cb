/**
 * Training steps per second, beside PyTorch with one and with two threads, with Adam as it comes and with Adam(fused=True):
 * the ratio counts against the best of the four; the other ratio is that against the best with plain Adam; that on one core is of
 * processor time, which other work on the machine changes little. With
 * `beside=<checkout>` another version of this project trains in turns with this one, and PyTorch does not.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { encodeSafetensors } from '../../runner/io/formats/safetensors/file.ts';
import { cases, caseTokens, caseWeights, operationsPerStep } from './cases.ts';
import {
  compare,
  contestant,
  file,
  onOneCore,
  pytorchContestants,
  ratioTo,
  speedsOf,
  type Timing,
  theirs,
} from './contestants.ts';
import type { Outcome } from './outcome.ts';
import { type Products, productsOf } from './products.ts';
import { median } from './table.ts';
import type { Options } from './words.ts';

/** The two implementations of Adam in PyTorch. */
const adams = ['fused', 'plain'];
const workerFile = 'tests/bench/training-worker.ts';

export async function bench({ cases: asked, rounds, seconds, beside }: Options): Promise<Outcome> {
  let products: { ours: Products; pytorch: Products | null } | undefined;
  const folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-bench-'));
  const rows = [];
  for (const each of cases.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
    const task = JSON.stringify({ ...each, weights: join(folder, 'weights'), tokens: join(folder, 'tokens') });
    await writeFile(join(folder, 'weights'), encodeSafetensors(caseWeights(each)));
    await writeFile(join(folder, 'tokens'), new Uint8Array(caseTokens(each).buffer));
    const all = [
      await contestant('ours', process.execPath, [file('training-worker.ts'), task, '0']),
      ...(beside === undefined
        ? []
        : [await contestant('beside', process.execPath, [join(resolve(beside), workerFile), task, '0'])]),
      ...(beside === undefined
        ? [await contestant('ours 1', process.execPath, [file('training-worker.ts'), task, '1'])]
        : []),
      ...(beside === undefined ? await pytorchContestants('training_pytorch.py', task, adams) : []),
    ];
    products ??= await productsOf(all);
    const timings = await compare(all, rounds, seconds);
    for (const contestant of all) contestant.end();
    const ours = median(speedsOf(timings, 'ours'));
    const [best, ...others] = theirs(timings);
    const plain = [best, ...others].find((each) => each?.name.endsWith('plain'));
    const memory = (name: string) => Math.max(...(timings.get(name) ?? []).map(({ megabytes }) => megabytes));
    const gflops = (ours * operationsPerStep(each)) / 1e9;
    rows.push({
      case: each.name,
      engine: 'onnx',
      device: 'cpu',
      stepsPerSecond: ours,
      tokensPerSecond: ours * each.batch * each.steps,
      gflops,
      shareOfCeiling: gflops / products.ours.gflops,
      megabytes: memory('ours'),
      pytorch:
        best === undefined
          ? null
          : {
              stepsPerSecond: median(best.speeds),
              threads: Number(best.name.split(' ')[1]),
              adam: best.name.split(' ')[2],
              megabytes: memory(best.name),
            },
      ratio: ratioTo(timings, best),
      ratioToPlainAdam: ratioTo(timings, plain),
      oneCore: onOneCore(timings),
      ...(timings.has('beside') && { beside: besideOf(timings.get('ours') ?? [], timings.get('beside') ?? []) }),
    });
  }
  await rm(folder, { recursive: true, force: true });
  return { rows, products };
}

/** Above 1: this version takes longer, or more of the processor. Medians over the rounds, each with its own turn of both. */
function besideOf(ours: readonly Timing[], theirs: readonly Timing[]): Record<string, number> {
  const ratio = (of: (timing: Timing) => number) =>
    median(ours.flatMap((each, round) => (theirs[round] === undefined ? [] : [of(each) / of(theirs[round])])));
  return {
    time: ratio(({ secondsPerStep }) => secondsPerStep),
    processor: ratio(({ processor = Number.NaN }) => processor),
  };
}
