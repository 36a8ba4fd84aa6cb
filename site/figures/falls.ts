/**
 * Where the effect of a claim falls: what the wrong state costs by side, by what comes next and by how long ago the state began,
 * one bar a place with its 95% interval; the place that was chosen on the other half is filled. Pure.
 */
import type { Falls, PlaceEffect } from '../../runner/analysis/findings/shown-schema.ts';
import { placeLabel, placesShown } from '../words/falls.ts';
import { drawnOnce } from './drawn-once.ts';
import { Plot, plotSvg } from './plot.ts';

interface Bar {
  name: string;
  flip: number;
  low: number;
  high: number;
  chosen: boolean;
}

const barOf = (
  { flip, interval: [low, high] }: Pick<PlaceEffect, 'flip' | 'interval'>,
  name: string,
  chosen = false,
) => ({
  ...{ name, flip, low, high, chosen },
});

/** Of each side, then of places by what comes next, then by how long ago the state began. */
export function fallsBars(falls: Falls): Bar[] {
  return [
    barOf(falls.inside, 'all inside'),
    barOf(falls.outside, 'all outside'),
    ...placesShown(falls).map((each) => barOf(each, placeLabel(each), each.isChosen)),
  ];
}

const row = 22;
const margins = { marginLeft: 148, marginRight: 20, marginTop: 8, marginBottom: 28 };

export const fallsSvg = drawnOnce((falls: Falls, width: number = 340): string => {
  const bars = fallsBars(falls);
  return plotSvg({
    ...margins,
    width,
    height: margins.marginTop + margins.marginBottom + row * bars.length,
    x: { label: null, zero: true, nice: true, ticks: width < 480 ? 3 : 6, grid: true },
    y: { label: null, domain: bars.map(({ name }) => name), tickSize: 0, padding: 0.3 },
    marks: [
      Plot.barX(bars, {
        ...{ x: 'flip', y: 'name', fill: 'var(--line)', fillOpacity: ({ chosen }: Bar) => (chosen ? 1 : 0.35) },
      }),
      Plot.ruleY(bars, { x1: 'low', x2: 'high', y: 'name', stroke: 'var(--mark)', strokeWidth: 1.5 }),
      Plot.ruleX([0], { stroke: 'currentColor', strokeOpacity: 0.5 }),
    ],
  });
});
