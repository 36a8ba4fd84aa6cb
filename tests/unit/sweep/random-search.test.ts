import { expect, it } from 'vitest';
import { sweepSchema } from '../../../runner/sweep/sweep-schema.ts';
import { trialsOf } from '../../../runner/sweep/trials.ts';

it('a random search draws as many settings as are asked for, within their bounds, the same for a seed', () => {
  const sweep = sweepSchema.parse({
    ...{ title: 'A', base: 'a.yaml', search: 'random', trials: 40, seed: 3 },
    parameters: {
      'model.units': [32, 64],
      'train.optimizer.learningRate': { from: 1e-4, to: 1e-2, scale: 'log' },
      'train.window': { from: 8, to: 40, step: 4 },
    },
  });
  const trials = trialsOf(sweep);
  expect(trialsOf(sweep)).toEqual(trials);
  expect(new Set(trials.map(({ id }) => id)).size).toBe(40);
  const values = (key: string) =>
    trials.map(({ settings }) => Number(settings.find(([each]) => each === key)?.[1] ?? Number.NaN));
  expect(values('model.units').every((value) => [32, 64].includes(value))).toBe(true);
  expect(values('train.window').every((value) => value >= 8 && value <= 40 && value % 4 === 0)).toBe(true);
  const rates = values('train.optimizer.learningRate');
  expect(Math.min(...rates)).toBeGreaterThanOrEqual(1e-4);
  expect(Math.max(...rates)).toBeLessThanOrEqual(1e-2);
  // Even in their logarithms: half of them below the middle of those.
  const below = rates.filter((rate) => rate < 1e-3).length;
  expect(below).toBeGreaterThan(10);
  expect(below).toBeLessThan(30);
});
