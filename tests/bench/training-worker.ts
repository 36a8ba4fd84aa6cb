/** The benchmark's training cases in this project: the same protocol as training_pytorch.py. */

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { decodeSafetensors } from '../../runner/io/formats/safetensors/read.ts';
import { chooseEngine } from '../../runner/nn/engines/engines.ts';
import { optimizer } from '../../runner/nn/train/optimizers/optimizers.ts';
import { type Batch, createTrainer } from '../../runner/nn/train/trainer.ts';
import { batchCount, type Case, cutBatches } from './cases.ts';

const task = JSON.parse(process.argv[2] ?? '') as Case & { weights: string; tokens: string };
const threads = Number(process.argv[3]);
const { architecture, objective, steps, batch, dropout } = task;
const bytes = readFileSync(task.tokens);
const ids = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
const batches = cutBatches(task, ids);
const trainer = await createTrainer(
  await chooseEngine({ engine: 'onnx', device: 'cpu' }, threads > 0 ? { threads } : {}),
  {
    architecture,
    objective,
    batch,
    steps,
    optimizer: optimizer({ name: 'adam' }),
    clipNorm: 1,
    clipValue: null,
    trainEmbedding: true,
    dropout,
    carry: false,
  },
  { weights: decodeSafetensors(readFileSync(task.weights), task.weights), seed: 0 },
);
process.stdout.write(`${JSON.stringify({ ready: process.versions.node })}\n`);
let done = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as { steps: number };
  const seconds: number[] = [];
  const losses: number[] = [];
  const before = process.cpuUsage();
  while (seconds.length < request.steps) {
    const count = Math.min(trainer.stepsAtOnce, request.steps - seconds.length);
    const steps = Array.from({ length: count }, () => ({ batch: batches[done++ % batchCount], learningRate: 1e-3 }));
    const began = performance.now();
    const outcomes = await trainer.train(
      steps.filter((each): each is { batch: Batch; learningRate: number } => each.batch !== undefined),
    );
    const each = (performance.now() - began) / 1000 / count;
    for (const { loss } of outcomes) {
      losses.push(loss);
      seconds.push(each);
    }
  }
  const { user, system } = process.cpuUsage(before);
  const processor = (user + system) / 1e6 / seconds.length;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(`${JSON.stringify({ seconds, losses, megabytes, processor })}\n`);
}
await trainer.release();
