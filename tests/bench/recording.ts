/** Tokens per second of reading held-out segments side by side with every component recorded to a file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { random } from '../../runner/core/random.ts';
import { chooseEngine } from '../../runner/engines/engines.ts';
import { observe } from '../../runner/recording/observe.ts';
import { createRecordingFile } from '../../runner/recording/recording-file.ts';
import { cases, caseWeights } from './cases.ts';
import { printRows } from './table.ts';
import type { Options } from './words.ts';

const segment = 256;
/** 80 segments of 256: 20,480 tokens. */
const segments = Array.from({ length: 80 }, (_, i) => [i * segment, segment] as const);

export async function bench({ cases: asked, json }: Options): Promise<void> {
  const engine = await chooseEngine({ engine: 'onnx', device: 'cpu' });
  const source = random(2);
  const rows = [];
  for (const each of cases.filter(({ name }) => name !== 'c1' && (asked.length === 0 || asked.includes(name)))) {
    const { architecture } = each;
    const ids = Int32Array.from({ length: segments.length * segment }, () => source.below(architecture.vocabulary));
    const folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-bench-'));
    const weights = caseWeights(each);
    const began = performance.now();
    const file = await createRecordingFile(join(folder, 'recording'), architecture, ids.length, segments.length);
    const { nll } = await observe({ engine, checkpoint: { architecture, weights }, ids, segments, sink: file });
    await file.finish({ ids, nll, segments });
    const seconds = (performance.now() - began) / 1000;
    await rm(folder, { recursive: true, force: true });
    rows.push({
      case: each.name,
      units: architecture.units,
      tokens: ids.length,
      seconds,
      tokensPerSecond: ids.length / seconds,
    });
  }
  printRows(rows, json);
}
