/** What a highlighted text shows after the reader asked for something. */
import { expect, test } from 'vitest';
import type { TextName } from '../../../../../runner/experiment/results/schema.ts';
import type { TextState } from '../../../../../site/browser/hash.ts';
import { nextTextState, nothingElse } from '../../../../../site/browser/reading/state.ts';

const component = { name: '', limits: [-1, 1], note: '', files: {} } as const;
const data = {
  units: 10,
  text: 'observed',
  tokens: { observed: 100, sampled: 20 },
  component: 'output.1',
  components: { 'output.1': component, 'cell.1': component },
} as const;
const both = new Set<TextName>(['observed', 'sampled']);
const state: TextState = { ...nothingElse, neuron: 4, text: 'observed', token: 7, stretch: [3, 9] };
const after = (wanted: Partial<TextState>, shown = both): TextState => nextTextState(state, wanted, data, shown);

test('what was not asked for stays', () => {
  expect(after({ neuron: 5 })).toEqual({ ...state, neuron: 5 });
});

test('positions belong to one text: another text begins without them, unless it is asked for some', () => {
  expect(after({ text: 'sampled' })).toEqual({ ...state, text: 'sampled', token: null, stretch: null });
  expect(after({ text: 'sampled', token: 19 }).token).toBe(19);
  expect(after({ text: 'observed' })).toEqual(state);
});

test('what lies outside the text or the layer is left out', () => {
  expect(after({ token: 100 }).token).toBeNull();
  expect(after({ stretch: [50, 100] }).stretch).toBeNull();
  expect(after({ stretch: [50, 99] }).stretch).toEqual([50, 99]);
  expect(after({ neuron: 10 }).neuron).toBe(9);
});

test('a text that the page lacks gives way to its own', () => {
  const next = after({ text: 'sampled', token: 50 }, new Set<TextName>(['observed']));
  expect(next.text).toBe('observed');
  expect(next.token).toBe(50);
});

test('the recorded component goes without saying, and an unknown one is not shown', () => {
  expect(after({ component: 'cell.1' }).component).toBe('cell.1');
  expect(after({ component: 'output.1' }).component).toBeNull();
  expect(after({ component: '__proto__.1' }).component).toBeNull();
});
