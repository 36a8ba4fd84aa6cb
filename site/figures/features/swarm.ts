/**
 * All neurons on one axis from a coin to always right, those of the trained network stacked upwards over those of an untrained one:
 * dots in columns, so that each can be told and pointed at. Pure; where a dot lies runs in the browser too.
 */

import { at } from '../../../runner/core/at.ts';
import { coordinate, decimal } from '../../../runner/core/words.ts';
import { distance, type FeatureSummary } from '../../words/features/told.ts';
import { type Html, html, trusted } from '../../words/html.ts';

const pitch = 4.3;
const frame = { left: 8, width: 430, up: 168, down: 104, axis: 22 } as const;
const height = frame.up + frame.axis + frame.down;

/** Where a distance from .5 lies across. */
const across = (far: number): number => frame.left + (frame.width - 2 * frame.left) * Math.min(1, 2 * far);

/** Columns in which dots are stacked; those beyond the limit begin a column of their own. */
const columnOf = (far: number): number => Math.floor((across(far) - frame.left) / pitch);

export interface Dot {
  neuron: number;
  x: number;
  y: number;
}

/** The dots of a network, the furthest from the axis pressed together where there is no room. */
export function dotsOf(effects: readonly number[], up: boolean): Dot[] {
  const room = up ? frame.up - 26 : frame.down - 6;
  const order = effects.map((effect, neuron) => ({ neuron, far: distance(effect) })).sort((a, b) => a.far - b.far);
  const filled = new Map<number, number>();
  const placed = order.map(({ neuron, far }) => {
    const column = columnOf(far);
    const level = filled.get(column) ?? 0;
    filled.set(column, level + 1);
    return { neuron, column, level };
  });
  const step = Math.min(pitch, room / Math.max(1, ...filled.values()));
  return placed.map(({ neuron, column, level }) => ({
    neuron,
    x: frame.left + (column + 0.5) * pitch,
    y: up ? frame.up - (level + 0.5) * step : frame.up + frame.axis + (level + 0.5) * step,
  }));
}

/** Round ends of lines without length. */
const path = (dots: readonly Dot[]): string => dots.map(({ x, y }) => `M${coordinate(x)} ${coordinate(y)}h0`).join('');

/** What is drawn of a feature. */
export interface SwarmInput extends Pick<FeatureSummary, 'effects' | 'untrained'> {
  feature: Pick<FeatureSummary['feature'], 'bar'>;
  /** Those that are ringed. */
  best: readonly Pick<FeatureSummary['best'][number], 'neuron'>[];
}

export function swarmSvg(
  { feature, effects, untrained, best }: SwarmInput,
  isLearned: (neuron: number) => boolean,
): Html {
  const trained = dotsOf(effects, true);
  const limit = feature.bar;
  const ticks = [0, 0.1, 0.2, 0.3, 0.4, 0.5];
  const rings = best.flatMap(({ neuron }) => trained.find((each) => each.neuron === neuron) ?? []);
  const [first] = rings;
  return html`<svg class="swarm" viewBox="0 0 ${frame.width} ${untrained === null ? frame.up + frame.axis : height}" aria-hidden="true">${
    limit !== null &&
    limit <= 0.5 &&
    trusted(
      `<line class="limit" data-x="${(0.5 + limit).toFixed(4)}" x1="${coordinate(across(limit))}" x2="${coordinate(across(limit))}" y1="14" y2="${height}"/>` +
        `<text x="${coordinate(across(limit) - 5)}" y="22" text-anchor="end">limit ${decimal(0.5 + limit)}</text>`,
    )
  }${trusted(
    `<path class="dots" d="${path(trained.filter(({ neuron }) => !isLearned(neuron)))}"/>` +
      `<path class="dots learned" d="${path(trained.filter(({ neuron }) => isLearned(neuron)))}"/>` +
      (untrained === null ? '' : `<path class="dots untrained" d="${path(dotsOf(untrained.effects, false))}"/>`) +
      `<line class="axis" data-x="0.5 1" x1="${frame.left}" x2="${frame.width - frame.left}" y1="${frame.up}" y2="${frame.up}"/>` +
      `<g data-ticks="x">${ticks
        .map(
          (far) => `<text x="${coordinate(across(far))}" y="${frame.up + 16}" text-anchor="middle">${0.5 + far}</text>`,
        )
        .join('')}</g>` +
      (untrained?.best ?? [])
        .map(
          (far) =>
            `<line class="tick" data-x="${(0.5 + far).toFixed(4)}" x1="${coordinate(across(far))}" x2="${coordinate(across(far))}" y1="${frame.up + frame.axis - 5}" y2="${frame.up + frame.axis + 6}"/>`,
        )
        .join('') +
      rings
        .map(
          ({ neuron, x, y }) => `<circle data-ring="${neuron}" cx="${coordinate(x)}" cy="${coordinate(y)}" r="3.4"/>`,
        )
        .join(''),
  )}<text x="${frame.width - frame.left}" y="40" text-anchor="end">this network</text>${untrained !== null && html`<text x="${frame.width - frame.left}" y="${frame.up + frame.axis + 24}" text-anchor="end">never trained</text>`}${first !== undefined && html`<text class="named" data-swarm-name x="${coordinate(Math.min(first.x, frame.width - 44))}" y="${coordinate(Math.max(12, first.y - 9))}" text-anchor="middle">${first.neuron}</text>`}</svg>`;
}

/** The dot nearest to a point of the drawing. */
export const nearestDot = (dots: readonly Dot[], x: number, y: number): Dot | null =>
  dots.reduce<Dot | null>(
    (near, each) =>
      near === null || Math.hypot(each.x - x, each.y - y) < Math.hypot(near.x - x, near.y - y) ? each : near,
    null,
  );

/** Neurons from the best to the worst. */
export const byRank = (effects: readonly number[]): number[] =>
  effects.map((_, neuron) => neuron).sort((a, b) => distance(at(effects, b)) - distance(at(effects, a)) || a - b);
