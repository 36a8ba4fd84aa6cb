/**
 * How long all neurons remember, on one axis: how many of the trained network upwards and of untrained ones downwards; the band is
 * where one more untrained network's longest may lie. Pure.
 */
import type { MemoryArrays } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import type { MemoryIndex } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { at } from '../../../runner/core/at.ts';
import { coordinate } from '../../../runner/core/format.ts';
import { onAxis } from '../../words/atlas/memory.ts';

const [width, up, down] = [320, 26, 14];
const bars = 100;

/** Share of values in each of the bars from 0 to 1; what is no number is left out. */
export function shares(values: Float32Array): number[] {
  const known = values.filter((value) => !Number.isNaN(value));
  const counts = new Array<number>(bars).fill(0);
  for (const value of known) {
    const bar = Math.min(bars - 1, Math.max(0, Math.floor(value * bars)));
    counts[bar] = at(counts, bar) + 1;
  }
  return counts.map((count) => count / Math.max(1, known.length));
}

/** An outline of all bars; the square root keeps a single neuron in sight beside hundreds. @param reach of the highest, upwards below 0. */
function outline(values: readonly number[], reach: number): string {
  const most = Math.max(...values, 1e-9);
  const first = values.findIndex((value) => value > 0);
  const last = values.findLastIndex((value) => value > 0);
  if (first === -1) return '';
  const step = width / bars;
  const steps = values
    .slice(first, last + 1)
    .map((value) => `V${coordinate(up + reach * Math.sqrt(value / most))}h${coordinate(step)}`);
  return `M${coordinate(first * step)},${up}${steps.join('')}V${up}Z`;
}

export function memoryStripSvg({ halfLife, untrained }: MemoryArrays, memory: MemoryIndex): string {
  const of = (values: Float32Array): number[] => shares(values.map((each) => onAxis(each, memory)));
  const limit = memory.untrained?.limit ?? null;
  const band =
    limit === null
      ? ''
      : `<rect class="band" width="${coordinate(width * onAxis(limit, memory))}" height="${up + down}"/>`;
  const below = memory.untrained && untrained ? `<path class="untrained" d="${outline(of(untrained), down)}"/>` : '';
  return (
    `<svg data-x="0 ${memory.tokens - 1}" viewBox="0 0 ${width} ${up + down}" preserveAspectRatio="none" aria-hidden="true">${band}` +
    `<path style="fill:var(--place)" d="${outline(of(halfLife), -up)}"/>${below}<line x1="0" x2="${width}" y1="${up}" y2="${up}"/></svg>`
  );
}
