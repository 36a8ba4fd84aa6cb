/**
 * Loaded into `npm run doctor`, it has the engines measured at a training of a single token in the place of 512: most of what
 * the command takes. For tests in which the speeds are not the matter. The processes that look at the engines' numbers do so at
 * the whole one.
 */
import { largeTraining, smallTraining } from '../../runner/nn/engines/measure.ts';

if (process.send === undefined) {
  for (const work of [smallTraining, largeTraining]) Object.assign(work, { batch: 1, steps: 1 });
}
