/** Tokens per second of a task that this project and PyTorch do in steps, on the cases' LSTMs. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeSafetensors } from '../../runner/io/formats/safetensors/file.ts';
import { type Case, cases, caseWeights } from './cases.ts';
import { compare, contestant, file, pytorchContestants, ratioTo, speedsOf, theirs } from './contestants.ts';
import type { Outcome, Row } from './outcome.ts';
import { productsOf } from './products.ts';
import { median } from './table.ts';
import type { Options } from './words.ts';

interface Task {
  /** Of `<name>-worker.ts` and `<name>_pytorch.py`. */
  name: string;
  /** What both are given beside the case. */
  given?: object;
  /** Tokens of a step. */
  tokens: number;
  /** What the row of a case begins with. */
  about(each: Case): Row;
}

export async function tokensPerSecond(
  { name, given, tokens, about }: Task,
  { cases: asked, rounds, seconds }: Options,
): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-bench-'));
  const rows = [];
  let products: Outcome['products'];
  for (const each of cases.filter(
    ({ name }) => ['a', 'b'].includes(name) && (asked.length === 0 || asked.includes(name)),
  )) {
    const weights = join(folder, 'weights');
    await writeFile(weights, encodeSafetensors(caseWeights(each)));
    const task = JSON.stringify({ ...each, ...given, weights });
    const all = [
      await contestant('ours', process.execPath, [file(`${name}-worker.ts`), task]),
      ...(await pytorchContestants(`${name}_pytorch.py`, task)),
    ];
    products ??= await productsOf(all);
    const timings = await compare(all, rounds, seconds);
    for (const contestant of all) contestant.end();
    const [best] = theirs(timings);
    rows.push({
      ...about(each),
      tokensPerSecond: tokens * median(speedsOf(timings, 'ours')),
      pytorch: best === undefined ? null : { tokensPerSecond: tokens * median(best.speeds) },
      ratio: ratioTo(timings, best),
    });
  }
  await rm(folder, { recursive: true, force: true });
  return { rows, products };
}
