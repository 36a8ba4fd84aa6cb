/** The gradient of every parameter of every cell beside the finite difference of the loss. */
import { expect, it } from 'vitest';
import { cellNames, cells } from '../../../../runner/nn/models/cells/cells.ts';
import { largestDifference } from './finite-differences.ts';

it.each<[string, ...Parameters<typeof largestDifference>]>([
  ['lstm of two layers with dropout', { cell: 'lstm', layers: 2 }, { dropout: 0.3 }],
  ['lstm whose gates are squashed by lines', { cell: 'lstm', recurrentActivation: 'hard_sigmoid' }],
  ['gru with residuals, dropout', { cell: 'gru', layers: 3, residual: true }, { dropout: 0.3 }],
  [
    'projected lstm with residuals, last position only',
    { cell: 'lstm', layers: 3, units: [3, 4, 3], projection: 2, residual: true },
    { objective: 'last', dropout: 0.2 },
  ],
  ['gru of layers of 4 and 2, with dropout', { cell: 'gru', layers: 2, units: [4, 2] }, { dropout: 0.3 }],
  ...cellNames.flatMap((cell): [string, ...Parameters<typeof largestDifference>][] => [
    [`${cell} of two layers`, { cell, layers: 2 }],
    [`one-hot ${cell}, last position only`, { cell, embedding: 0 }, { objective: 'last', dropout: 0.5 }],
    ...(cells[cell].projects ? [[`projected ${cell}`, { cell, layers: 2, projection: 2 }] as [string, object]] : []),
  ]),
])('the gradient of every parameter equals the finite difference of the loss: %s', async (_name, shape, settings) => {
  const { difference, parameter } = await largestDifference(shape, settings);
  expect(difference, parameter).toBeLessThan(2e-6);
});
