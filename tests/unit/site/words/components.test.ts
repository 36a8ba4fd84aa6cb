import { expect, test } from 'vitest';
import {
  cellName,
  componentName,
  holdLimits,
  isBounded,
  layerPartsOf,
  layersOf,
  limitsNote,
  limitsOf,
  stackOf,
} from '../../../../site/words/components.ts';

test('gates have limits 0 and 1 whatever is shown', () => {
  for (const gate of ['input', 'forget', 'output']) expect(limitsOf(gate, 'lstm')).toEqual([0, 1]);
  for (const gate of ['update', 'reset']) expect(limitsOf(gate, 'gru')).toEqual([0, 1]);
});

test('what comes out of a tanh has limits -1 and 1', () => {
  for (const component of ['hidden', 'candidate']) expect(limitsOf(component, 'lstm')).toEqual([-1, 1]);
});

test('the cell state and the preactivation end at the largest value shown, on both sides', () => {
  expect(limitsOf('cell', 'lstm')).toEqual([-3, 3]);
  expect(limitsOf('preactivation', 'rnn')).toEqual([-3, 3]);
  expect(isBounded('cell', 'lstm')).toBe(false);
  expect(limitsNote('cell', 'lstm')).toContain('Beyond ±3 the colour stays: the value passes through a tanh');
  expect(limitsNote('preactivation', 'rnn')).toContain('passes through a tanh');
});

test('what no tanh bounds, in one cell or another, has no bounds there', () => {
  expect(isBounded('hidden', 'mingru')).toBe(false);
  expect(limitsNote('hidden', 'mingru')).toBe('Beyond ±3 the colour stays: the value has no bounds.');
  expect(isBounded('hidden', 'slstm')).toBe(true);
});

test('a layer of a whole network is its parts, each with the stream that it adds to', () => {
  expect(layerPartsOf('lstm')).toEqual([]);
  const parts = layerPartsOf('rwkv4').map(({ boxes, stream }) => [boxes.map(({ symbol }) => symbol).join(' '), stream]);
  expect(parts).toEqual([
    ['r k v a', 'y'],
    ['g h', 'x'],
  ]);
  expect(layerPartsOf('mamba').map(({ stream }) => stream)).toEqual(['x']);
  expect(layerPartsOf('mamba')[0]?.boxes.find(({ component }) => component === 'write')?.role).toBe('address');
  expect(layersOf({ cell: 'mamba', layers: 24, units: 1536 })).toBe('24 layers');
  expect([cellName('rwkv7'), componentName('channelHidden')]).toEqual(['RWKV-7', 'channel mixing']);
});

test('cells have names as a sentence says them', () => {
  expect(cellName('mingru')).toBe('minGRU');
  expect(cellName('gru')).toBe('GRU');
});

test('what layers give to one another is said, where it is not their hidden state alone', () => {
  expect(stackOf({})).toBe('');
  expect(stackOf({ projection: 64 })).toBe(', hidden states projected to 64 numbers');
  expect(stackOf({ residual: true })).toBe(', each layer adding to what it reads');
});

test('minLMs are drawn as a stream that a cell and a feed-forward part add to', () => {
  expect(
    layerPartsOf('mingru-lm').map(({ stream, boxes }) => [boxes.map(({ symbol }) => symbol).join(' '), stream]),
  ).toEqual([
    ['z n h', 'y'],
    ['k', 'x'],
  ]);
});

test('layers are said with their widths, where these differ', () => {
  expect(layersOf({ cell: 'lstm', layers: 2, units: 672 })).toBe('2 layers of 672 units');
  expect(layersOf({ cell: 'lstm', layers: 3, units: 1152, widths: [1152, 1152, 400] })).toBe(
    '3 layers of 1,152, 1,152 and 400 units',
  );
});

test('components have the names of the field', () => {
  expect(componentName('output')).toBe('output gate');
  expect(componentName('unheard-of')).toBe('unheard-of');
});

test('a component without bounds can be held as far as a neuron went, and one with bounds within them', () => {
  expect(holdLimits('cell', 'lstm', [0.5, 10.2, 4])).toEqual([-11, 11]);
  expect(holdLimits('cell', 'lstm', [0.5])).toEqual([-3, 3]);
  expect(holdLimits('output', 'lstm', [0.99])).toEqual([0, 1]);
});
