/**
 * What training taught about one feature, as SVG: how many neurons have which effect, of the trained network upwards and of
 * untrained ones downwards; the band is what is not learned may reach. Pure.
 */

import type { MemoryArrays } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import type { MemoryIndex } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { at } from '../../../runner/core/at.ts';
import { coordinate } from '../../../runner/core/words.ts';
import type { FeatureFamily } from '../../words/atlas/families.ts';
import { onAxis } from '../../words/atlas/memory.ts';

const [width, up, down] = [320, 26, 14];
const bars = 100;

export interface EffectStrip {
  /** Local AUC of every neuron of the trained network; NaN where it cannot be tested. */
  trained: Float32Array;
  /** Of all neurons of all untrained networks; null when none was read. */
  untrained: Float32Array | null;
  /** How far from .5 an effect comes without having been learned; null where that cannot be told. */
  limit: number | null;
  family: FeatureFamily;
}

/** Share of neurons with an effect in each of the bars from 0 to 1. */
export function shares(effects: Float32Array): number[] {
  const counts = new Array<number>(bars).fill(0);
  let tested = 0;
  for (const effect of effects) {
    if (Number.isNaN(effect)) continue;
    const bar = Math.min(bars - 1, Math.max(0, Math.floor(effect * bars)));
    counts[bar] = at(counts, bar) + 1;
    tested++;
  }
  return counts.map((count) => (tested === 0 ? 0 : count / tested));
}

/** The square root keeps a single neuron in sight beside hundreds. */
const height = (share: number, most: number): number => Math.sqrt(share / most);

function steps(values: readonly number[], base: number, reach: number): string {
  const step = width / bars;
  const most = Math.max(...values, 1e-9);
  const first = values.findIndex((value) => value > 0);
  const last = values.findLastIndex((value) => value > 0);
  if (first === -1) return '';
  const parts = [`M${coordinate(first * step)},${base}`];
  let y = base;
  for (let bar = first; bar <= last; bar++) {
    const next = base + reach * height(at(values, bar), most);
    if (next !== y) parts.push(`V${coordinate(next)}`);
    parts.push(`h${coordinate(step)}`);
    y = next;
  }
  return `${parts.join('')}V${base}Z`;
}

/** What is drawn on one axis from 0 to 1: shares of neurons in each bar, upwards and downwards. */
interface TwoSided {
  above: readonly number[];
  below: readonly number[] | null;
  /** What may be without having been learned. */
  band: readonly [from: number, to: number] | null;
  /** From where to where it runs, on the axis below it. */
  says?: string;
  /** Whether the middle means none. */
  isCentred: boolean;
  family: FeatureFamily;
}

function twoSidedSvg({ above, below, band, says, isCentred, family }: TwoSided): string {
  const pale =
    band === null
      ? ''
      : `<rect class="band" x="${coordinate(width * band[0])}" y="0" width="${coordinate(width * (band[1] - band[0]))}" height="${up + down}"/>`;
  const middle = isCentred ? `<line x1="${width / 2}" x2="${width / 2}" y1="0" y2="${up + down}"/>` : '';
  const grey = below === null ? '' : `<path class="untrained" d="${steps(below, up, down)}"/>`;
  return (
    `<svg${says ?? ''} viewBox="0 0 ${width} ${up + down}" preserveAspectRatio="none" aria-hidden="true">${pale}${middle}` +
    `<path style="fill:var(--${family})" d="${steps(above, up, -up)}"/>${grey}` +
    `<line x1="0" x2="${width}" y1="${up}" y2="${up}"/></svg>`
  );
}

export const stripSvg = ({ trained, untrained, limit, family }: EffectStrip): string =>
  twoSidedSvg({
    above: shares(trained),
    below: untrained && shares(untrained),
    band: limit === null ? null : [Math.max(0, 0.5 - limit), Math.min(1, 0.5 + limit)],
    isCentred: true,
    family,
  });

/** How long all neurons remember. */
export function memoryStripSvg({ halfLife, untrained }: MemoryArrays, memory: MemoryIndex): string {
  const places = (values: Float32Array): number[] => shares(values.map((each) => onAxis(each, memory)));
  const limit = memory.untrained?.limit ?? null;
  return twoSidedSvg({
    above: places(halfLife),
    below: memory.untrained && untrained && places(untrained),
    band: limit === null ? null : [0, onAxis(limit, memory)],
    says: ` data-x="0 ${memory.tokens - 1}"`,
    isCentred: false,
    family: 'place',
  });
}
