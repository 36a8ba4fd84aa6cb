import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import {
  type SweepResult,
  type SweepTrial,
  sweepResultSchema,
} from '../../../../runner/experiment/results/sweep-schema.ts';
import { sweepFacts } from '../../../../site/words/sweep/facts.ts';
import { accuraciesOf, accuracyOf, conditionsOf } from '../../../../site/words/sweep/measures.ts';
import { answerSentence } from '../../../../site/words/sweep/sentences.ts';

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
  const columns = conditionsOf({ trials });
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

it('of trials the mean accuracy is told, the lowest and the highest', () => {
  const [short, long] = conditionsOf({ trials });
  expect(short && accuraciesOf(asked.slice(0, 2), short)).toMatchObject({ mean: 0.95, least: 0.9, most: 1 });
  expect(long && accuraciesOf(asked, long)).toMatchObject({ mean: 0.5, least: 0.25, most: 0.75 });
  expect(long && accuraciesOf([unasked], long)).toBeNull();
});

it('a card answers by the condition in which the settings lie furthest apart, then by claims, then by the loss', async () => {
  const sweep = sweepResultSchema.parse(JSON.parse(await readFile('public/results/counting/sweep.json', 'utf8')));
  // The means, by hand, over the trials of each cell.
  const mean = (cell: string, length: string): number => {
    const own = sweep.trials
      .filter(({ parameters }) => parameters['model.cell'] === cell)
      .flatMap(({ pairs = [] }) => pairs.flatMap(({ conditions }) => conditions))
      .filter(({ by }) => by.length === length);
    return own.reduce((sum, { accuracy }) => sum + accuracy, 0) / own.length;
  };
  const apart = ['1 to 20', '21 to 40', '41 to 60'].map((length) => {
    const means = ['lstm', 'gru', 'rnn'].map((cell) => mean(cell, length));
    return { length, apart: Math.max(...means) - Math.min(...means) };
  });
  const [furthest] = apart.sort((a, b) => b.apart - a.apart);
  const answer = answerSentence(sweep);
  expect(answer).toContain(`“where the line ends: length ${furthest?.length}”`);
  for (const [cell, name] of Object.entries({ lstm: 'LSTM', gru: 'GRU', rnn: 'RNN' }))
    expect(answer).toContain(`${name} ${Math.round(100 * mean(cell, furthest?.length ?? ''))}% (5 networks)`);
  expect(answer).not.toMatch(/loss|seed/);
  const unpaired = { ...sweep, trials: sweep.trials.map(({ pairs: _, ...each }) => each) };
  expect(answerSentence(unpaired)).toMatch(/^The lowest loss/);
  const claim = {
    feature: 'dots',
    neuron: 1,
    localAuc: 0.9,
    level: 'used',
    heldOut: 'passed',
    learned: 'passed',
    used: 'passed',
  };
  const none = { ...claim, feature: 'random runs', learned: 'failed' };
  const claimed = {
    ...unpaired,
    trials: unpaired.trials.map((each) => ({ ...each, claims: [none, claim] as never[] })),
  };
  expect(answerSentence(claimed)).toBe('In all 15 trials a neuron learns to react to ‘dots’.');
  expect(answerSentence({ ...claimed, trials: claimed.trials.slice(0, 1) })).toMatch(/^In the one trial a neuron/);
});

it('a write-up asks for the networks of one value: their mean, and how many reach a share', () => {
  const sweep = { trials, settings: [{ key: 'model.cell', scale: 'choice' }], best: null } as unknown as SweepResult;
  const { accuracy } = sweepFacts(sweep)({ file: 'a.mdx', tag: '{...}' });
  const { from, ...told } = accuracy('ends: length long, owed 0', 'model.cell', 'lstm');
  expect(told).toEqual({ networks: 2, mean: 0.5, least: 0.25, most: 0.75 });
  expect([from(0.2), from(0.7), from(0.8)]).toEqual([2, 1, 0]);
  expect(() => accuracy('ends', 'model.cell', 'lstm')).toThrow('there is no condition "ends"; there is ends: length');
  expect(() => accuracy('all', 'model.cell', 'sru')).toThrow(
    'there is no value of model.cell "sru"; there is rnn, lstm, gru',
  );
});
