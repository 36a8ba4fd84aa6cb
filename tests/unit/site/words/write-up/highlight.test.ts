import { expect, test } from 'vitest';
import { propertiesOf } from '../../../../../site/words/write-up/begin.ts';
import { factsOf, featureOf } from '../../../../../site/words/write-up/facts.ts';
import { highlightOf } from '../../../../../site/words/write-up/highlight.ts';
import { buildResult } from '../../../../fixtures/results/build-result.ts';
import { caseNamed } from '../../../../fixtures/results/cases.ts';

const { result } = buildResult(caseNamed('gru-2-layers'));
const place = { file: 'a.mdx:4', tag: '<Highlight>' };
const shown = (given: Record<string, unknown>, about = result) => highlightOf(place, about, given);

test('a feature is asked for by name, and must be where there are several', () => {
  expect(featureOf(place, result, 'commas')).toBe(result.features[1]);
  expect(() => featureOf(place, result)).toThrow('one must be named');
});

test('a neuron is that of its number, else the one that leads the page: of the leading claim, or the first chosen', () => {
  const feature = 'commas';
  const [best] = featureOf(place, result, feature).windows.flatMap((each) =>
    each.neurons.filter(({ rank }) => rank === 1),
  );
  expect(shown({ feature }).neuron).toBe(45);
  expect(shown({ feature }, { ...result, evidence: null }).neuron).toBe(best?.neuron);
  // One of two features, neither of which is named: nothing is underlined.
  expect(shown({ neuron: 671 })).toMatchObject({ neuron: 671, feature: null });
  expect(() => shown({ neuron: 672 })).toThrow('there is no neuron 672; a layer of this model has neurons 0 to 671');
});

test('tokens are counted from 0, both ends are shown, and there must be such', () => {
  const count = result.texts.observed.tokens.length;
  expect(shown({ feature: 'commas', from: 2, to: 4 }).between).toEqual([2, 5]);
  expect(shown({ feature: 'commas' }).between).toEqual([0, count]);
  expect(() => shown({ feature: 'commas', to: count })).toThrow(`no tokens 0 to ${count}; it has 0 to ${count - 1}`);
});

test('properties are checked, and the line is told', () => {
  const writeUp = { file: 'a.mdx', facts: factsOf(result) };
  const given = (neuron: unknown) => {
    const { place, props } = propertiesOf(writeUp, 'Highlight', { at: '7', neuron });
    return highlightOf(place, result, props).neuron;
  };
  expect(given(4)).toBe(4);
  expect(() => given('4')).toThrow(/^a\.mdx:7: <Highlight neuron="4">: neuron: .*; it takes feature, neuron, text/);
  const neuron = { source: 'chosen()[0]', of: () => 4 };
  expect(given(neuron)).toBe(4);
  expect(() => given({ ...neuron, of: () => null })).toThrow('a.mdx:7: <Highlight neuron={chosen()[0]}>: neuron: ');
  expect(() => shown({ digts: 1 })).toThrow('"digts"');
});
