/**
 * The plane of an atlas as SVG: a dot a neuron, close to those it moves with, in the colour of the family of what it tells
 * best; families' features are named where their neurons gather. Pure.
 */
import type { AtlasMap } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import { at } from '../../../runner/core/at.ts';
import { coordinate } from '../../../runner/core/format.ts';
import {
  type Best,
  bestOf,
  familyOf,
  type LearnedEffects,
  type LearnedSource,
  tells,
} from '../../words/atlas/learned.ts';
import { escapeHtml } from '../../words/html.ts';

const [width, height, margin] = [560, 540, 16];
/** Width of a letter of a label, and of its line. */
const [letter, line] = [6.9, 16];
/** Where a label may stand from the middle of its neurons. */
const offsets = [
  [0, -14],
  [0, 24],
  [0, -30],
  [0, 40],
  [48, 4],
  [-48, 4],
] as const;
/** Fewer neurons of a feature get no name. */
const fewest = 3;
const mostLabels = 14;
/** On a small screen only so many stay. */
const firstLabels = 6;
/** Distance within which neurons are taken to stand together, in pixels. */
const reach = 30;

interface Dot {
  neuron: number;
  x: number;
  y: number;
  radius: number;
  best: Best | null;
  /** Its colour: the family of what it tells, or none. */
  colour: string;
}

export const colourOf = (best: Best | null): string => (best && tells(best) ? familyOf(best.feature) : 'unlearned');

export function planeSvg(atlas: LearnedSource, map: LearnedEffects & Pick<AtlasMap, 'best' | 'plane'>): string {
  const dots = dotsOf(atlas, map).sort((a, b) => a.radius - b.radius);
  const groups = ['unlearned', 'place', 'marks', 'words', 'speech'].map((colour) => {
    const circles = dots
      .filter((dot) => dot.colour === colour)
      .map(
        ({ neuron, x, y, radius }) =>
          `<circle data-n="${neuron}" cx="${coordinate(x)}" cy="${coordinate(y)}" r="${coordinate(radius)}"/>`,
      )
      .join('');
    return circles === '' ? '' : `<g style="fill:var(--${colour})">${circles}</g>`;
  });
  return (
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${dots.length} neurons as dots in a plane">` +
    `<g class="dots">${groups.join('')}</g>${labels(dots)}</svg>`
  );
}

function dotsOf(atlas: LearnedSource, map: LearnedEffects & Pick<AtlasMap, 'best' | 'plane'>): Dot[] {
  return Array.from({ length: atlas.neurons }, (_, neuron) => {
    const best = bestOf(atlas, map, neuron);
    const size = best === null ? 0 : Math.max(0, best.beyond ?? Math.abs(best.effect - 0.5) / 2);
    return {
      neuron,
      x: margin + (width - 2 * margin) * at(map.plane, 2 * neuron),
      y: margin + (height - 2 * margin) * (1 - at(map.plane, 2 * neuron + 1)),
      radius: 2.8 + 14 * size,
      best,
      colour: colourOf(best),
    };
  });
}

/** A feature's name stands where its neurons are densest, if it finds room there. */
function labels(dots: readonly Dot[]): string {
  const placed: { x: number; y: number; width: number }[] = [];
  const gathered = Map.groupBy(
    dots.filter((dot) => dot.colour !== 'unlearned'),
    ({ best }) => best?.feature.name ?? '',
  );
  const written: string[] = [];
  for (const [name, members] of [...gathered].sort(([, a], [, b]) => b.length - a.length)) {
    if (members.length < fewest || written.length === mostLabels) continue;
    const centre = densest(members);
    const wide = [...name].length * letter;
    for (const [dx, dy] of offsets) {
      const x = Math.max(wide / 2, Math.min(width - wide / 2, centre.x + dx));
      const y = Math.max(line, Math.min(height - 4, centre.y + dy));
      const free = placed.every(
        (other) => Math.abs(other.x - x) > (other.width + wide) / 2 + 4 || Math.abs(other.y - y) > line,
      );
      if (!free) continue;
      const late = written.length >= firstLabels ? ' class="late"' : '';
      placed.push({ x, y, width: wide });
      written.push(
        `<text${late} x="${coordinate(x)}" y="${coordinate(y)}" style="fill:var(--${centre.colour})">${escapeHtml(name)}</text>`,
      );
      break;
    }
  }
  return `<g class="names" aria-hidden="true">${written.join('')}</g>`;
}

function densest(members: readonly Dot[]): { x: number; y: number; colour: string } {
  const crowd = (dot: Dot): number =>
    members.reduce((sum, { x, y }) => sum + Math.exp(-((x - dot.x) ** 2 + (y - dot.y) ** 2) / reach ** 2), 0);
  const [first] = [...members].map((dot) => ({ dot, crowd: crowd(dot) })).sort((a, b) => b.crowd - a.crowd);
  return first?.dot ?? { x: width / 2, y: height / 2, colour: 'unlearned' };
}
