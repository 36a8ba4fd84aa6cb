/** Sampled tokens per second with every gate recorded, beside PyTorch reading one token at a time. */
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

export async function bench({ cases: asked, rounds, seconds }: Options): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-bench-'));
  const rows = [];
  let products: Outcome['products'];
  for (const each of cases.filter(
    ({ name }) => ['a', 'b'].includes(name) && (asked.length === 0 || asked.includes(name)),
  )) {
    const weights = join(folder, 'weights');
    await writeFile(weights, encodeSafetensors(caseWeights(each)));
    const task = JSON.stringify({ ...each, weights });
    const all = [
      await contestant('ours', process.execPath, [file('sampling-worker.ts'), task]),
      ...(await pytorchContestants('sampling_pytorch.py', task)),
    ];
    products ??= await productsOf(all);
    const timings = await compare(all, rounds, seconds);
    for (const contestant of all) contestant.end();
    const [best] = theirs(timings);
    rows.push({
      case: each.name,
      engine: 'onnx',
      device: 'cpu',
      tokensPerSecond: median(speedsOf(timings, 'ours')),
      pytorch: best === undefined ? null : { tokensPerSecond: median(best.speeds) },
      ratio: ratioTo(timings, best),
    });
  }
  await rm(folder, { recursive: true, force: true });
  return { rows, products };
}
