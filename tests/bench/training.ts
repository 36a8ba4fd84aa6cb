/**
 * Training steps per second, beside PyTorch with one and with two threads, with Adam as it comes and with Adam(fused=True):
 * the ratio counts against the best of the four; the other ratio is that against the best with plain Adam; that on one core is of
 * processor time, which other work on the machine changes little. With
 * `beside=<checkout>` another version of this project trains in turns with this one, and PyTorch does not.
 */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { encodeSafetensors } from '../../runner/io/formats/safetensors/file.ts';
import { operationsPerStep } from '../../runner/nn/train/training-program.ts';
import { type Case, cases, caseTokens, randomWeights } from './cases.ts';
import * as race from './contestants.ts';
import { inFolder } from './measured.ts';
import type { Options, Outcome } from './outcome.ts';
import { productsOf } from './products.ts';
import { median } from './table.ts';

/** The two implementations of Adam in PyTorch. */
const adams = ['fused', 'plain'];
const workerFile = 'tests/bench/training-worker.ts';

async function contestants(each: Case, folder: string, beside: string | undefined): Promise<race.Contestant[]> {
  const task = JSON.stringify({ ...each, weights: join(folder, 'weights'), tokens: join(folder, 'tokens') });
  await writeFile(join(folder, 'weights'), encodeSafetensors(randomWeights(each.architecture)));
  await writeFile(join(folder, 'tokens'), new Uint8Array(caseTokens(each).buffer));
  const ofNode = (name: string, file: string, threads = '0') =>
    race.contestant(name, process.execPath, [file, task, threads]);
  const worker = race.file('training-worker.ts');
  const ours = await ofNode('ours', worker);
  return beside === undefined
    ? [
        ours,
        await ofNode('ours 1', worker, '1'),
        ...(await race.pytorchContestants('training_pytorch.py', task, adams)),
      ]
    : [ours, await ofNode('beside', join(resolve(beside), workerFile))];
}

export async function bench({ cases: asked, rounds, seconds, beside }: Options): Promise<Outcome> {
  let products: Outcome['products'];
  const rows = [];
  for (const each of cases.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
    const timings = await inFolder(async (folder) => {
      const all = await contestants(each, folder, beside);
      products ??= await productsOf(all);
      const compared = await race.compare(all, rounds, seconds);
      for (const contestant of all) contestant.end();
      return compared;
    });
    const ours = median(race.speedsOf(timings, 'ours'));
    const others = race.theirs(timings);
    const [best] = others;
    const memory = (name: string) => Math.max(...(timings.get(name) ?? []).map(({ megabytes }) => megabytes));
    const gflops = (ours * operationsPerStep(each)) / 1e9;
    const [, threads, adam] = best?.name.split(' ') ?? [];
    rows.push({
      case: each.name,
      engine: 'onnx',
      device: 'cpu',
      stepsPerSecond: ours,
      tokensPerSecond: ours * each.batch * each.steps,
      gflops,
      shareOfCeiling: gflops / (products?.ours.gflops ?? Number.NaN),
      megabytes: memory('ours'),
      pytorch: best
        ? { stepsPerSecond: median(best.speeds), threads: Number(threads), adam, megabytes: memory(best.name) }
        : null,
      ratio: race.ratioTo(timings, best),
      ratioToPlainAdam: race.ratioTo(
        timings,
        others.find(({ name }) => name.endsWith('plain')),
      ),
      oneCore: race.onOneCore(timings),
      ...(timings.has('beside') && { beside: besideOf(timings.get('ours') ?? [], timings.get('beside') ?? []) }),
    });
  }
  return { rows, products };
}

/** Above 1: this version takes longer, or more of the processor. Medians over the rounds, each with its own turn of both. */
function besideOf(ours: readonly race.Timing[], theirs: readonly race.Timing[]): Record<string, number> {
  const ratio = (of: (timing: race.Timing) => number) =>
    median(ours.flatMap((each, round) => (theirs[round] === undefined ? [] : [of(each) / of(theirs[round])])));
  return {
    time: ratio(({ secondsPerStep }) => secondsPerStep),
    processor: ratio(({ processor = Number.NaN }) => processor),
  };
}
