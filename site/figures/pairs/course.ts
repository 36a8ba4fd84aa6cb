/**
 * The time course of a neuron over pairs: a line for each value of the condition in which twins differ, with its 95% band; a
 * panel for each combination of the others. Tokens are counted from the place where texts begin to differ, and back from the
 * token that is asked for. Pure.
 */
import { signed } from '../../../runner/core/words.ts';
import type { Panel } from '../../words/pairs/panels.ts';
import { Plot, plotSvg } from '../plot.ts';

/** The two of the activation scale come first; more are told apart by dashes too. */
const strokes = ['var(--line)', 'var(--mark)', 'var(--words)', 'var(--place)'] as const;
const dashes = ['', '', '5 3', '2 3'] as const;

export const strokeOf = (index: number): string => strokes[index % strokes.length] ?? 'currentColor';

interface Point {
  x: number;
  mean: number;
  low: number;
  high: number;
  /** Points of one stretch of one line. */
  stretch: string;
  line: number;
}

interface Place {
  from: 'start' | 'end';
  offset: number;
}

/** Places of all lines, those from the start first; a gap of one stands between the two kinds where a text may have more tokens there. */
function placesOf(panels: readonly Panel[]): { places: (Place & { x: number })[]; last: number } {
  const all = panels.flatMap(({ lines }) => lines.flatMap(({ line }) => line.places));
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

export interface CourseOptions {
  width: number;
  /** Of the axis, the same for panels that are compared. */
  range: readonly [number, number];
  /** The values of the mark, so that a value has one colour everywhere. */
  values: readonly string[];
  /** Whether the panel's title stands in the drawing: in a file, where nothing stands around it. */
  titled?: boolean;
}

const margins = { left: 34, right: 12 } as const;

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

export function courseSvg(panel: Panel, { width, range, values, titled = false }: CourseOptions): string {
  const { places, last } = placesOf([panel]);
  const at = (place: Place) =>
    places.find(({ from, offset }) => from === place.from && offset === place.offset)?.x ?? 0;
  const points = panel.lines.flatMap(({ name, line }) =>
    line.places.map((place): Point => {
      const [low, high] = place.interval ?? [place.mean, place.mean];
      const index = values.indexOf(name);
      return { x: at(place), mean: place.mean, low, high, stretch: `${name} ${place.from}`, line: index };
    }),
  );
  const labelled = labelledPlaces(places, (width - margins.left - margins.right) / (last + 0.6));
  const label = (x: number): string => {
    const place = places.find((each) => each.x === x);
    if (place === undefined) return '';
    return place.offset === 0 ? (place.from === 'start' ? 'differ' : 'asked') : signed(place.offset);
  };
  const drawn = values.map((_, index) => ({ index, own: points.filter(({ line }) => line === index) }));
  return plotSvg({
    width,
    height: 236,
    marginLeft: margins.left,
    marginRight: margins.right,
    marginTop: titled ? 30 : 14,
    marginBottom: 26,
    x: { label: null, domain: [-0.3, last + 0.3], ticks: labelled.map(({ x }) => x), tickFormat: label, tickSize: 3 },
    y: { label: null, domain: range, nice: true, ticks: 5, grid: true },
    marks: [
      Plot.ruleY([0], { stroke: 'currentColor', strokeOpacity: 0.5 }),
      Plot.ruleX(
        places.filter(({ offset }) => offset === 0).map(({ x }) => x),
        { stroke: 'currentColor', strokeOpacity: 0.4, strokeDasharray: '2 3' },
      ),
      ...drawn.flatMap(({ index, own }) => [
        Plot.areaY(own, { x: 'x', y1: 'low', y2: 'high', z: 'stretch', fill: strokeOf(index), fillOpacity: 0.2 }),
        Plot.lineY(own, {
          ...{ x: 'x', y: 'mean', z: 'stretch', stroke: strokeOf(index), strokeWidth: 2 },
          ...(dashes[index % dashes.length] !== '' && { strokeDasharray: dashes[index % dashes.length] ?? '' }),
        }),
        Plot.dot(own, {
          ...{ x: 'x', y: 'mean', r: 2.5, symbol: index % 2 === 0 ? 'circle' : 'square', fill: strokeOf(index) },
        }),
      ]),
      ...namesOf(points, values, range).map(({ dy, colour, ...name }) =>
        Plot.text([name], { x: 'x', y: 'mean', text: 'name', dy, fill: colour, fontWeight: 600 }),
      ),
      ...(titled ? [Plot.text([panel.title], { frameAnchor: 'top-left', dy: -22, fontWeight: 600 })] : []),
    ],
  });
}

/** Each line's name at its middle, above where it is the higher one. */
/** Lines nearer to each other than this, as a share of the axis, have no room for their names: the key above the figure has them. */
const apart = 0.12;

function namesOf(points: readonly Point[], values: readonly string[], [low, high]: readonly [number, number]) {
  const middles = values.flatMap((name, index) => {
    const own = points.filter(({ line }) => line === index);
    const middle = own[Math.floor(own.length / 2)];
    return middle === undefined ? [] : [{ name, index, x: middle.x, mean: middle.mean }];
  });
  const isCrowded =
    middles.length > 2 ||
    middles.some((each, index) =>
      middles.slice(0, index).some((other) => Math.abs(each.mean - other.mean) < apart * (high - low)),
    );
  if (isCrowded) return [];
  const mean = middles.reduce((sum, each) => sum + each.mean, 0) / middles.length;
  return middles.map(({ name, index, x, mean: own }) => ({
    ...{ x, name, mean: own, colour: strokeOf(index) },
    dy: own >= mean ? -13 : 15,
  }));
}
