import { describe, expect, it } from 'vitest';
import {
  checkNeurons,
  featureWarning,
  findNeurons,
  findSpectra,
  numberWarning,
} from '../../../runner/experiment/find.ts';
import { lossOf } from '../../../runner/experiment/result.ts';

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
const text = {
  activations,
  segments: [
    [0, 6],
    [6, 6],
  ] as const,
  warmUp: 0,
  shown: activations,
};
const everyThird = Uint8Array.from({ length: tokens }, (_, t) => (t % 3 === 0 ? 1 : 0));

describe('findNeurons', () => {
  it('ranks by the correlation with a number, either way round, over the tokens that have one', () => {
    const falling = activations.with(
      3,
      signal((t) => -2 * t),
    );
    const numbers = Float32Array.from({ length: tokens }, (_, t) => (t < 2 ? Number.NaN : t));
    const found = findNeurons({ ...text, activations: falling }, numbers, asked);
    expect(found).toMatchObject({ carriers: 10, counted: 12, relevance: null });
    const [window] = found.windows;
    expect(window?.neurons.find(({ role }) => role === 'detected')).toEqual({
      neuron: 3,
      role: 'detected',
      rank: 1,
      score: expect.closeTo(1, 12),
    });
    // A neuron that never changes goes with nothing.
    expect(window?.neurons.find(({ neuron }) => neuron === 4)?.score).toBeNull();
  });

  it('detects the neuron that fires with the feature, with its neighbours', () => {
    const found = findNeurons(text, everyThird, asked);
    expect(found).toMatchObject({ carriers: 4, counted: 12 });
    expect(found.windows).toEqual([
      {
        first: 1,
        last: 3,
        neurons: [
          { neuron: 1, role: 'neighbour', rank: 3, score: 0 },
          { neuron: 2, role: 'detected', rank: 1, score: 1 },
          { neuron: 3, role: 'neighbour', rank: 4, score: 0 },
        ],
      },
    ]);
  });

  it('keeps the side of an effect, ranks by its size, and never goes beyond what an area or a correlation can be', () => {
    // The mean over swaps taken off, an effect may lie beyond .5.
    const effects = Float64Array.of(-0.502, 0.3, -0.4, Number.NaN, 0);
    const byEffect = { ...asked, detect: { ...detect, by: 'effect' as const, count: 5 } };
    const found = (mask: Uint8Array | Float32Array) =>
      findNeurons(text, mask, byEffect, effects).windows.flatMap(({ neurons }) =>
        neurons.map(({ score, rank }) => [rank, score]),
      );
    const close = (value: number) => expect.closeTo(value, 12);
    expect(found(everyThird)).toEqual([
      [1, 0],
      [3, close(0.8)],
      [2, close(0.1)],
      [null, null],
      [4, 0.5],
    ]);
    const ofNumber = [
      [1, -1],
      [3, close(0.6)],
      [2, close(-0.8)],
      [null, null],
      [4, 0],
    ];
    expect(found(Float32Array.from({ length: tokens }, (_, t) => t))).toEqual(ofNumber);
    expect(findNeurons(text, everyThird, byEffect, new Float64Array(5).fill(Number.NaN)).windows).toEqual([]);
  });

  it('counts no token of a warm-up', () => {
    expect(findNeurons({ ...text, warmUp: 2 }, everyThird, asked)).toMatchObject({ carriers: 2, counted: 8 });
  });

  it('detects nothing when the feature is nowhere or everywhere', () => {
    const nowhere = findNeurons(text, new Uint8Array(tokens), asked);
    expect(nowhere).toMatchObject({ carriers: 0, relevance: null, windows: [] });
    const everywhere = findNeurons(text, new Uint8Array(tokens).fill(1), asked);
    expect(everywhere.windows).toEqual([]);
    expect(everywhere.relevance?.relevance).toEqual([0, 0, 0, 0, 0]);
  });

  it('detects by the strongest amplitude inside the band, whatever the feature', () => {
    const byFourier = {
      ...asked,
      detect: { ...detect, by: 'fourier' as const },
      fourier: { band: [0.45, 0.5] as [number, number] },
    };
    const found = findNeurons(text, new Uint8Array(tokens).fill(1), byFourier);
    expect(found.windows[0]?.neurons[0]).toMatchObject({ neuron: 0, role: 'detected', rank: 1 });
    expect(found.windows[0]?.neurons[0]?.score).toBeCloseTo(0.3, 6);
  });

  it('shows the neurons that are given', () => {
    const given = {
      ...asked,
      detect: { ...detect, by: 'none' as const },
      neurons: { text: [4], heatmap: [0, 1], fourier: [3] },
    };
    const found = findNeurons(text, everyThird, given);
    expect(found.windows.map(({ first, last }) => [first, last])).toEqual([[3, 4]]);
    expect(found.heatmapWindows.map(({ first, last }) => [first, last])).toEqual([[0, 2]]);
    expect(findSpectra(activations, [found], given).map(({ neuron }) => neuron)).toEqual([2, 3, 4]);
  });
});

describe('findSpectra', () => {
  it('gives the spectra of all windows once, with the peak in the band', () => {
    const withBand = { ...asked, fourier: { band: [0.3, 0.4] as [number, number] } };
    const found = findNeurons(text, everyThird, asked);
    const spectra = findSpectra(activations, [found, found], withBand);
    expect(spectra.map(({ neuron }) => neuron)).toEqual([1, 2, 3]);
    expect(spectra[1]?.peak?.frequency).toBeCloseTo(1 / 3, 12);
    // A pulse at every third token is 1/3 + 2/3 cos.
    expect(spectra[1]?.peak?.amplitude).toBeCloseTo(2 / 3, 6);
  });
});

describe('checkNeurons', () => {
  it('names the neuron that the layer does not have', () => {
    expect(() => checkNeurons({ text: [1], heatmap: [9], fourier: [] }, 5)).toThrow(
      /names 9, and the layer has 5 neurons/,
    );
    expect(() => checkNeurons({ text: [4], heatmap: [0], fourier: [] }, 5)).not.toThrow();
  });
});

describe('the loss of a text', () => {
  it('leaves out warm-ups and what follows nothing', () => {
    const nll = Float32Array.of(1, 2, NaN, 4, 5);
    expect(
      lossOf(
        {
          nll,
          segments: [
            [0, 3],
            [3, 3],
          ],
        },
        0,
      ),
    ).toEqual({ loss: 3, tokens: 4 });
    expect(
      lossOf(
        {
          nll,
          segments: [
            [0, 3],
            [3, 3],
          ],
        },
        2,
      ),
    ).toEqual({ loss: 3.5, tokens: 2 });
    expect(lossOf({ nll: new Float32Array(0), segments: [[0, 1]] }, 0)).toEqual({ loss: null, tokens: 0 });
  });
});

describe('featureWarning', () => {
  it('speaks up when a feature matches nothing', () => {
    expect(featureWarning('dots', 0, 900)).toMatch(/^"dots" matches no token of the 900/);
    expect(featureWarning('dots', 0, 0)).toMatch(/matches no token/);
  });

  it('speaks up when a feature matches everything', () => {
    expect(featureWarning('all tokens', 900, 900)).toMatch(
      /^"all tokens" matches every token, so there is nothing to compare with/,
    );
  });

  it('is silent otherwise', () => {
    expect(featureWarning('dots', 1, 900)).toBeNull();
  });
});

describe('numberWarning', () => {
  it('speaks up where no token has a number, or all have the same', () => {
    expect(numberWarning('depth', Float32Array.of(Number.NaN, Number.NaN))).toMatch(
      /^"depth" has no number at any token/,
    );
    expect(numberWarning('depth', Float32Array.of(4, Number.NaN, 4))).toMatch(/^"depth" is 4 at every token/);
    expect(numberWarning('depth', Float32Array.of(4, Number.NaN, 5))).toBeNull();
  });
});
