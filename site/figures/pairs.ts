/** The figures of minimal pairs: a neuron's time course over their texts, and what is preferred at each value at which it is held. Pure. */
import type { PairSet } from '../../runner/analysis/pairs/pairs-schema.ts';
import { signed } from '../../runner/core/format.ts';
import { componentName } from '../words/components.ts';
import type { ChosenNeuron } from '../words/pairs/chosen.ts';
import { markOf, markValues, type Panel, panelsOf } from '../words/pairs/sentences.ts';
import { zero } from './claim-charts.ts';
import { type Drawing, onPage, type Palette } from './drawing.ts';
import type { Figure } from './figure.ts';
import type { LegendEntry } from './framed.ts';
import { Plot, plotted } from './plot.ts';

/** The two of the activation scale come first; more are told apart by dashes too. */
const inks = ['line', 'mark', 'words', 'place'] as const;
const dashes = ['none', 'none', '5 3', '2 3'] as const;

const inkOf = (index: number): string => inks[index % inks.length] ?? 'line';

interface Place {
  from: 'start' | 'end';
  offset: number;
}

/** Places of all lines, those from the start first; a gap of one stands between the two kinds where a text may have more tokens there. */
function placesOf({ lines }: Panel): { places: (Place & { x: number })[]; last: number } {
  const all = lines.flatMap(({ line }) => line.places);
  const offsets = (from: Place['from']) =>
    [...new Set(all.filter((place) => place.from === from).map(({ offset }) => offset))].sort((a, b) => a - b);
  const [starts, ends] = [offsets('start'), offsets('end')];
  const gap = starts.length > 0 && ends.length > 1 ? 1 : 0;
  const places = [
    ...starts.map((offset, index) => ({ from: 'start' as const, offset, x: index })),
    ...ends.map((offset, index) => ({ from: 'end' as const, offset, x: starts.length + gap + index })),
  ];
  return { places, last: starts.length + gap + ends.length - 1 };
}

/** The lowest and the highest of all panels, intervals included. */
export function rangeOf(panels: readonly Panel[]): [low: number, high: number] {
  const all = panels.flatMap(({ lines }) =>
    lines.flatMap(({ line }) => line.places.flatMap(({ mean, interval }) => [mean, ...(interval ?? [])])),
  );
  return [Math.min(0, ...all), Math.max(0, ...all)];
}

/** Pixels that a number below the axis takes, and a word. */
const labelWidths = { number: 26, word: 42 } as const;

/**
 * Of the places those that have a label: where the texts differ and what is asked, then of the others, the nearest to these first, as
 * many as have room.
 * @param step pixels from one place to the next.
 */
export function labelledPlaces<P extends Place & { x: number }>(places: readonly P[], step: number): P[] {
  const widthOf = ({ offset }: P): number => (offset === 0 ? labelWidths.word : labelWidths.number);
  const kept = places.filter(({ offset }) => offset === 0);
  const others = places
    .filter(({ from, offset }) => offset !== 0 && (from === 'end' || offset > 0))
    .sort((a, b) => Math.abs(a.offset) - Math.abs(b.offset) || a.x - b.x);
  for (const place of others) {
    const fits = kept.every((each) => Math.abs(each.x - place.x) * step >= (widthOf(each) + widthOf(place)) / 2);
    if (fits) kept.push(place);
  }
  return kept.sort((a, b) => a.x - b.x);
}

/**
 * A line for each value of the condition in which twins differ, with its 95% band. Tokens are counted from the place where texts
 * begin to differ, and back from the token that is asked for.
 * @param range of the axis, the same for panels that are compared. @param values of the mark, so that one has one colour everywhere.
 */
export function courseChart(
  panel: Panel,
  { range, values }: { range: readonly [number, number]; values: readonly string[] },
  { ink }: Palette = onPage,
  width = 340,
): Drawing {
  const { places, last } = placesOf(panel);
  const points = panel.lines.flatMap(({ name, line }) =>
    line.places.map(({ from, offset, mean, interval }) => {
      const [low, high] = interval ?? [mean, mean];
      const x = places.find((each) => each.from === from && each.offset === offset)?.x ?? 0;
      // Points of one stretch of one line.
      return { x, mean, low, high, name, stretch: `${name} ${from}` };
    }),
  );
  const [marginLeft, marginRight] = [34, 12];
  const labelled = labelledPlaces(places, (width - marginLeft - marginRight) / (last + 0.6));
  const tickFormat = (x: number): string => {
    const place = places.find((each) => each.x === x);
    if (place === undefined) return '';
    return place.offset === 0 ? (place.from === 'start' ? 'differ' : 'asked') : signed(place.offset);
  };
  const ends = places.filter(({ offset }) => offset === 0).map(({ x }) => x);
  return plotted({
    width,
    height: 236,
    marginLeft,
    marginRight,
    marginTop: 14,
    marginBottom: 26,
    x: { label: null, domain: [-0.3, last + 0.3], ticks: labelled.map(({ x }) => x), tickFormat, tickSize: 3 },
    y: { label: null, domain: range, nice: true, ticks: 5, grid: true },
    marks: [
      Plot.ruleY([0], zero),
      Plot.ruleX(ends, { stroke: 'currentColor', strokeOpacity: 0.4, strokeDasharray: '2 3' }),
      ...values.flatMap((value, index) => {
        const own = points.filter(({ name }) => name === value);
        const colour = ink(inkOf(index));
        const symbol = index % 2 === 0 ? 'circle' : 'square';
        return [
          Plot.areaY(own, { x: 'x', y1: 'low', y2: 'high', z: 'stretch', fill: colour, fillOpacity: 0.2 }),
          Plot.lineY(own, {
            x: 'x',
            y: 'mean',
            z: 'stretch',
            stroke: colour,
            strokeWidth: 2,
            strokeDasharray: dashes[index % dashes.length] ?? 'none',
          }),
          Plot.dot(own, { x: 'x', y: 'mean', r: 2.5, symbol, fill: colour }),
        ];
      }),
    ],
  });
}

/** The file of a panel, without its ending. @param number of the set, from 1. @param panel from 0. */
export const courseFile = (number: number, neuron: number | undefined, panel: number): string =>
  `course-${number}-neuron-${neuron}-${panel + 1}`;

/** The lines of a set's panels. */
export function courseLegend(set: PairSet): LegendEntry[] {
  const mark = markOf(set);
  return markValues(set).map((value, index) => ({
    mark: 'line',
    colour: inkOf(index),
    text: mark === null ? value : `${mark}: ${value}`,
  }));
}

/** The time courses of the neurons that are told, one a panel. @param number of the set, from 1. */
export const figuresOfPairs = (set: PairSet, number: number): Figure[] =>
  set.courses.flatMap((course) => {
    const panels = panelsOf(set, course);
    const options = { range: rangeOf(panels), values: markValues(set) };
    const [neuron] = course.neurons;
    return panels.map((panel, place): Figure => {
      const name = courseFile(number, neuron, place);
      return {
        name,
        of: [name],
        about: `${[set.name, panel.title].filter(Boolean).join(', ')}: mean ${componentName(course.component)} of neuron ${neuron} after each token, with its 95% interval`,
        legend: courseLegend(set),
        draw: (palette, width = 440) => courseChart(panel, options, palette, width),
      };
    });
  });

/**
 * What becomes of a preference, nats, at each value at which a neuron is held: a line each, named at its end.
 * @param mean where the neuron stands on average; null: not told.
 */
export function doseChart(dose: ChosenNeuron['dose'], mean: number | null): Drawing {
  const { ink } = onPage;
  const lines = dose.map(({ name, points }) => ({ name: dose.length > 1 ? name.replace(/^.*: /, '') : '', points }));
  const ends = lines.flatMap(({ name, points }, index) => {
    const point = points.at(-1);
    return point === undefined ? [] : [{ ...point, name, index }];
  });
  // Each below the other where they lie together.
  const order = ends.toSorted((a, b) => b.margin - a.margin).map(({ index }) => index);
  return plotted({
    width: 480,
    height: 230,
    marginLeft: 44,
    marginTop: 14,
    marginBottom: 36,
    marginRight: Math.min(120, 14 + 7 * Math.max(...lines.map(({ name }) => name.length))),
    x: { label: 'value at which the neuron is held', labelAnchor: 'center', labelArrow: 'none' },
    y: { ticks: 5, grid: true, nice: true, label: null, zero: true },
    marks: [
      Plot.ruleY([0], zero),
      Plot.ruleX(mean === null ? [] : [mean], {
        stroke: 'currentColor',
        strokeOpacity: 0.6,
        strokeDasharray: '4 3',
      }),
      ...lines.map(({ points }, index) =>
        // They may lie on each other: the first shows between the dashes of the second.
        Plot.line(points, {
          x: 'value',
          y: 'margin',
          stroke: ink(inkOf(index)),
          strokeWidth: 3,
          strokeDasharray: index === 0 ? 'none' : '7 7',
        }),
      ),
      ...ends.map((end) =>
        Plot.text([end], {
          x: 'value',
          y: 'margin',
          text: 'name',
          fill: ink(inkOf(end.index)),
          fontWeight: 600,
          dx: 8,
          dy: -2 + (order.indexOf(end.index) - (ends.length - 1) / 2) * 14,
          textAnchor: 'start',
        }),
      ),
    ],
  });
}
