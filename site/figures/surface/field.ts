/**
 * The amplitude field that the surface shows: one row per neuron, one column per frequency, rows of one window side by
 * side and a gap before the next window. Pure.
 */
import type { Result, Spectrum } from '../../../runner/experiment/results/schema.ts';
import { oscillations } from '../spectrum.ts';

export interface FieldRow {
  neuron: number;
  detected: boolean;
  /** Amplitudes by column. */
  amplitudes: number[];
}

export interface Field {
  /** Cycles per token of each column, ascending; the mean (0) is left out. */
  frequencies: number[];
  /** Rows in order of neuron number, grouped into runs of neighbouring neurons. */
  windows: FieldRow[][];
  /** The largest amplitude. */
  top: number;
  band: readonly [number, number] | null;
}

/** Null when there is nothing to draw: no spectrum, or fewer than two frequencies. */
export function fieldOf({ spectra, features, detection }: Result): Field | null {
  const frequencies = spectra[0] === undefined ? [] : oscillations(spectra[0]).map(({ frequency }) => frequency);
  if (frequencies.length < 2) return null;
  const detected = new Set(
    features.flatMap(({ windows }) =>
      windows.flatMap(({ neurons }) => neurons.filter(({ role }) => role === 'detected').map(({ neuron }) => neuron)),
    ),
  );
  const row = (spectrum: Spectrum): FieldRow => ({
    neuron: spectrum.neuron,
    detected: detected.has(spectrum.neuron),
    amplitudes: oscillations(spectrum).map(({ amplitude }) => amplitude),
  });
  const windows: FieldRow[][] = [];
  for (const spectrum of spectra) {
    const last = windows.at(-1);
    if (last !== undefined && last.at(-1)?.neuron === spectrum.neuron - 1) last.push(row(spectrum));
    else windows.push([row(spectrum)]);
  }
  const top = Math.max(...windows.flat().flatMap(({ amplitudes }) => amplitudes), Number.MIN_VALUE);
  return { frequencies, windows, top, band: detection.band };
}
