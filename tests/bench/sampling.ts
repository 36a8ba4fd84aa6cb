/** Sampled tokens per second with every gate recorded, beside PyTorch reading one token at a time. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeSafetensors } from '../../runner/formats/safetensors/file.ts';
import { cases, caseWeights } from './cases.ts';
import { compare, contestant, file, pytorchContestants } from './contestants.ts';
import { median, printRows } from './table.ts';
import type { Options } from './words.ts';

export async function bench({ cases: asked, json, rounds, seconds }: Options): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-bench-'));
  const rows = [];
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
    const timings = await compare(all, rounds, seconds);
    for (const contestant of all) contestant.end();
    const speed = (name: string) => (timings.get(name) ?? []).map(({ secondsPerStep }) => 1 / secondsPerStep);
    const best = ['pytorch 1', 'pytorch 2']
      .map(speed)
      .filter((speeds) => speeds.length > 0)
      .sort((a, b) => median(b) - median(a))[0];
    rows.push({
      case: each.name,
      engine: 'onnx',
      device: 'cpu',
      tokensPerSecond: median(speed('ours')),
      pytorch: best === undefined ? null : { tokensPerSecond: median(best) },
      ratio:
        best === undefined ? null : median(speed('ours').map((value, round) => value / (best[round] ?? Number.NaN))),
    });
  }
  await rm(folder, { recursive: true, force: true });
  printRows(rows, json);
}
