/**
 * Training steps per second, beside PyTorch with one and with two threads, with Adam as it comes and with Adam(fused=True):
 * the ratio counts against the best of the four; the other ratio is that against the best with plain Adam. With
 * `beside=<checkout>` another version of this project trains in turns with this one, and PyTorch does not.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chooseEngine } from '../../runner/engines/engines.ts';
import { encodeSafetensors } from '../../runner/formats/safetensors/file.ts';
import { type Program, valueNamed } from '../../runner/models/program.ts';
import { cases, caseTokens, caseWeights, operationsPerStep } from './cases.ts';
import { compare, contestant, file, pythonWithTorch, pytorchContestants, type Timing } from './contestants.ts';
import { median, printRows, say } from './table.ts';
import type { Options } from './words.ts';

/** The two implementations of Adam in PyTorch. */
const adams = ['fused', 'plain'];
const workerFile = 'tests/bench/training-worker.ts';

export async function bench({ cases: asked, json, rounds, seconds, beside }: Options): Promise<void> {
  if (!json && beside === undefined && pythonWithTorch() === null)
    say('Python has no PyTorch here (Debian: apt-get install python3-torch libopenblas0-openmp).');
  const ceiling = await matrixCeiling();
  if (!json) say(`Matrix ceiling of this machine: ${ceiling.toFixed(0)} GFLOP/s`);
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
      ...(beside === undefined ? await pytorchContestants('training_pytorch.py', task, adams) : []),
    ];
    const timings = await compare(all, rounds, seconds);
    for (const contestant of all) contestant.end();
    const speed = (name: string) => (timings.get(name) ?? []).map(({ secondsPerStep }) => 1 / secondsPerStep);
    const ours = median(speed('ours'));
    const theirs = [...timings.keys()]
      .filter((name) => name.startsWith('pytorch'))
      .map((name) => ({ name, speeds: speed(name) }))
      .sort((a, b) => median(b.speeds) - median(a.speeds));
    const [best] = theirs;
    const plain = theirs.find(({ name }) => name.endsWith('plain'));
    const against = (other: typeof best) =>
      other === undefined
        ? null
        : median(speed('ours').map((value, round) => value / (other.speeds[round] ?? Number.NaN)));
    const memory = (name: string) => Math.max(...(timings.get(name) ?? []).map(({ megabytes }) => megabytes));
    const gflops = (ours * operationsPerStep(each)) / 1e9;
    rows.push({
      case: each.name,
      engine: 'onnx',
      device: 'cpu',
      stepsPerSecond: ours,
      tokensPerSecond: ours * each.batch * each.steps,
      gflops,
      shareOfCeiling: gflops / ceiling,
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
      ratio: against(best),
      ratioToPlainAdam: against(plain),
      ...(timings.has('beside') && { beside: besideOf(timings.get('ours') ?? [], timings.get('beside') ?? []) }),
    });
  }
  await rm(folder, { recursive: true, force: true });
  printRows(rows, json);
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

const ceilingSize = 1024;

/** The machine's own ceiling: the speed of one large matrix product in ONNX Runtime, GFLOP/s. */
async function matrixCeiling(seconds = 1): Promise<number> {
  const shape = [ceilingSize, ceilingSize];
  const program: Program = {
    name: 'ceiling',
    inputs: {},
    state: { a: shape, b: shape },
    constants: {},
    build: (ops, values) => ({ sum: ops.reduceSum(ops.matmul(valueNamed(values, 'a'), valueNamed(values, 'b'))) }),
  };
  const executable = await (await chooseEngine({ engine: 'onnx', device: 'cpu' })).compile(program);
  for (const name of ['a', 'b']) await executable.writeState(name, new Float32Array(ceilingSize ** 2).fill(0.5));
  let best = 0;
  const end = performance.now() + 1000 * seconds;
  do {
    const began = performance.now();
    await executable.run({});
    best = Math.max(best, (2 * ceilingSize ** 3) / 1e6 / (performance.now() - began));
  } while (performance.now() < end);
  await executable.release();
  return best;
}
