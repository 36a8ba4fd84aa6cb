import { expect, it } from 'vitest';
import type { SweepResult, SweepTrial } from '../../../../runner/results/sweep-schema.ts';
import { sweepFacts } from '../../../../site/words/sweep/facts.ts';
import { accuracyOf, pairColumns, pairRows } from '../../../../site/words/sweep/pairs.ts';

const trial = (cell: string, short: number, long: number | null): SweepTrial => ({
  ...{
    id: cell,
    parameters: { 'model.cell': cell },
    status: 'done',
    validationLoss: 1,
    seconds: 1,
    epochs: 1,
    size: 1,
  },
  ...{ rungs: [], perplexity: 1, claims: [], error: null, command: '' },
  pairs: [
    {
      name: 'ends',
      conditions: [
        { by: { length: 'short', owed: '0' }, pairs: 20, accuracy: short, margin: 1 },
        ...(long === null ? [] : [{ by: { length: 'long', owed: '0' }, pairs: 40, accuracy: long, margin: 1 }]),
      ],
    },
    { name: 'all', conditions: [{ by: {}, pairs: 9, accuracy: 1, margin: 1 }] },
  ],
});
const asked = [trial('lstm', 1, 0.75), trial('lstm', 0.9, 0.25), trial('gru', 0.8, null)];
const { pairs: _, ...unasked } = trial('rnn', 0, 0);
const trials: SweepTrial[] = [unasked, ...asked];

it('pairs have a column for each set and condition, in any trial', () => {
  const columns = pairColumns({ trials });
  expect(columns.map(({ title, pairs }) => [title, pairs])).toEqual([
    ['ends: length short, owed 0', 20],
    ['ends: length long, owed 0', 40],
    ['all', 9],
  ]);
  expect(trials.map((each) => columns.map((column) => accuracyOf(each, column)))).toEqual([
    [null, null, null],
    [1, 0.75, 1],
    [0.9, 0.25, 1],
    [0.8, null, 1],
  ]);
});

it('pairs are told by a setting: the mean of its networks, the lowest and the highest', () => {
  const rows = pairRows({ trials }, pairColumns({ trials }), 'model.cell');
  expect(rows).toEqual([
    {
      value: 'lstm',
      networks: 2,
      accuracies: [
        [0.95, 0.9, 1],
        [0.5, 0.25, 0.75],
        [1, 1, 1],
      ],
    },
    { value: 'gru', networks: 1, accuracies: [[0.8, 0.8, 0.8], null, [1, 1, 1]] },
  ]);
});

it('a write-up asks for the networks of one value: their mean, and how many reach a share', () => {
  const sweep = { trials, settings: [{ key: 'model.cell', scale: 'choice' }], best: null } as unknown as SweepResult;
  const { accuracy } = sweepFacts(sweep)({ file: 'a.mdx', tag: '{...}' });
  const { from, ...told } = accuracy('ends: length long, owed 0', 'model.cell', 'lstm');
  expect(told).toEqual({ networks: 2, mean: 0.5, least: 0.25, most: 0.75 });
  expect([from(0.2), from(0.7), from(0.8)]).toEqual([2, 1, 0]);
  expect(() => accuracy('ends', 'model.cell', 'lstm')).toThrow('there is no condition "ends"; there is ends: length');
  expect(() => accuracy('all', 'model.cell', 'sru')).toThrow('there is no value "sru"; there is lstm, gru');
});
