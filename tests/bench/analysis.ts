/** The time of relevance over a whole recording, of all neurons' spectra over the shown text, and of the swap test. */

import { benchOf } from '../../runner/analysis/findings/bench.ts';
import { familyTest } from '../../runner/analysis/findings/choice.ts';
import { relevance } from '../../runner/analysis/stats/relevance.ts';
import { amplitudeSpectrum } from '../../runner/analysis/stats/spectrum.ts';
import { random } from '../../runner/core/random.ts';
import { threadedSweep } from '../../runner/experiment/evidence/neuron-threads.ts';
import { benchOfText } from '../unit/analysis/findings/text-bench.ts';
import type { Outcome } from './outcome.ts';

/** How often a feature is there, and for how many tokens together. */
const shapes = [
  [0.3, 20],
  [0.3, 1.5],
  [0.05, 1],
  [0.02, 1],
  [0.08, 1.1],
  [0.5, 2],
  [0.1, 3],
  [0.2, 1.3],
  [0.03, 1],
  [0.4, 40],
] as const;

export async function bench(): Promise<Outcome> {
  const source = random(3);
  const tokens = 65_536;
  const activations = Array.from({ length: 672 }, () => Float32Array.from({ length: tokens }, () => source.uniform()));
  const mask = Uint8Array.from({ length: tokens }, () => (source.uniform() < 0.03 ? 1 : 0));
  const timed = async (what: string, work: () => unknown) => {
    const began = performance.now();
    await work();
    return { case: what, seconds: (performance.now() - began) / 1000 };
  };
  const text = { length: 256, segments: 2, types: new Int32Array(tokens) };
  const features = shapes.map(([share, run]) => {
    let carries = 0;
    return Uint8Array.from({ length: tokens }, () => {
      carries = source.uniform() < (carries === 1 ? 1 - 1 / run : share / (1 - share) / run) ? 1 : 0;
      return carries;
    });
  });
  const swap = (count: number) => () => {
    const sources = Int32Array.from({ length: 128 }, (_, document) => document % count);
    const { input } = benchOfText({ ...text, sources }, activations, features, { permutations: 10_000, seed: 4 });
    return familyTest(benchOf(input, threadedSweep()));
  };
  const rows = [
    await timed('relevance, 672 neurons x 65,536 tokens', () => relevance(activations, mask)),
    await timed('spectra, 672 neurons x 406 tokens', () => {
      for (const signal of activations) amplitudeSpectrum(signal.subarray(0, 406));
    }),
    await timed('swap test, 672 neurons x 10 features x 128 documents x 10,000 permutations, one source', swap(1)),
    await timed('the same, eight sources', swap(8)),
  ];
  return { rows };
}
