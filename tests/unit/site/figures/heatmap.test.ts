import { expect, test } from 'vitest';
import { quantize } from '../../../../runner/experiment/results/activations.ts';
import { heatmap, heatmapDrawing, ledBy } from '../../../../site/figures/heatmap.ts';

const tokens = ['Stop', '.', ' ', 'Go', '.'];
const activations = quantize([
  [0, 1, 0, 0, -1],
  [0.5, 0.5, 0.5, 0.5, 0.5],
]);
const one = (neuron: number, role: 'detected' | 'neighbour') => ({ neuron, role, rank: 1, score: 1 });
const feature = {
  heatmapWindows: [
    { first: 0, last: 0, neurons: [one(0, 'detected')] },
    { first: 1, last: 1, neurons: [one(1, 'neighbour')] },
  ],
  relevance: { relevance: [1, 0.25], prominence: [1, 0], difference: [1, 0] },
};

test('rows hold the neurons of each window and columns the carriers', () => {
  const map = heatmap(feature, { tokens }, [1, 4], activations);
  const told = map.windows.map((rows) => rows.map(({ neuron, detected, relevance }) => [neuron, detected, relevance]));
  expect(told).toEqual([[[0, true, 1]], [[1, false, 0.25]]]);
  expect(map.windows[0]?.[0]?.values).toEqual([1, -1]);
});

test('the group of the neuron that leads comes first, and is made where no window holds it', () => {
  const five = quantize(Array.from({ length: 5 }, (_, neuron) => tokens.map((_, t) => (neuron * t) / 20)));
  const led = (neuron: number, beside: number) => {
    const shown = { ...feature, heatmapWindows: feature.heatmapWindows.slice(0, neuron === 1 ? 2 : 1) };
    const { windows } = heatmap(ledBy(shown, neuron, { beside, units: 5 }), { tokens }, [1, 4], five);
    return windows.map((rows) =>
      rows.map((row) => `${row.neuron}${row.detected ? ' detected' : ''}${row.leads ? ' leads' : ''}`),
    );
  };
  expect(led(1, 1)).toEqual([['1 leads'], ['0 detected']]);
  expect(led(3, 1)).toEqual([['2', '3 detected leads', '4'], ['0 detected']]);
  // Neither a neuron beyond the layer, nor one that stands in another group.
  expect(led(4, 4)[0]).toEqual(['1', '2', '3', '4 detected leads']);
});

test('columns of few different marks are told apart by the token before', () => {
  expect(heatmap(feature, { tokens }, [1, 4], activations).labels).toEqual(['Stop.', 'Go.']);
  expect(heatmap(feature, { tokens }, [0, 1, 2, 3, 4], activations).labels).toEqual(['Stop', '.', '␣', 'Go', '.']);
});

test('what the feature is not compared with takes no part in the mean of the others', () => {
  const elsewhere = (compared?: Uint8Array) =>
    heatmap({ ...feature, ...(compared && { compared }) }, { tokens: ['Stop', '.', ' ', 'Go', ','] }, [1], activations)
      .windows[0]?.[0]?.means.elsewhere;
  // Of 0, 0 and −1; without the comma of 0 and 0.
  expect(elsewhere()).toBeCloseTo(-1 / 3, 6);
  expect(elsewhere(Uint8Array.of(1, 1, 1, 1, 0))).toBe(0);
});

test('a figure that would be too large leaves neurons out and says how many', () => {
  const positions = Array.from({ length: 12_000 }, () => 0);
  expect(heatmap(feature, { tokens }, positions, activations)).toMatchObject({ omittedNeurons: 1 });
});

test('on a page the links over cells are for the pointer alone', () => {
  const map = heatmap(feature, { tokens }, [1, 4], activations);
  const { head, body } = heatmapDrawing(map, [-1, 1], undefined, (neuron) => `#a=1&neuron=${neuron}`);
  expect(head.content.match(/<a href="#a=1&amp;neuron=[01]" (?!tabindex)/g)).toHaveLength(2);
  expect(body.content.match(/<a href="#a=1&amp;neuron=[01]" tabindex="-1"/g)).toHaveLength(2);
});

test('beside its cells a row has its mean over them and over all other tokens but white space', () => {
  const tokens = ['a', '.', ' ', 'b', '.'];
  const values = quantize([Float32Array.of(0.5, -1, 1, 0.25, -0.5)]);
  const shown = { relevance: null, heatmapWindows: [{ neurons: [{ neuron: 0, role: 'detected' as const }] }] };
  const means = (carriers: number[]) => heatmap(shown, { tokens }, carriers, values).windows[0]?.[0]?.means;
  expect(means([1, 4])?.here).toBeCloseTo(-0.75, 2);
  expect(means([1, 4])?.elsewhere).toBeCloseTo(0.375, 2);
  expect(means([0, 1, 2, 3, 4])?.elsewhere).toBeNull();
});
