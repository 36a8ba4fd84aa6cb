/**
 * A neuron's amplitude spectrum taken apart: as it is (thin), what the token classes alone explain (dashed), and what
 * is left (thick); the dot marks the strongest frequency of what is left.
 */

import { at } from '../../runner/core/at.ts';
import type { Rhythm } from '../../runner/results/shown-schema.ts';
import { drawnOnce } from './drawn-once.ts';
import { Plot, plotSvg } from './plot.ts';
import { spectrumAxes } from './spectrum.ts';

/** `top` is the common end of the amplitude axis, so that charts beside each other compare. */
export const rhythmSvg = drawnOnce(
  (
    { frequencies, raw, control, residual }: NonNullable<Rhythm['spectra']>,
    top: number,
    frequency: number | null,
    width: number = 340,
  ): string => {
    const points = frequencies.map((each, k) => ({
      frequency: each,
      raw: at(raw, k),
      control: at(control, k),
      residual: at(residual, k),
    }));
    const line = (y: string, options: Plot.LineYOptions): Plot.Markish =>
      Plot.lineY(points, { x: 'frequency', y, ...options });
    const nearest = points.reduce<(typeof points)[number] | null>(
      (best, each) =>
        frequency !== null &&
        (best === null || Math.abs(each.frequency - frequency) < Math.abs(best.frequency - frequency))
          ? each
          : best,
      null,
    );
    return plotSvg({
      width,
      height: 172,
      ...spectrumAxes(top),
      marks: [
        Plot.ruleY([0], { stroke: 'currentColor', strokeOpacity: 0.5 }),
        line('raw', { stroke: 'var(--quiet)', strokeWidth: 1 }),
        line('control', { stroke: 'var(--line-2)', strokeWidth: 1.5, strokeDasharray: '5 3' }),
        line('residual', { stroke: 'var(--line)', strokeWidth: 1.75 }),
        ...(nearest
          ? [Plot.dot([nearest], { x: 'frequency', y: 'residual', r: 4, fill: 'var(--mark)', stroke: 'var(--paper)' })]
          : []),
      ],
    });
  },
);

/** The largest amplitude of any spectrum shown, above 0. */
export const rhythmTop = (rhythms: readonly Rhythm[]): number =>
  Math.max(1e-6, ...rhythms.flatMap(({ spectra }) => (spectra ? [...spectra.raw, ...spectra.residual] : [])));
