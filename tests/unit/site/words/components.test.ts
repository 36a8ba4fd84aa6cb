import { expect, test } from 'vitest';
import { factsOf, networkNames } from '../../../../runner/nn/models/networks.ts';
import {
  cellName,
  componentName,
  formulaHtml,
  holdLimits,
  isBounded,
  layersOf,
  limitsNote,
  limitsOf,
  stackOf,
} from '../../../../site/words/components.ts';

test.each([
  ...['input', 'forget', 'output'].map((gate) => [gate, 'lstm', [0, 1], true] as const),
  ...['update', 'reset'].map((gate) => [gate, 'gru', [0, 1], true] as const),
  ...['hidden', 'candidate'].map((out) => [out, 'lstm', [-1, 1], true] as const),
  ['cell', 'lstm', [-3, 3], false],
  ['preactivation', 'rnn', [-3, 3], false],
  ['hidden', 'slstm', [-1, 1], true],
  ['hidden', 'mingru', [-3, 3], false],
] as const)('colours of the %s of %s end at %j, and it is bounded: %s', (component, cell, limits, bounded) => {
  expect([limitsOf(component, cell), isBounded(component, cell)]).toEqual([limits, bounded]);
});

test('where the value has no bounds, it is said what becomes of it', () => {
  expect(limitsNote('cell', 'lstm')).toContain('Beyond ±3 the colour stays: the value passes through a tanh');
  expect(limitsNote('preactivation', 'rnn')).toContain('passes through a tanh');
  expect(limitsNote('hidden', 'mingru')).toBe('Beyond ±3 the colour stays: the value has no bounds.');
});

test('cells, components, layers and stacks have names as a sentence says them', () => {
  expect([cellName('mingru'), cellName('gru'), cellName('rwkv7')]).toEqual(['minGRU', 'GRU', 'RWKV-7']);
  expect(['channelHidden', 'output', 'unheard-of'].map(componentName)).toEqual([
    'channel mixing',
    'output gate',
    'unheard-of',
  ]);
  expect([
    layersOf({ cell: 'mamba', layers: 24, units: 1536 }),
    layersOf({ cell: 'lstm', layers: 2, units: 672 }),
    layersOf({ cell: 'lstm', layers: 3, units: 1152, widths: [1152, 1152, 400] }),
  ]).toEqual(['24 layers', '2 layers of 672 units', '3 layers of 1,152, 1,152 and 400 units']);
  expect([stackOf({}), stackOf({ projection: 64 }), stackOf({ residual: true })]).toEqual([
    '',
    ', hidden states projected to 64 numbers',
    ', each layer adding to what it reads',
  ]);
});

test('a component without bounds can be held as far as a neuron went, and one with bounds within them', () => {
  expect(holdLimits('cell', 'lstm', [0.5, 10.2, 4])).toEqual([-11, 11]);
  expect(holdLimits('cell', 'lstm', [0.5])).toEqual([-3, 3]);
  expect(holdLimits('output', 'lstm', [0.99])).toEqual([0, 1]);
});

test.each([
  [
    'i = σ(W_i x + U_i h′ + b_i)',
    '<var>i</var> = σ(<var>W</var><sub>i</sub><var>x</var> + <var>U</var><sub>i</sub><var>h</var>′ + <var>b</var><sub>i</sub>)',
  ],
  ['h = (1 − z) ⊙ tanh(c)', '<var>h</var> = (1 − <var>z</var>) ⊙ tanh(<var>c</var>)'],
  ['u = silu(convolution of W_u n)', '<var>u</var> = silu(convolution of <var>W</var><sub>u</sub><var>n</var>)'],
])('in a formula letters become variables with their subscripts, and words stay words: %s', (formula, html) => {
  expect(formulaHtml(formula)).toBe(html);
});

test('every formula begins with its component’s symbol and leaves no notation behind', () => {
  for (const { components } of networkNames.map(factsOf)) {
    for (const { symbol, formula } of Object.values(components)) {
      expect(formulaHtml(formula).startsWith(`<var>${symbol}</var> = `)).toBe(true);
      expect(formulaHtml(formula)).not.toContain('_');
    }
  }
});
