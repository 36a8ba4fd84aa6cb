/** What is said of a sweep: which settings lose least, in how many trials a claim holds, what pairs its networks get right. */
import { describe, expect, it } from 'vitest';
import type { SweepResult, SweepTrial } from '../../../../runner/experiment/results/sweep-schema.ts';
import { sweepFacts } from '../../../../site/words/sweep/facts.ts';
import { accuracyOf, askedOf, claimCounts, conditionsOf, settingsRows } from '../../../../site/words/sweep/measures.ts';
import { answerSentence, certaintySentence, howSentence } from '../../../../site/words/sweep/sentences.ts';
import { settingsColumns, trialsCsv } from '../../../../site/words/sweep/tables.ts';
import { inventedSweep } from '../../../fixtures/results/make-sweep.ts';

const claim = (passed: boolean): SweepTrial['claims'][number] => ({
  feature: 'inside quotes',
  neuron: 3,
  component: 'cell',
  among: 'text',
  sign: 1,
  level: passed ? 'remembers' : 'not confirmed',
  localAuc: passed ? 0.8 : 0.55,
  heldOut: passed ? 'passed' : 'failed',
  learned: passed ? 'passed' : 'failed',
  used: 'not run',
});

const trial = (parameters: SweepTrial['parameters'], more: Partial<SweepTrial> = {}): SweepTrial => ({
  id: Object.entries(parameters).join('+'),
  parameters,
  status: 'done',
  validationLoss: 1,
  seconds: 2,
  epochs: 3,
  size: 100,
  rungs: [],
  perplexity: 9,
  claims: [],
  error: null,
  command: 'c',
  ...more,
});

const sweep = (trials: SweepTrial[]): SweepResult => ({
  ...inventedSweep,
  fixed: {},
  halving: null,
  planned: trials.length,
  trials,
  best: trials[0]?.id ?? null,
  settings: ['model.units', 'seed'].map((key) => ({ key, scale: 'linear' })),
});

/** Of a size and a seed, with a claim that holds where there are more than 32 units. */
const sized = (units: number, seed: number, validationLoss: number | null, more: Partial<SweepTrial> = {}) =>
  trial({ 'model.units': units, seed }, { validationLoss, claims: [claim(units > 32)], ...more });
const each = (lossOf: (units: number, seed: number) => number) =>
  sweep([32, 64].flatMap((units) => [0, 1, 2].map((seed) => sized(units, seed, lossOf(units, seed)))));
const six = each((units, seed) => 320 / units / 10 + seed / 10);

describe('the words of a sweep', () => {
  it('put the settings in the order of their mean over seeds', () => {
    const rows = settingsRows(six);
    expect(rows.map(({ settings, trials }) => [settings['model.units'], trials.length])).toEqual([
      [64, 3],
      [32, 3],
    ]);
    expect(rows[0]?.loss.mean).toBeCloseTo(0.6, 10);
  });

  it('leave trials out that were stopped or failed', () => {
    const others = [sized(128, 0, 0.1, { status: 'stopped' }), sized(128, 1, null, { status: 'failed' })];
    const mixed = sweep([...six.trials, ...others]);
    expect(settingsRows(mixed)).toHaveLength(2);
    expect(howSentence(mixed)).toBe(
      'Every combination of units, each with 3 seeds: 6 of 8 trials trained to the end, 1 stopped early and 1 failed.',
    );
  });

  it.each([
    ['may be luck', each((units, seed) => 100 / units + seed)],
    ['is of one network each', sweep([sized(32, 0, 2), sized(64, 0, 1)])],
    ['is none', each((units, seed) => 100 / units + seed / 1000)],
  ])('say when the order of the best two %s', (_, result) => expect(certaintySentence(result)).toMatchSnapshot());

  it('count in how many trials a claim holds, in all and by setting', () => {
    expect(claimCounts(six.trials, 'inside quotes')).toMatchObject({ tested: 6, heldOut: 3, learned: 3 });
    expect(answerSentence(six)).toBe('In 3 of 6 trials a neuron learns to react to ‘inside quotes’.');
    const columns = settingsColumns(six);
    const cells = settingsRows(six).map((row) => columns.map(({ cell }) => cell(row)));
    expect([columns.map(({ heading }) => heading), ...cells].map((row) => row.join(' | '))).toMatchSnapshot();
  });

  it('draw what was asked, full where it was learned, and the loss where nothing was', () => {
    const [claimed, ...others] = askedOf(six);
    expect(others).toEqual([]);
    expect(six.trials.map((own) => claimed?.isFull(own))).toEqual([false, false, false, true, true, true]);
    expect(claimed?.of(sized(64, 0, 1, { claims: [{ ...claim(true), localAuc: 0.2 }] }))).toBe(0.8);
    const unasked = six.trials.map((own) => ({ ...own, claims: [] }));
    expect(askedOf({ trials: unasked }).map(({ title }) => title)).toEqual(['Loss']);
  });

  it('write every trial as a line of CSV', () => {
    expect(trialsCsv(six)).toMatchSnapshot();
  });
});

const place = { file: 'a.mdx', tag: '{...}' };

const under = (length: string, pairs: number, accuracy: number) => ({
  by: { length, owed: '0' },
  pairs,
  accuracy,
  margin: 1,
});
const paired = (cell: string, short: number, long: number | null): SweepTrial =>
  trial(
    { 'model.cell': cell },
    {
      pairs: [
        {
          name: 'ends',
          conditions: [under('short', 20, short), ...(long === null ? [] : [under('long', 40, long)])],
        },
        { name: 'all', conditions: [{ by: {}, pairs: 9, accuracy: 1, margin: 1 }] },
      ],
    },
  );

describe('pairs', () => {
  const asked = [paired('lstm', 1, 0.75), paired('lstm', 0.9, 0.25), paired('gru', 0.8, null)];
  const unasked = trial({ 'model.cell': 'rnn' });
  const trials = [unasked, ...asked];

  it('have a column for each set and condition, in any trial', () => {
    const columns = conditionsOf({ trials });
    expect(columns.map(({ title, pairs }) => `${title}: ${pairs}`)).toEqual([
      'ends: length short, owed 0: 20',
      'ends: length long, owed 0: 40',
      'all: 9',
    ]);
    expect(trials.map((own) => columns.map((column) => accuracyOf(own, column)))).toEqual([
      [null, null, null],
      [1, 0.75, 1],
      [0.9, 0.25, 1],
      [0.8, null, 1],
    ]);
  });

  it('of networks of one value are asked for by a write-up: their mean, and how many reach a share', () => {
    const own = { trials, settings: [{ key: 'model.cell', scale: 'choice' }], best: null } as unknown as SweepResult;
    const { accuracy } = sweepFacts(own)(place);
    const { from, ...told } = accuracy('ends: length long, owed 0', 'model.cell', 'lstm');
    expect(told).toEqual({ networks: 2, mean: 0.5, least: 0.25, most: 0.75 });
    expect([from(0.2), from(0.7), from(0.8)]).toEqual([2, 1, 0]);
    const none = accuracy('ends: length long, owed 0', 'model.cell', 'gru');
    expect(none).toMatchObject({ networks: 0, mean: Number.NaN, least: Number.NaN });
    expect(() => accuracy('ends', 'model.cell', 'lstm')).toThrow('no condition "ends"; there is ends: length');
    expect(() => accuracy('all', 'model.cell', 'sru')).toThrow('no value of model.cell "sru"; there is rnn, lstm, gru');
  });
});

it('a card answers by the condition in which the settings lie furthest apart, then by claims, then by the loss', () => {
  // Of the short lines they lie 15% apart, of the long ones 25%.
  const asked = ['lstm', 'gru'].flatMap((cell, of) => [0, 1].map(() => paired(cell, 1 - 0.15 * of, 0.5 + 0.25 * of)));
  const settings = [{ key: 'model.cell', scale: 'choice' as const }];
  const told = asked.map((own) => ({ ...own, claims: [claim(true)] }));
  const cells = { ...sweep([...told, trial({ 'model.cell': 'rnn' })]), settings };
  expect(answerSentence(cells)).toBe(
    'Right in “ends: length long, owed 0”, on average: GRU 75% (2 networks) and LSTM 50% (2 networks). Of all conditions they differ most in this.',
  );
  const unpaired = asked.map(({ pairs: _, ...own }) => own);
  expect(answerSentence({ ...cells, trials: unpaired })).toMatch(/^The lowest loss/);
  const none = { ...claim(true), feature: 'random runs', learned: 'failed' as const };
  const claimed = unpaired.map((own) => ({ ...own, claims: [none, claim(true)] }));
  const learned = 'a neuron learns to react to ‘inside quotes’.';
  expect([4, 1].map((count) => answerSentence({ ...cells, trials: claimed.slice(0, count) }))).toEqual([
    `In all 4 trials ${learned}`,
    `In the one trial ${learned}`,
  ]);
});

describe('a write-up of a sweep', () => {
  const {
    found,
    trial: named,
    best,
    percent,
  } = sweepFacts({
    ...six,
    trials: [sized(64, 3, 1, { claims: [{ ...claim(true), learned: 'failed' }] }), ...six.trials],
  })(place);

  it('counts claims over all trials, by setting, and in one trial', () => {
    expect(found('inside quotes')).toMatchObject({ tested: 7, learned: 3 });
    expect([32, 64].map((units) => found('inside quotes', 'model.units', units).learned)).toEqual([0, 3]);
    expect(named('model.units,64+seed,1').perplexity).toBe(9);
    expect(best?.validationLoss).toBe(0.5);
    expect(percent(found('inside quotes').interval[0])).toMatch(/^\d+%$/);
  });

  it.each([
    ['there is no feature "dots"; there is inside quotes', () => found('dots')],
    ['no setting "model.unit"; there is model.units', () => found('inside quotes', 'model.unit', 32)],
    ['there is no trial "a"; there is model.units,64+seed,3,', () => named('a')],
  ])('is told what the sweep has where it asks for what it lacks: %s', (says, ask) => expect(ask).toThrow(says));
});
