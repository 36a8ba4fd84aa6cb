import { expect, it } from 'vitest';
import { neuronFirst, neuronNamed, toldFirst } from '../../../runner/wording/neuron-name.ts';

it('a neuron is called by its number, and among those of several arrays by its array too', () => {
  const claim = { neuron: 3, component: 'cell', layer: 2 };
  expect(neuronNamed(claim)).toBe('neuron 3');
  expect(neuronFirst({ ...claim, ofSeveral: true })).toBe('Neuron 3 of the cell state of layer 2');
  expect(toldFirst({ neuron: 3 })).toBe('Neuron 3');
  expect(toldFirst(claim)).toBe('Neuron 3 of the cell state of layer 2');
});
