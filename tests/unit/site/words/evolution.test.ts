import { expect, it } from 'vitest';
import { quantize } from '../../../../runner/experiment/results/activations.ts';
import { epochName, valuesByEpoch } from '../../../../site/words/evolution.ts';

const epoch = (number: number, tokens: string[]) => ({ epoch: number, validationLoss: 2, promptLength: 1, tokens });

it('a neuron has its own values at the tokens of each epoch', () => {
  const activations = quantize([
    [0, 0.25, 0.5, 0.75, 1],
    [-1, 1, -1, 1, -1],
  ]);
  const epochs = [epoch(0, ['a', 'b']), epoch(1, ['c', 'd', 'e'])];
  expect(valuesByEpoch(epochs, activations, 1)?.map((row) => [...row])).toEqual([
    [-1, 1],
    [-1, 1, -1],
  ]);
  expect(valuesByEpoch(epochs, activations, 0)?.[1]?.[0]).toBeCloseTo(0.5, 2);
  expect(valuesByEpoch(epochs, null, 0)).toBeNull();
});

it('an epoch is named with its loss, and the one whose model is kept says so', () => {
  const named = (number: number, best?: number) => epochName({ epoch: number, validationLoss: 2.3456 }, best);
  expect([named(0, 0), named(3, 2), named(2, 2), named(2)]).toEqual([
    'Before training: validation loss 2.346',
    'Epoch 3: validation loss 2.346',
    'Epoch 2, kept: validation loss 2.346',
    'Epoch 2: validation loss 2.346',
  ]);
});
