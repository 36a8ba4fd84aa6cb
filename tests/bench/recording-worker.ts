/** Reads with this project as recording_pytorch.py does: every component and loss kept. Answers with the seconds of each step. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { memorySink } from '../../runner/analysis/reading/observe.ts';
import { openRunner } from '../../runner/analysis/reading/runner.ts';
import { random } from '../../runner/core/random.ts';
import { decodeSafetensors } from '../../runner/io/formats/safetensors/read.ts';
import { chooseEngine } from '../../runner/nn/engines/engines.ts';
import type { Case } from './cases.ts';
import type { Reading } from './recording.ts';

const task = JSON.parse(process.argv[2] ?? '') as Case & Reading & { weights: string };
const { architecture, streams, length } = task;
const runner = openRunner(await chooseEngine({ engine: 'onnx', device: 'cpu' }), {
  architecture,
  weights: decodeSafetensors(readFileSync(task.weights), task.weights),
});
const source = random(2);
const ids = Int32Array.from({ length: streams * length }, () => source.below(architecture.vocabulary));
const segments = Array.from({ length: streams }, (_, stream) => [stream * length, length] as const);
process.stdout.write(`${JSON.stringify({ ready: process.versions.node })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const { steps } = JSON.parse(line) as { steps: number };
  const seconds: number[] = [];
  for (let step = 0; step < steps; step++) {
    const began = performance.now();
    await runner.read({ ids, segments, sink: memorySink(ids.length, architecture) });
    seconds.push((performance.now() - began) / 1000);
  }
  process.stdout.write(`${JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024 })}\n`);
}
await runner.release();
