import { expect, it } from 'vitest';
import { readSweep } from '../../../../runner/experiment/results/read.ts';
import { sweepFacts } from '../../../../site/words/sweep/facts.ts';
import { whenOf } from '../../../../site/words/write-up/begin.ts';

const sweep = await readSweep('public/results/quote-neuron-by-size');
const { found, trial, best, percent } = sweepFacts(sweep)({ file: 'a.mdx', tag: '{...}' });
const writeUp = { file: 'a.mdx', facts: sweepFacts(sweep) };

it('a write-up of a sweep counts claims over all trials, by setting, and in one trial', () => {
  const learned = sweep.trials.filter(({ claims }) =>
    claims.some((each) => each.feature === 'inside quotes' && each.heldOut === 'passed' && each.learned === 'passed'),
  );
  expect(found('inside quotes').learned).toBe(learned.length);
  const small = learned.filter(({ parameters }) => parameters['model.units'] === 32);
  expect(found('inside quotes', 'model.units', 32).learned).toBe(small.length);
  const own = sweep.trials.find(({ id }) => id === 'units-64+seed-1');
  expect(trial('units-64+seed-1').perplexity).toBe(own?.perplexity);
  const losses = sweep.trials.map(({ validationLoss }) => validationLoss ?? Number.POSITIVE_INFINITY);
  expect(best?.validationLoss).toBe(Math.min(...losses));
  expect(percent(found('inside quotes').interval[0])).toMatch(/^\d+%$/);
});

it('what a sweep lacks is told with what it has', () => {
  expect(() => found('dots')).toThrow('there is no feature "dots"; there is inside quotes, random runs,');
  expect(() => found('inside quotes', 'model.unit', 32)).toThrow('no setting "model.unit"; there is model.units');
  expect(() => found('inside quotes', 'model.units', 33)).toThrow('no value of model.units "33"; there is 32, 64,');
  expect(() => trial('a')).toThrow('there is no trial "a"; there is units-32+seed-0,');
});

it('it takes numbers and When', () => {
  const learned = (not: boolean) => ({ source: '...', of: () => found('random runs').learned > 0 === not });
  expect(whenOf(writeUp)({ is: learned(true), children: 'text' })).toBeNull();
  expect(whenOf(writeUp)({ is: learned(false), children: 'text' })).toBe('text');
});
