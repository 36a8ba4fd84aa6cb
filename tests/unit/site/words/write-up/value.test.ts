import { expect, test } from 'vitest';
import { evidenceOf } from '../../../../../site/words/claims.ts';
import { factsOf, holds, printed, valueAt } from '../../../../../site/words/write-up/value.ts';
import { buildResult } from '../../../../fixtures/results/build-result.ts';
import { cases } from '../../../../fixtures/results/cases.ts';

const result = (id: string) => {
  const found = cases.find((each) => each.id === id);
  if (!found) throw new Error(`there is no case ${id}`);
  return buildResult(found).result;
};
const place = { file: 'experiments/a.mdx:4', tag: '<Value of="...">' };
const gru = result('gru-2-layers');

test('a path leads through keys, names, neurons, epochs and places', () => {
  expect(valueAt(place, gru, 'model.units')).toBe(672);
  expect(valueAt(place, gru, 'features.commas.carriers')).toBe(gru.features[1]?.carriers);
  expect(valueAt(place, gru, ['features', 'sentence end', 'counted'])).toBe(gru.features[0]?.counted);
  expect(valueAt(place, gru, 'features.last.name')).toBe('commas');
  expect(valueAt(place, gru, 'learningCurve.epochs.0.epoch')).toBe(0);
  const claim = evidenceOf(gru)?.claims.find(({ feature, neuron }) => feature === 'commas' && neuron === 143);
  expect(valueAt(place, gru, 'evidence.claims.commas.143.rungs.effect.measured.interval.1')).toBe(
    claim?.rungs.effect.measured?.interval[1],
  );
});

test('a path that leads nowhere is told with what there is', () => {
  expect(() => valueAt(place, gru, 'observation.perplexty')).toThrow(
    'experiments/a.mdx:4: <Value of="...">: observation has no "perplexty"; it has source, exposure,',
  );
  expect(() => valueAt(place, gru, 'features.dots.carriers')).toThrow(
    'features has no "dots"; it has sentence end, commas.',
  );
  expect(() => valueAt(place, gru, 'features')).toThrow('this is not one value');
  expect(() => valueAt(place, result('rnn-characters'), 'evidence.claims.first.headline')).toThrow('was not measured');
});

test('an author asks for the claim that speaks for a feature, and for the neurons that were chosen', () => {
  const facts = factsOf(gru);
  expect(valueAt(place, facts, 'lead.commas.neuron')).toBe(45);
  const best = gru.features[1]?.windows.flatMap(({ neurons }) => neurons).find(({ rank }) => rank === 1);
  expect(valueAt(place, facts, 'chosen.commas.first.neuron')).toBe(best?.neuron);
});

test('a condition holds by what is there; what another run may lack is not there, a slip is an error', () => {
  const facts = factsOf(gru);
  const none = factsOf(result('rnn-characters'));
  expect(holds(place, facts, 'evidence')).toBe(true);
  expect(holds(place, none, 'evidence')).toBe(false);
  expect(holds(place, none, 'lead.all characters.rungs.heldOut.status', 'passed')).toBe(false);
  expect(holds(place, facts, 'lead.commas.rungs.heldOut.status', 'passed')).toBe(true);
  expect(holds(place, facts, 'lead.commas.rungs.heldOut.status', ['failed', 'not run'])).toBe(false);
  expect(holds(place, facts, 'evidence.claims.commas.9')).toBe(false);
  expect(holds(place, facts, 'evidence.claims.commas.143')).toBe(true);
  expect(() => holds(place, facts, 'lead.commas.rungs.E9')).toThrow('lead.commas.rungs has no "E9"');
});

test('numbers are printed as asked for, and else with three digits', () => {
  expect(printed(57344)).toBe('57,344');
  expect(printed(0.123456)).toBe('0.123');
  expect(printed(0.123456, { digits: 1 })).toBe('0.1');
  expect(printed(0.123456, { digits: 1, percent: true })).toBe('12.3%');
  expect(printed(true)).toBe('yes');
});
