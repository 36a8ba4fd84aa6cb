import { expect, it } from 'vitest';
import {
  type BatchSettings,
  epochBatches,
  evaluationBatches,
  stepsPerEpoch,
} from '../../../../runner/nn/train/batches.ts';

const every = { objective: 'every', batch: 2, window: 3, shuffle: false, flipInput: false, rare: null } as const;
const last = { ...every, objective: 'last' } as const;
const count = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);

const [streams, windows, rare] = [
  count(0, 17),
  [count(0, 5), count(10, 13), count(20, 25)],
  Int32Array.of(1, 2, 3, 9, 5, 6, 7),
];

const onAndOn = ['0 7 1 8 2 9 > 1 8 2 9 3 10', '3 10 4 11 5 12 > 4 11 5 12 6 13'];
const withinDocuments = ['0 1 1 2 2 3 > 3 4', '20 21 21 22 22 23 > 23 24'];
/** Of each batch its tokens, time-major, and its targets. */
it.each<[string, Int32Array[], BatchSettings, ...string[]]>([
  // Two streams of 7 tokens: 0..6 and 7..13.
  ['go on from window to window', [count(0, 5), count(5, 14)], every, ...onAndOn],
  // Windows 0-2 -> 3, 1-3 -> 4, 20-22 -> 23 and 21-23 -> 24; the document of three tokens has none.
  ['are windows within documents, each with the token that follows', windows, last, ...withinDocuments],
  ['can be read backwards', [count(0, 5)], { ...last, flipInput: true }, '2 3 1 2 0 1 > 3 4'],
])('batches %s', (_, documents, settings, ...expected) => {
  const batches = epochBatches(documents, settings, 0, 1);
  const read = Array.from({ length: batches.steps }, (_step, step) => batches.batch(step));
  expect(read.map(({ tokens, targets }) => `${tokens.join(' ')} > ${targets.join(' ')}`)).toEqual(expected);
});

/** The first token that is read for each prediction that counts, and what is predicted. */
it.each<[string, Int32Array, BatchSettings, string]>([
  // Two streams of 8 tokens predict 7 each.
  [
    'every predictable position of every stream once',
    streams,
    every,
    '0>1 1>2 2>3 3>4 4>5 5>6 6>7 8>9 9>10 10>11 11>12 12>13 13>14 14>15',
  ],
  ['no window that holds or predicts a rare word', rare, { ...last, rare: 9, window: 2 }, '1>3 5>7'],
])('an evaluation counts %s', (_, document, settings, expected) => {
  const counted = [...evaluationBatches([document], settings, 2)].flatMap(({ tokens, targets, weight }) =>
    [...targets].flatMap((target, i) => (weight[i] === 1 ? `${tokens[i]}>${target}` : [])),
  );
  expect(counted.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)).join(' ')).toBe(expected);
});

it('batches shuffle whole documents, by seed and epoch', () => {
  const documents = Array.from({ length: 8 }, (_, d) => count(4 * d, 4 * d + 4));
  const settings = { ...every, batch: 1, window: 31, shuffle: true };
  const read = (seed: number, epoch: number) => [...epochBatches(documents, settings, seed, epoch).batch(0).tokens];
  expect(read(1, 1)).toEqual(read(1, 1));
  expect(read(1, 1)).not.toEqual(read(1, 2));
  expect(read(1, 1)).not.toEqual(read(2, 1));
  const starts = read(1, 1).filter((_, i) => i % 4 === 0);
  expect(starts.sort((a, b) => a - b)).toEqual([0, 4, 8, 12, 16, 20, 24, 28]);
});

it('an epoch has as many training steps as the batches say', () => {
  expect([every, last].map((settings) => stepsPerEpoch([count(0, 100)], settings))).toEqual([16, 48]);
});
