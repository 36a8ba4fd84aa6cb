/** Samples with this project: answers {"steps": n} with the seconds of each of n tokens. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { sample } from '../../runner/analysis/reading/sample.ts';
import { random } from '../../runner/core/random.ts';
import { decodeSafetensors } from '../../runner/io/formats/safetensors/read.ts';
import { chooseEngine } from '../../runner/nn/engines/engines.ts';
import type { Case } from './cases.ts';

const task = JSON.parse(process.argv[2] ?? '') as Case & { weights: string };
const engine = await chooseEngine({ engine: 'onnx', device: 'cpu' });
const checkpoint = {
  architecture: task.architecture,
  weights: decodeSafetensors(readFileSync(task.weights), task.weights),
};
const source = random(1);
process.stdout.write(`${JSON.stringify({ ready: process.versions.node })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const { steps } = JSON.parse(line) as { steps: number };
  const seconds: number[] = [];
  let last = 0;
  // The first token's time holds the making of the session, which a sample of any length pays once: left out.
  const onProgress = () => {
    const now = performance.now();
    if (last > 0) seconds.push((now - last) / 1000);
    last = now;
  };
  await sample({
    engine,
    checkpoint,
    prompt: Int32Array.of(1),
    length: steps,
    temperature: 1,
    never: [0],
    random: source,
    onProgress,
  });
  process.stdout.write(`${JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024 })}\n`);
}
