/** The charts of a claim, each told once: what it is of, what stands around it in a file, and what is drawn. Pure. */
import type { LearnedMeasurement } from '../../runner/analysis/findings/rungs-schema.ts';
import type {
  Does,
  EventAverage,
  Falls,
  LagProfile,
  NumberCurve,
} from '../../runner/analysis/findings/shown-schema.ts';
import { counted, decimal, percent } from '../../runner/core/format.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import { roleSentence } from '../words/claims.ts';
import { criteria } from '../words/criteria.ts';
import { axis, changeOf } from '../words/does.ts';
import { placeLabel, placesShown } from '../words/falls.ts';
import { scoreAt } from '../words/folded.ts';
import { tokenLabel } from '../words/token.ts';
import type { Drawing, Palette } from './drawing.ts';
import { type Frame, key } from './framed.ts';
import { Plot, type PlotOptions, plotted } from './plot.ts';

/** What charts read of a claim. */
export interface Charted {
  says?: Pick<Claim['says'], 'number'>;
  does?: Pick<Does, 'tokens'> | null;
  falls?: Falls | null;
  numberCurve?: NumberCurve | null;
  rungs?: { learned: { measured: Pick<LearnedMeasurement, 'claim' | 'best' | 'limit'> | null } };
  lagProfile?: Pick<LagProfile, 'lags' | 'localAuc' | 'adjustedP' | 'bigram'> | null;
  eventAverage?: Omit<EventAverage, 'events' | 'documents'> | null;
  emergence?: Claim['emergence'];
}

interface Spec<Data> {
  /** In a list of files, and in the name of a file on paper. */
  title: string;
  caption(neuron: string, feature: string): string;
  /** Of those that stand side by side on a page: what it is of, and what is to be read from it. */
  about?(claim: Claim): string;
  note?(claim: Claim): string;
  /** @param isNumber whether the feature is a number, whose effects are rank correlations. */
  frame(isNumber: boolean): Frame;
  of(claim: Charted): Data | null | undefined;
  plot(data: Data, palette: Palette, width: number, says: Pick<Claim['says'], 'number'>): PlotOptions;
}

export interface ClaimChart extends Pick<Spec<unknown>, 'title' | 'caption' | 'about' | 'note' | 'frame'> {
  has(claim: Charted): boolean;
  /** @param width pixels. Throws a RangeError for a claim that has nothing for it. */
  draw(claim: Charted, palette: Palette, width?: number): Drawing;
}

const chart = <Data>({ of, plot, ...told }: Spec<Data>): ClaimChart => ({
  ...told,
  has: (claim) => of(claim) != null,
  draw(claim, palette, width = 340) {
    const data = of(claim);
    if (data == null) throw new RangeError(`the claim has nothing for its ${told.title}`);
    return plotted({ width, ...plot(data, palette, width, claim.says ?? {}) });
  },
});

/** Room around a chart, for the numbers of its axes. */
export const margins = { marginLeft: 44, marginRight: 14, marginTop: 12, marginBottom: 28 };
export const zero = { stroke: 'currentColor', strokeOpacity: 0.5 };

/** Means as a line and dots, each with its interval. @param points each with `low` and `high`. */
const lineOfMeans = (
  points: readonly object[],
  { x, y, stroke, r = 3 }: { x: string; y: string; stroke: string; r?: number },
): Plot.Markish[] => [
  Plot.lineY(points, { x, y, stroke, strokeWidth: 2 }),
  Plot.ruleX(points, { x, y1: 'low', y2: 'high', stroke, strokeWidth: 1.5 }),
  Plot.dot(points, { x, y, r, fill: stroke }),
];

const ends = ([low, high]: readonly [number, number]) => ({ low, high });

/** From 0 to 1, with a line where nothing is told, so that all such charts compare. */
const ofAreas = {
  y: { label: null, domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], tickFormat: String, grid: true },
};
const areas = (isNumber: boolean): string => (isNumber ? '(1 + rank correlation) / 2' : 'local AUC');

/** Tokens from the feature: the axis of a lag profile and of an event-triggered average, as wide for all texts of one unit. */
function lagAxis(lags: readonly number[]): Plot.ScaleOptions {
  const { around, ofLetters } = criteria.lags;
  const end = lags.some((lag) => Math.abs(lag) > around) ? ofLetters : around;
  return {
    label: null,
    domain: [-end, end],
    ticks: [-end, -end / 2, 0, end / 2, end],
    tickFormat: (lag: number) => (lag < 0 ? `−${-lag}` : lag > 0 ? `+${lag}` : '0'),
  };
}

/** Of the axis of distances from .5: the best neuron of an untrained network may lie below. */
const lowestLearned = -0.05;

/** From so many dots on they are smaller. */
const closeTogether = 20;

/**
 * By what factor the chance of what comes next changes when the neuron is held at the wrong value of the state instead of the
 * right one (dot, with the 95% interval of the ratio), on a logarithmic axis that is the same everywhere, beside the two chances.
 */
const does = (where: 'inside' | 'outside'): ClaimChart =>
  chart({
    title: `what comes next ${where} the feature`,
    caption: (neuron, feature) =>
      `By what factor the chance of what comes next ${where} ${feature} changes with ${neuron} held at the value of the wrong state instead of that of the right one.`,
    frame: () => ({
      x: `factor of the chance to come next, ${where} the feature`,
      legend: [key('dot', 'line', 'chance at the wrong state / at the right one, 95% interval')],
    }),
    of(claim) {
      const tokens = claim.does?.tokens.filter((each) => each.where === where) ?? [];
      return tokens.length === 0 ? null : tokens;
    },
    plot(tokens, { ink }, width) {
      const rows = tokens.map((each) => ({
        ...changeOf(each),
        name: tokenLabel(each.token),
        chances: `${percent(each.right)} → ${percent(each.wrong)}`,
      }));
      const known = rows.filter(({ low, high }) => low !== null && high !== null);
      const dots = (beyond: boolean, style: Plot.DotOptions) =>
        Plot.dot(
          rows.filter(({ isBeyond }) => isBeyond === beyond),
          { x: 'shown', y: 'name', r: 4.5, ...style },
        );
      return {
        marginLeft: 72,
        marginRight: 104,
        marginTop: 8,
        marginBottom: 28,
        height: 36 + 26 * rows.length,
        x: {
          label: null,
          type: 'log',
          base: 2,
          domain: [axis.from, axis.to],
          grid: true,
          tickFormat: axis.label,
          // Where there is less room, each second one.
          ticks: width < 480 ? [1 / 8, 1 / 2, 1, 2, 8] : [...axis.ticks],
        },
        y: { label: null, domain: rows.map(({ name }) => name), tickSize: 0 },
        marks: [
          Plot.ruleX([1], zero),
          Plot.ruleY(known, { x1: 'low', x2: 'high', y: 'name', stroke: ink('mark'), strokeWidth: 1.5 }),
          dots(false, { fill: ink('line'), stroke: ink('paper') }),
          dots(true, { fill: ink('paper'), stroke: ink('line'), strokeWidth: 2 }),
          Plot.text(rows, {
            x: axis.to,
            y: 'name',
            text: 'chances',
            dx: 10,
            textAnchor: 'start',
            fontSize: 11,
            fill: 'currentColor',
          }),
        ],
      };
    },
  });

export const claimCharts = {
  'does-inside': does('inside'),
  'does-outside': does('outside'),
  /** One bar a place; the place that was chosen on the other half is filled. */
  falls: chart({
    title: 'where the effect falls',
    caption: (neuron, feature) =>
      `What it costs to hold ${neuron} at the wrong state of ${feature} instead of the right one, by side, by what comes next and by how long ago the state began.`,
    frame: () => ({
      x: 'nats a token',
      legend: [key('area', 'line', 'wrong state - right state'), key('line', 'mark', '95% interval')],
    }),
    of: ({ falls }) => falls,
    plot(falls, { ink }, width) {
      const bars = [
        { ...falls.inside, name: 'all inside', isChosen: false },
        { ...falls.outside, name: 'all outside', isChosen: false },
        ...placesShown(falls).map((each) => ({ ...each, name: placeLabel(each) })),
      ].map(({ name, flip, interval, isChosen }) => ({ name, flip, isChosen, ...ends(interval) }));
      return {
        marginLeft: 148,
        marginRight: 20,
        marginTop: 8,
        marginBottom: 28,
        height: 36 + 22 * bars.length,
        x: { label: null, zero: true, nice: true, ticks: width < 480 ? 3 : 6, grid: true },
        y: { label: null, domain: bars.map(({ name }) => name), tickSize: 0, padding: 0.3 },
        marks: [
          Plot.barX(bars, {
            x: 'flip',
            y: 'name',
            fill: ink('line'),
            fillOpacity: ({ isChosen }: (typeof bars)[number]) => (isChosen ? 1 : 0.35),
          }),
          Plot.ruleY(bars, { x1: 'low', x2: 'high', y: 'name', stroke: ink('mark'), strokeWidth: 1.5 }),
          Plot.ruleX([0], zero),
        ],
      };
    },
  }),
  number: chart({
    title: 'activation against number',
    caption: (neuron, feature) =>
      `Mean activation of ${neuron} at each value of ${feature}, with its 95% interval; dashed: the best neuron of a network that was not trained.`,
    about: ({ feature }) => `mean activation at each value of “${feature}”`,
    note: () => 'A neuron that counts draws a line, one that knows a threshold a step.',
    frame: () => ({
      x: 'number',
      y: 'mean activation',
      legend: [key('line', 'line', 'mean, 95% interval'), key('dashed', 'line-2', 'untrained network')],
    }),
    of: ({ numberCurve }) => numberCurve,
    plot({ parts, untrained }, { ink }) {
      const points = parts.map(({ number, mean, interval }) => ({ number, mean, ...ends(interval) }));
      const others = (untrained ?? []).map((mean, index) => ({ number: parts[index]?.number ?? Number.NaN, mean }));
      return {
        ...margins,
        height: 200,
        x: { label: null, ticks: Math.min(6, points.length) },
        y: { label: null, ticks: 5, grid: true },
        marks: [
          Plot.lineY(others, {
            x: 'number',
            y: 'mean',
            stroke: ink('line-2'),
            strokeWidth: 1.5,
            strokeDasharray: '5 3',
          }),
          ...lineOfMeans(points, { x: 'number', y: 'mean', stroke: ink('line'), r: 2.5 }),
        ],
      };
    },
  }),
  /** The best neuron of each untrained network (ticks), the limit for one more (dashed), and the claim (dot), by their distance from .5. */
  learned: chart({
    title: 'beside untrained networks',
    caption: (neuron, feature) =>
      `How well ${neuron} tells ${feature}, beside the best neurons of networks that were not trained.`,
    frame: (isNumber) => ({
      x: isNumber ? 'local rank correlation, whichever way it goes' : 'local AUC, turned to lie above 0.5',
      legend: [
        key('dot', 'mark', 'trained'),
        key('tick', 'quiet', 'untrained networks'),
        key('dashed', 'line-2', 'limit of one more'),
      ],
    }),
    of({ rungs }) {
      const measured = rungs?.learned.measured ?? null;
      return measured?.limit == null ? null : measured;
    },
    plot: ({ claim, best, limit }, { ink }, _, says) => ({
      marginLeft: 14,
      marginRight: 24,
      marginTop: 8,
      marginBottom: 28,
      height: 76,
      x: {
        label: null,
        domain: [lowestLearned, 0.5],
        ticks: [0, 0.1, 0.2, 0.3, 0.4, 0.5],
        grid: true,
        // As tables print the score: 0.1 -> '0.6', of a number '0.2'.
        tickFormat: (at: number) => scoreAt(at, says, 1),
      },
      y: { axis: null, domain: [0, 1] },
      marks: [
        Plot.tickX(best, {
          x: (each: number) => Math.max(lowestLearned, each),
          stroke: ink('quiet'),
          strokeWidth: 1.5,
        }),
        Plot.ruleX([limit], { stroke: ink('line-2'), strokeWidth: 1.5, strokeDasharray: '5 3', clip: true }),
        Plot.dot([claim], { x: (each: number) => each, y: 0.5, r: 5, fill: ink('mark'), stroke: ink('paper') }),
      ],
    }),
  }),
  /**
   * The effect at each lag: the neuron (line and dots, filled where the adjusted p tells) and a reader that knows only the token
   * there (dashed). A lag that cannot be told is a gap in both.
   */
  lags: chart({
    title: 'lag profile',
    caption: (neuron, feature) => `Local AUC of ${neuron} among equal tokens, by tokens from where ${feature} begins.`,
    about: ({ says }) =>
      says.number
        ? 'of the number and the activation so many tokens later: rank correlation ρ among equal tokens, as (1 + ρ) / 2'
        : 'local AUC among equal tokens, by tokens from where the feature begins',
    note: ({ lagProfile }) =>
      `${(lagProfile && roleSentence(lagProfile)) ?? ''} Gaps could not be tested; lags.csv says why.`.trim(),
    frame: (isNumber) => ({
      x: 'tokens from the feature',
      y: areas(isNumber),
      legend: [
        key('line', 'line', 'neuron'),
        key('dot', 'line', `adjusted p < ${criteria.lags.adjustedP}`),
        key('dashed', 'line-2', 'token alone'),
      ],
    }),
    of: ({ lagProfile }) => lagProfile,
    plot({ lags, localAuc, adjustedP, bigram }, { ink }) {
      const points = (values: readonly (number | null)[]) =>
        lags.map((lag, index) => {
          const p = adjustedP[index];
          // The line ends before what is undefined, and begins again behind it.
          return { lag, auc: values[index] ?? undefined, sure: typeof p === 'number' && p < criteria.lags.adjustedP };
        });
      const line = (values: readonly (number | null)[], style: Plot.LineYOptions) =>
        Plot.lineY(points(values), { x: 'lag', y: 'auc', ...style });
      const told = points(localAuc).filter(({ auc }) => auc !== undefined);
      return {
        ...margins,
        marginLeft: 36,
        height: 200,
        ...ofAreas,
        color: { type: 'identity' },
        x: lagAxis(lags),
        marks: [
          Plot.ruleY([0.5], zero),
          Plot.ruleX([0], { stroke: 'currentColor', strokeOpacity: 0.25 }),
          line(bigram, { stroke: ink('line-2'), strokeWidth: 1.5, strokeDasharray: '5 3' }),
          line(localAuc, { stroke: ink('line'), strokeWidth: 2 }),
          Plot.dot(told, {
            x: 'lag',
            y: 'auc',
            r: lags.length > closeTogether ? 1.8 : 3,
            stroke: ink('line'),
            fill: ({ sure }: (typeof told)[number]) => ink(sure ? 'line' : 'paper'),
          }),
        ],
      };
    },
  }),
  events: chart({
    title: 'event-triggered average',
    caption: (neuron, feature) => `Mean activation of ${neuron}, by tokens from where ${feature} begins.`,
    about: () => 'activation, by tokens from where the feature begins',
    note: ({ eventAverage: of }) =>
      of
        ? `${counted(of.events, 'event')} in ${counted(of.documents, 'document')}; mean of all tokens ${decimal(of.baseline)}.`
        : '',
    frame: () => ({
      x: 'tokens from the feature',
      y: 'mean activation',
      legend: [key('line', 'line', 'mean'), key('area', 'line', '95% interval'), key('dashed', 'line-2', 'whole text')],
    }),
    of: ({ eventAverage }) => eventAverage,
    plot({ lags, mean, low, high, baseline }, { ink }) {
      const points = lags.map((lag, index) => ({ lag, mean: mean[index], low: low[index], high: high[index] }));
      return {
        ...margins,
        height: 200,
        x: lagAxis(lags),
        y: { label: null, ticks: 5, grid: true, nice: true },
        marks: [
          Plot.ruleX([0], { stroke: 'currentColor', strokeOpacity: 0.25 }),
          Plot.ruleY([baseline], { stroke: ink('line-2'), strokeWidth: 1.5, strokeDasharray: '5 3' }),
          Plot.areaY(points, { x: 'lag', y1: 'low', y2: 'high', fill: ink('line'), fillOpacity: 0.2 }),
          Plot.lineY(points, { x: 'lag', y: 'mean', stroke: ink('line'), strokeWidth: 2 }),
        ],
      };
    },
  }),
  emergence: chart({
    title: 'effect over training',
    caption: (neuron, feature) => `Local AUC of ${neuron} for ${feature}, by epoch of training.`,
    about: ({ says }) => `${says.number ? 'local rank correlation ρ, as (1 + ρ) / 2,' : 'local AUC'} by epoch`,
    frame: (isNumber) => ({
      x: 'epoch',
      y: areas(isNumber),
      legend: [key('line', 'line', 'neuron, 95% interval')],
    }),
    of: ({ emergence }) => (emergence && emergence.length > 0 ? emergence : null),
    plot(emergence, { ink }) {
      const points = emergence.map(({ epoch, localAuc, interval }) => ({ epoch, localAuc, ...ends(interval) }));
      const last = Math.max(1, ...points.map(({ epoch }) => epoch));
      return {
        ...margins,
        marginLeft: 36,
        height: 172,
        ...ofAreas,
        x: { label: null, domain: [0, last], ticks: Math.min(10, last), tickFormat: String },
        marks: [Plot.ruleY([0.5], zero), ...lineOfMeans(points, { x: 'epoch', y: 'localAuc', stroke: ink('line') })],
      };
    },
  }),
} satisfies Record<string, ClaimChart>;
export type ClaimFigure = keyof typeof claimCharts;
export const claimFigureNames = Object.keys(claimCharts) as ClaimFigure[];
