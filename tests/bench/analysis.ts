/** The time of relevance over a whole recording, and of all neurons' spectra over the shown text. */
import { relevance } from '../../runner/analysis/relevance.ts';
import { amplitudeSpectrum } from '../../runner/analysis/spectrum.ts';
import { random } from '../../runner/random.ts';
import { printRows } from './table.ts';
import type { Options } from './words.ts';

export async function bench({ json }: Options): Promise<void> {
  const source = random(3);
  const activations = Array.from({ length: 672 }, () => Float32Array.from({ length: 65_536 }, () => source.uniform()));
  const mask = Uint8Array.from({ length: 65_536 }, () => (source.uniform() < 0.03 ? 1 : 0));
  const timed = (what: string, work: () => void) => {
    const began = performance.now();
    work();
    return { case: what, seconds: (performance.now() - began) / 1000 };
  };
  const rows = [
    timed('relevance, 672 neurons x 65,536 tokens', () => relevance(activations, mask)),
    timed('spectra, 672 neurons x 406 tokens', () => {
      for (const signal of activations) amplitudeSpectrum(signal.subarray(0, 406));
    }),
  ];
  printRows(rows, json);
}
