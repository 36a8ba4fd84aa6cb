import { expect, test } from 'vitest';
import { componentName, isBounded, limitsNote, limitsOf } from '../../../../site/words/components.ts';

test('gates have limits 0 and 1 whatever is shown', () => {
  for (const gate of ['input', 'forget', 'output', 'update', 'reset']) expect(limitsOf(gate)).toEqual([0, 1]);
});

test('what comes out of a tanh has limits -1 and 1', () => {
  for (const component of ['hidden', 'candidate']) expect(limitsOf(component)).toEqual([-1, 1]);
});

test('the cell state and the preactivation end at the largest value shown, on both sides', () => {
  expect(limitsOf('cell')).toEqual([-3, 3]);
  expect(limitsOf('preactivation')).toEqual([-3, 3]);
  expect(1 - Math.tanh(limitsOf('cell')[1])).toBeLessThan(0.005);
  expect(isBounded('cell')).toBe(false);
  expect(limitsNote('cell')).toContain('Beyond ±3');
});

test('components have the names of the field', () => {
  expect(componentName('output')).toBe('output gate');
  expect(componentName('unheard-of')).toBe('unheard-of');
});
