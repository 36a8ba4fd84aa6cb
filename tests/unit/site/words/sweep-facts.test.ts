import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readSweep } from '../../../../runner/results/sweep-file.ts';
import { sweepFacts } from '../../../../site/words/sweep/facts.ts';
import { begin, beginAnywhere } from '../../../../site/words/write-up/begin.ts';
import { valueAt } from '../../../../site/words/write-up/value.ts';
import { whenOf } from '../../../../site/words/write-up/when.ts';

const sweep = await readSweep('public/results/quote-neuron-by-size');
const facts = sweepFacts(sweep);
const place = { file: 'a.mdx', tag: '<Value>' };
const writeUp = { file: 'a.mdx', experiment: null, facts };

it('a write-up of a sweep counts claims over all trials, by setting, and in one trial', () => {
  const learned = sweep.trials.filter(({ claims }) =>
    claims.some((each) => each.feature === 'inside quotes' && each.heldOut === 'passed' && each.learned === 'passed'),
  );
  expect(valueAt(place, facts, 'found.inside quotes.all.learned')).toBe(learned.length);
  const small = learned.filter(({ parameters }) => parameters['model.units'] === 32);
  expect(valueAt(place, facts, ['found', 'inside quotes', 'by', 'model.units', '32', 'learned'])).toBe(small.length);
  const own = sweep.trials.find(({ id }) => id === 'units-64+seed-1');
  expect(valueAt(place, facts, ['trials', 'units-64+seed-1', 'perplexity'])).toBe(own?.perplexity);
  const losses = sweep.trials.map(({ validationLoss }) => validationLoss ?? Number.POSITIVE_INFINITY);
  expect(valueAt(place, facts, 'best.validationLoss')).toBe(Math.min(...losses));
});

it('it takes Value and When, and says so of a figure of one experiment', () => {
  expect(whenOf(writeUp)({ of: 'found.random runs.all.learned', children: 'text' })).toBeNull();
  expect(whenOf(writeUp)({ of: 'found.random runs.all.learned', not: true, children: 'text' })).toBe('text');
  expect(beginAnywhere({ writeUp }, 'Value', { at: '3' }, {}).place.file).toBe('a.mdx:3');
  expect(() => begin({ writeUp }, 'Highlight', { at: '3' }, {})).toThrow(
    'a.mdx:3: <Highlight>: it shows one experiment, and this text is about a sweep; there it takes Value and When.',
  );
});

it('the shipped one asks for nothing that the sweep lacks', () => {
  const text = readFileSync('experiments/sweeps/quote-neuron-by-size.mdx', 'utf8');
  const asked = [...text.matchAll(/\bof=(?:"([^"]+)"|\{(\[[^\]]+\])\})/g)].map(([, plain, list]) =>
    list === undefined ? (plain ?? '') : (JSON.parse(list.replaceAll("'", '"')) as string[]),
  );
  expect(asked.length).toBeGreaterThan(15);
  for (const path of asked) expect(valueAt(place, facts, path)).not.toBe('');
});
