/**
 * A claim's effect at each lag as a chart: the neuron (line and dots, filled where the adjusted p tells) and the reader that
 * knows only the token there (dashed). A lag that cannot be told is a gap in both. Pure.
 */
import type { LagProfile } from '../../runner/analysis/findings/shown-schema.ts';
import { criteria } from '../words/criteria.ts';
import { Plot, plotSvg } from './plot.ts';

interface Point {
  lag: number;
  /** Undefined where there is no value: the line ends before it and begins again behind it. */
  auc: number | undefined;
  sure: boolean;
}

/** Tokens from the feature: the axis of a lag profile and of an event-triggered average, as wide for all texts of one unit. */
export function lagAxis(lags: readonly number[]): Plot.ScaleOptions {
  const { around, ofLetters } = criteria.lags;
  const end = lags.some((lag) => Math.abs(lag) > around) ? ofLetters : around;
  return {
    label: null,
    domain: [-end, end],
    ticks: [-end, -end / 2, 0, end / 2, end],
    tickFormat: (lag: number) => (lag < 0 ? `−${-lag}` : lag > 0 ? `+${lag}` : '0'),
  };
}

/** From so many dots on they are smaller. */
const closeTogether = 20;

/** All charts run from 0 to 1, so that they compare. */
export function lagSvg(
  { lags, localAuc, adjustedP, bigram }: Pick<LagProfile, 'lags' | 'localAuc' | 'adjustedP' | 'bigram'>,
  width = 340,
): string {
  const points = (values: readonly (number | null)[]): Point[] =>
    lags.map((lag, index) => {
      const p = adjustedP[index];
      return { lag, auc: values[index] ?? undefined, sure: typeof p === 'number' && p < criteria.lags.adjustedP };
    });
  const line = (values: readonly (number | null)[], options: Plot.LineYOptions): Plot.Markish =>
    Plot.lineY(points(values), { x: 'lag', y: 'auc', ...options });
  return plotSvg({
    width,
    height: 200,
    marginLeft: 36,
    marginRight: 14,
    marginTop: 12,
    marginBottom: 28,
    x: lagAxis(lags),
    y: { label: null, domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], tickFormat: String, grid: true },
    marks: [
      Plot.ruleY([0.5], { stroke: 'currentColor', strokeOpacity: 0.5 }),
      Plot.ruleX([0], { stroke: 'currentColor', strokeOpacity: 0.25 }),
      line(bigram, { stroke: 'var(--line-2)', strokeWidth: 1.5, strokeDasharray: '5 3' }),
      line(localAuc, { stroke: 'var(--line)', strokeWidth: 2 }),
      Plot.dot(
        points(localAuc).filter(({ auc }) => auc !== undefined),
        {
          x: 'lag',
          y: 'auc',
          r: lags.length > closeTogether ? 1.8 : 3,
          stroke: 'var(--line)',
          fill: (point: Point) => (point.sure ? 'var(--line)' : 'var(--paper)'),
        },
      ),
    ],
    color: { type: 'identity' },
  });
}
