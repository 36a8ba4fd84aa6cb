/**
 * What silencing the neuron does, as strips: in each row the difference of the loss (at the feature minus elsewhere,
 * nats), of the neuron as a large dot with its interval, and of the similar neurons as small dots.
 */
import type { Cause } from '../../runner/results/evidence-schema-1.ts';
import { Plot, plotSvg } from './plot.ts';

export type Ablation = Cause['ablations'][number];

/** 'mean, predicting': the name of a row. */
export const ablationName = ({ method, where }: Pick<Ablation, 'method' | 'where'>): string => `${method}, ${where}`;

export function ablationSvg({ ablations }: Pick<Cause, 'ablations'>): string {
  const names = ablations.map(ablationName);
  const similar = ablations.flatMap((each) =>
    each.matched.map((difference) => ({ row: ablationName(each), difference })),
  );
  const own = ablations.map((each) => ({
    row: ablationName(each),
    difference: each.difference,
    low: each.interval[0],
    high: each.interval[1],
  }));
  return plotSvg({
    width: 340,
    height: 44 + 32 * names.length,
    marginLeft: 136,
    marginRight: 14,
    marginTop: 8,
    marginBottom: 28,
    x: { label: null, ticks: 4, nice: true, grid: true },
    y: { label: null, domain: names, tickSize: 0 },
    marks: [
      Plot.ruleX([0], { stroke: 'currentColor', strokeOpacity: 0.5 }),
      Plot.tickX(similar, { x: 'difference', y: 'row', stroke: 'var(--quiet)', strokeOpacity: 0.6, inset: 7 }),
      Plot.ruleY(own, { x1: 'low', x2: 'high', y: 'row', stroke: 'var(--mark)', strokeWidth: 2 }),
      Plot.dot(own, { x: 'difference', y: 'row', r: 5, fill: 'var(--mark)', stroke: 'var(--paper)' }),
    ],
  });
}
