import { describe, expect, it } from 'vitest';
import type { SweepResult, SweepTrial } from '../../../../runner/experiment/results/sweep-schema.ts';
import { askedOf, claimCounts, settingsRows } from '../../../../site/words/sweep/measures.ts';
import { answerSentence, certaintySentence, howSentence } from '../../../../site/words/sweep/sentences.ts';
import { settingsColumns, trialsCsv } from '../../../../site/words/sweep/tables.ts';

const claim = (passed: boolean): SweepTrial['claims'][number] => ({
  ...{ feature: 'inside quotes', neuron: 3, component: 'cell', among: 'text', sign: 1 },
  ...{ level: passed ? 'remembers' : 'not confirmed', localAuc: passed ? 0.8 : 0.55 },
  ...{ heldOut: passed ? 'passed' : 'failed', learned: passed ? 'passed' : 'failed', used: 'not run' },
});

const trial = (
  units: number,
  seed: number,
  validationLoss: number | null,
  more: Partial<SweepTrial> = {},
): SweepTrial => ({
  ...{ id: `units-${units}+seed-${seed}`, parameters: { 'model.units': units, seed }, status: 'done', validationLoss },
  ...{
    seconds: 2,
    epochs: 3,
    size: 100,
    rungs: [],
    perplexity: 9,
    claims: [claim(units > 32)],
    error: null,
    command: 'c',
  },
  ...more,
});

const sweep = (trials: SweepTrial[], more: Partial<SweepResult> = {}): SweepResult => ({
  ...{
    schema: 1,
    id: 's',
    title: 'S',
    description: null,
    base: { path: 'b.yaml', title: 'B' },
    search: 'grid',
    seed: 0,
  },
  settings: [
    { key: 'model.units', scale: 'linear' },
    { key: 'seed', scale: 'linear' },
  ],
  ...{ fixed: {}, halving: null, executor: 'local', planned: trials.length, trials, best: trials[0]?.id ?? null },
  provenance: { versions: {}, commit: null, command: 'x' },
  ...more,
});

const six = () =>
  sweep([32, 64].flatMap((units) => [0, 1, 2].map((seed) => trial(units, seed, 320 / units / 10 + seed / 10))));

describe('the words of a sweep', () => {
  it('put the settings in the order of their mean over seeds', () => {
    const rows = settingsRows(six());
    expect(rows.map(({ settings, trials }) => [settings['model.units'], trials.length])).toEqual([
      [64, 3],
      [32, 3],
    ]);
    expect(rows[0]?.loss.mean).toBeCloseTo(0.6, 10);
  });

  it('leave trials out that were stopped or failed', () => {
    const { trials } = six();
    const mixed = sweep([
      ...trials,
      trial(128, 0, 0.1, { status: 'stopped' }),
      trial(128, 1, null, { status: 'failed' }),
    ]);
    expect(settingsRows(mixed)).toHaveLength(2);
    expect(howSentence(mixed)).toBe(
      'Every combination of units, each with 3 seeds: 6 of 8 trials trained to the end, 1 stopped early and 1 failed.',
    );
  });

  const each = (lossOf: (units: number, seed: number) => number) =>
    sweep([32, 64].flatMap((units) => [0, 1, 2].map((seed) => trial(units, seed, lossOf(units, seed)))));

  it.each([
    ['may be luck', each((units, seed) => 100 / units + seed)],
    ['is of one network each', sweep([trial(32, 0, 2), trial(64, 0, 1)])],
    ['is none', each((units, seed) => 100 / units + seed / 1000)],
  ])('say when the order of the best two %s', (_, result) => expect(certaintySentence(result)).toMatchSnapshot());

  it('count in how many trials a claim holds, in all and by setting', () => {
    const result = six();
    expect(claimCounts(result.trials, 'inside quotes')).toMatchObject({ tested: 6, heldOut: 3, learned: 3 });
    expect(answerSentence(result)).toBe('In 3 of 6 trials a neuron learns to react to ‘inside quotes’.');
    const columns = settingsColumns(result);
    const cells = settingsRows(result).map((row) => columns.map(({ cell }) => cell(row)));
    expect([columns.map(({ heading }) => heading), ...cells].map((row) => row.join(' | '))).toMatchSnapshot();
  });

  it('draw what was asked, full where it was learned, and the loss where nothing was', () => {
    const result = six();
    const [claimed, ...others] = askedOf(result);
    expect(others).toEqual([]);
    expect(result.trials.map((each) => claimed?.isFull(each))).toEqual([false, false, false, true, true, true]);
    expect(claimed?.of(trial(64, 0, 1, { claims: [{ ...claim(true), localAuc: 0.2 }] }))).toBe(0.8);
    const unasked = result.trials.map((each) => ({ ...each, claims: [] }));
    expect(askedOf({ trials: unasked }).map(({ title }) => title)).toEqual(['Loss']);
  });

  it('write every trial as a line of CSV', () => {
    expect(trialsCsv(six())).toMatchSnapshot();
  });
});
