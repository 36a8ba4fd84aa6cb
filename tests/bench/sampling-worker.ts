/** Samples with this project, every gate recorded, as sampling_pytorch.py does: a step is a token. */
import { sample } from '../../runner/analysis/reading/sample.ts';
import { random } from '../../runner/core/random.ts';
import { answer, engineOf, type Task, weightsOf } from './answer.ts';

const task = JSON.parse(process.argv[2] ?? '') as Task;
const engine = await engineOf();
const checkpoint = { architecture: task.architecture, weights: weightsOf(task) };
const source = random(1);
await answer(async (length) => {
  const seconds: number[] = [];
  let last = 0;
  // The first token's time holds the making of the session, which a sample of any length pays once: left out.
  const onProgress = () => {
    const now = performance.now();
    if (last > 0) seconds.push((now - last) / 1000);
    last = now;
  };
  const prompt = Int32Array.of(1);
  await sample({ engine, checkpoint, prompt, length, temperature: 1, never: [0], random: source, onProgress });
  return seconds;
});
