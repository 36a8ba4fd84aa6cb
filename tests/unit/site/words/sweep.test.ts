import { describe, expect, it } from 'vitest';
import type { SweepResult, SweepTrial } from '../../../../runner/experiment/results/sweep-schema.ts';
import { claimSentence, featureClaims } from '../../../../site/words/sweep/claims.ts';
import { certaintySentence, howSentence } from '../../../../site/words/sweep/sentences.ts';
import { settingsRows } from '../../../../site/words/sweep/settings.ts';
import { trialsCsv } from '../../../../site/words/tables.ts';

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
    expect(rows.map(({ settings, seeds }) => [settings['model.units'], seeds])).toEqual([
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

  it('say when the order of the best two may be luck', () => {
    const near = [32, 64].flatMap((units) => [0, 1, 2].map((seed) => trial(units, seed, 100 / units + seed)));
    expect(certaintySentence(sweep(near))).toMatch(/overlaps/);
    expect(certaintySentence(sweep([trial(32, 0, 2), trial(64, 0, 1)]))).toMatch(/cannot be told apart/);
    const apart = [32, 64].flatMap((units) => [0, 1, 2].map((seed) => trial(units, seed, 100 / units + seed / 1000)));
    expect(certaintySentence(sweep(apart))).toMatch(/lies below/);
  });

  it('count in how many trials a claim holds, in all and by setting', () => {
    const [claims] = featureClaims(six());
    expect(claims?.all).toMatchObject({ tested: 6, heldOut: 3, learned: 3, remembers: 3, used: null });
    expect(
      claims?.bySetting.map(({ key, rows }) => [key, rows.map(({ value, counts }) => [value, counts.learned])]),
    ).toEqual([
      [
        'model.units',
        [
          [32, 0],
          [64, 3],
        ],
      ],
    ]);
    expect(claims && claimSentence(claims)).toBe('In 3 of 6 trials a neuron learns to react to ‘inside quotes’.');
  });

  it('write every trial as a line of CSV', () => {
    const lines = trialsCsv(six()).split('\r\n');
    expect(lines[0]).toBe(
      'trial,status,model.units,seed,validation loss (nats),epochs,training seconds,size,perplexity,inside quotes: neuron,inside quotes: local AUC,inside quotes: verdict,error,command',
    );
    expect(lines[1]).toBe('units-32+seed-0,done,32,0,1,3,2,100,9,3,0.55,not confirmed,,c');
    expect(lines).toHaveLength(8);
  });
});
