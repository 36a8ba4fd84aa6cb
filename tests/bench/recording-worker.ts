/** Reads with this project as recording_pytorch.py does: every component and loss kept. */
import { memorySink } from '../../runner/analysis/reading/observe.ts';
import { openRunner } from '../../runner/analysis/reading/runner.ts';
import { random } from '../../runner/core/random.ts';
import { answer, engineOf, type Task, weightsOf } from './answer.ts';
import type { Reading } from './tokens-per-second.ts';

const task = JSON.parse(process.argv[2] ?? '') as Task<Reading>;
const { architecture, streams, length } = task;
const runner = openRunner(await engineOf(), { architecture, weights: weightsOf(task) });
const source = random(2);
const ids = Int32Array.from({ length: streams * length }, () => source.below(architecture.vocabulary));
const segments = Array.from({ length: streams }, (_, stream) => [stream * length, length] as const);
await answer(async (steps) => {
  const seconds: number[] = [];
  for (let step = 0; step < steps; step++) {
    const began = performance.now();
    await runner.read({ ids, segments, sink: memorySink(ids.length, architecture) });
    seconds.push((performance.now() - began) / 1000);
  }
  return seconds;
});
await runner.release();
