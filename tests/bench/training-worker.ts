/** The benchmark's training cases in this project: the same protocol as training_pytorch.py. */
import { readFileSync } from 'node:fs';
import { createTrainer } from '../../runner/nn/train/trainer.ts';
import { answer, engineOf, type Task, weightsOf } from './answer.ts';
import { cutBatches, stepsOf, trainingOf } from './cases.ts';

const task = JSON.parse(process.argv[2] ?? '') as Task<{ tokens: string }>;
const bytes = readFileSync(task.tokens);
const batches = cutBatches(task, new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4));
const start = { weights: weightsOf(task), seed: 0 };
const trainer = await createTrainer(await engineOf(Number(process.argv[3])), trainingOf(task), start);
let done = 0;
await answer(async (steps) => {
  const seconds: number[] = [];
  while (seconds.length < steps) {
    const given = stepsOf(batches, Math.min(trainer.stepsAtOnce, steps - seconds.length), done);
    done += given.length;
    const began = performance.now();
    await trainer.train(given);
    const each = (performance.now() - began) / 1000 / given.length;
    seconds.push(...given.map(() => each));
  }
  return seconds;
});
await trainer.release();
