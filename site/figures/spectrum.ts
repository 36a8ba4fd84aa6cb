/** One neuron's amplitude spectrum as a small chart: 0 to 0.5 cycles per token, the band shaded, its peak marked. */
import type { Spectrum } from '../../runner/experiment/results/schema.ts';
import { drawnOnce } from './drawn-once.ts';
import { Plot, plotSvg } from './plot.ts';

/** The mean (frequency 0) is left out: it is no oscillation and would flatten the rest. */
export function oscillations(spectrum: Spectrum): { frequency: number; amplitude: number }[] {
  return spectrum.amplitude
    .map((amplitude, k) => ({ frequency: k / spectrum.tokens, amplitude }))
    .filter(({ frequency }) => frequency > 0);
}

/** The strongest oscillation: inside the band when one was set, else anywhere above frequency 0. */
export function peakOf(spectrum: Spectrum): { frequency: number; amplitude: number } | null {
  if (spectrum.peak) return spectrum.peak;
  return oscillations(spectrum).reduce<{ frequency: number; amplitude: number } | null>(
    (best, each) => (best === null || each.amplitude > best.amplitude ? each : best),
    null,
  );
}

/** The largest amplitude of any oscillation shown, above 0. */
export const spectraTop = (spectra: readonly Spectrum[]): number =>
  Math.max(1e-6, ...spectra.flatMap((each) => oscillations(each).map(({ amplitude }) => amplitude)));

/** From 0 to 0.5 cycles per token, and from 0 to `top`. */
export const spectrumAxes = (top: number): Plot.PlotOptions => ({
  marginLeft: 36,
  marginRight: 12,
  marginTop: 12,
  marginBottom: 26,
  x: { domain: [0, 0.5], ticks: [0, 0.1, 0.2, 0.3, 0.4, 0.5], tickFormat: (f: number) => String(f), label: null },
  y: { domain: [0, top], ticks: 3, label: null, grid: true },
});

/** `top` is the common end of the amplitude axis, so that charts beside each other compare. */
export const spectrumSvg = drawnOnce(
  (
    spectrum: Spectrum,
    band: readonly [number, number] | null,
    top: number,
    { width, height }: { width: number; height: number } = { width: 240, height: 130 },
  ): string => {
    const peak = peakOf(spectrum);
    return plotSvg({
      width,
      height,
      ...spectrumAxes(top),
      marks: [
        ...(band ? [Plot.rect([band], { x1: '0', x2: '1', y1: 0, y2: top, fill: 'var(--band)' })] : []),
        Plot.ruleY([0], { stroke: 'currentColor', strokeOpacity: 0.5 }),
        Plot.lineY(oscillations(spectrum), {
          x: 'frequency',
          y: 'amplitude',
          stroke: 'var(--line)',
          strokeWidth: 1.25,
        }),
        ...(peak
          ? [Plot.dot([peak], { x: 'frequency', y: 'amplitude', r: 4, fill: 'var(--mark)', stroke: 'var(--paper)' })]
          : []),
      ],
    });
  },
);
