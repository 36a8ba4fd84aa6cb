import { describe, expect, it } from 'vitest';
import { featureWarning, findNeurons, findSpectra, numberWarning } from '../../../runner/experiment/find.ts';

const detect = { by: 'relevance', on: 'observed', count: 1, neighbours: 1 } as const;
const asked = { detect, neurons: null, fourier: { band: null } };
const tokens = 12;
const signal = (at: (t: number) => number) => Float32Array.from({ length: tokens }, (_, t) => at(t));
/** Neuron 2 fires at every third token; neuron 0 alternates; the others are silent. */
const activations = [
  signal((t) => (t % 2 ? 0.3 : -0.3)),
  signal(() => 0),
  signal((t) => (t % 3 === 0 ? 1 : 0)),
  signal(() => 0),
  signal(() => 0),
];
const segments = [0, 6].map((start): [number, number] => [start, 6]);
const text = { activations, segments, warmUp: 0, shown: activations };
const everyThird = Uint8Array.from({ length: tokens }, (_, t) => Number(t % 3 === 0));
const close = (value: number) => expect.closeTo(value, 12);

describe('findNeurons', () => {
  it('ranks by the correlation with a number, either way round, over the tokens that have one', () => {
    const falling = activations.map((own, neuron) => (neuron === 3 ? signal((t) => -2 * t) : own));
    const numbers = Float32Array.from({ length: tokens }, (_, t) => (t < 2 ? Number.NaN : t));
    const found = findNeurons({ ...text, activations: falling }, numbers, asked);
    expect(found).toMatchObject({ carriers: 10, counted: 12, relevance: null });
    const neurons = found.windows[0]?.neurons;
    expect(neurons).toContainEqual({ neuron: 3, role: 'detected', rank: 1, score: close(1) });
    // A neuron that never changes goes with nothing.
    expect(neurons).toContainEqual(expect.objectContaining({ neuron: 4, score: null }));
  });

  it('detects the neuron that fires with the feature, with its neighbours', () => {
    const neurons = [
      { neuron: 1, role: 'neighbour', rank: 3, score: 0 },
      { neuron: 2, role: 'detected', rank: 1, score: 1 },
      { neuron: 3, role: 'neighbour', rank: 4, score: 0 },
    ];
    const expected = { carriers: 4, counted: 12, windows: [{ first: 1, last: 3, neurons }] };
    expect(findNeurons(text, everyThird, asked)).toMatchObject(expected);
  });

  it('keeps the side of an effect, ranks by its size, and never goes beyond what an area or a correlation can be', () => {
    // The mean over swaps taken off, an effect may lie beyond .5.
    const effects = Float64Array.of(-0.502, 0.3, -0.4, Number.NaN, 0);
    const byEffect = { ...asked, detect: { ...detect, by: 'effect' as const, count: 5 } };
    const found = (mask: Uint8Array | Float32Array, of = effects) =>
      findNeurons(text, mask, byEffect, of).windows.flatMap(({ neurons }) => neurons);
    const ranks = [1, 3, 2, null, 4];
    const areas = found(everyThird);
    expect(areas.map(({ rank }) => rank)).toEqual(ranks);
    expect(areas.map(({ score }) => score)).toEqual([0, close(0.8), close(0.1), null, 0.5]);
    const correlations = found(signal((t) => t));
    expect(correlations.map(({ rank }) => rank)).toEqual(ranks);
    expect(correlations.map(({ score }) => score)).toEqual([-1, close(0.6), close(-0.8), null, 0]);
    expect(found(everyThird, new Float64Array(5).fill(Number.NaN))).toEqual([]);
  });

  it('counts no token of a warm-up', () => {
    expect(findNeurons({ ...text, warmUp: 2 }, everyThird, asked)).toMatchObject({ carriers: 2, counted: 8 });
  });

  it('detects nothing when the feature is nowhere or everywhere', () => {
    const nowhere = findNeurons(text, new Uint8Array(tokens), asked);
    expect(nowhere).toMatchObject({ carriers: 0, relevance: null, windows: [] });
    const everywhere = findNeurons(text, new Uint8Array(tokens).fill(1), asked);
    expect(everywhere).toMatchObject({ windows: [], relevance: { relevance: [0, 0, 0, 0, 0] } });
  });

  it('detects by the strongest amplitude inside the band, whatever the feature', () => {
    const fourier = { band: [0.45, 0.5] as [number, number] };
    const byFourier = { ...asked, detect: { ...detect, by: 'fourier' as const }, fourier };
    const [window] = findNeurons(text, new Uint8Array(tokens).fill(1), byFourier).windows;
    expect(window?.neurons[0]).toEqual({ neuron: 0, role: 'detected', rank: 1, score: expect.closeTo(0.3, 6) });
  });

  it('shows the neurons that are given', () => {
    const neurons = { text: [4], heatmap: [0, 1], fourier: [3] };
    const given = { ...asked, detect: { ...detect, by: 'none' as const }, neurons };
    const found = findNeurons(text, everyThird, given);
    expect(found.windows).toMatchObject([{ first: 3, last: 4 }]);
    expect(found.heatmapWindows).toMatchObject([{ first: 0, last: 2 }]);
    expect(findSpectra(activations, [found], given).map(({ neuron }) => neuron)).toEqual([2, 3, 4]);
  });
});

it('findSpectra gives the spectra of all windows once, with the peak in the band', () => {
  const found = findNeurons(text, everyThird, asked);
  const spectra = findSpectra(activations, [found, found], { ...asked, fourier: { band: [0.3, 0.4] } });
  expect(spectra.map(({ neuron }) => neuron)).toEqual([1, 2, 3]);
  // A pulse at every third token is 1/3 + 2/3 cos.
  expect(spectra[1]?.peak).toEqual({ frequency: close(1 / 3), amplitude: expect.closeTo(2 / 3, 6) });
});

it.each([
  ['matches nothing', featureWarning('x', 0, 900), /^"x" matches no token of the 900/],
  ['matches nothing of an empty text', featureWarning('x', 0, 0), /matches no token/],
  ['matches everything', featureWarning('x', 900, 900), /^"x" matches every token, so .* nothing to compare with/],
  ['has no number anywhere', numberWarning('x', Float32Array.of(NaN, NaN)), /^"x" has no number at any token/],
  ['is the same number everywhere', numberWarning('x', Float32Array.of(4, NaN, 4)), /^"x" is 4 at every token/],
])('a feature that %s is told', (_, warning, words) => {
  expect(warning).toMatch(words);
});

it('a feature that tells neurons apart needs no warning', () => {
  expect([featureWarning('x', 1, 900), numberWarning('x', Float32Array.of(4, NaN, 5))]).toEqual([null, null]);
});
