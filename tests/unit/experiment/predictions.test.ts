import { expect, test } from 'vitest';
import { named } from '../../../runner/experiment/reading.ts';
import { predictionsSchema } from '../../../runner/experiment/results/schema.ts';

test('each expected token is published once, and its places are told by number', () => {
  const likely = [
    [
      { id: 7, probability: 0.51234567 },
      { id: 2, probability: 0.25 },
    ],
    [
      { id: 2, probability: 0.9 },
      { id: 0, probability: 0.00001 },
    ],
  ];
  const published = named(likely, ['<unk>', 'a', '<script>', 'c', 'd', 'e', 'f', ' ']);
  expect(predictionsSchema.parse(published)).toEqual({
    tokens: [' ', '<script>', '<unk>'],
    next: [
      [0, 1],
      [1, 2],
    ],
    probability: [
      [0.5123, 0.25],
      [0.9, 0],
    ],
  });
});
