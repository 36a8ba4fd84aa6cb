/**
 * How far a claim stands above its controls, as strips: its effect (distance from .5; below 0 against
 * the direction chosen) as a large dot, beside it the
 * best neuron of each untrained network, and the median and the largest of the like token sets.
 */
import type { Specificity } from '../../runner/results/evidence-schema-1.ts';
import { Plot, plotSvg } from './plot.ts';

/** Whether there is a control to draw. */
export const hasControls = ({ sets, untrained }: Pick<Specificity, 'sets' | 'untrained'>): boolean =>
  untrained !== null || (sets !== null && sets.sets > 0);

export function specificitySvg({ sets, untrained }: Pick<Specificity, 'sets' | 'untrained'>): string {
  const rows = [
    ...(untrained ? [{ row: 'untrained networks', claim: untrained.claim, controls: untrained.best }] : []),
    ...(sets && sets.sets > 0
      ? [{ row: 'like token sets', claim: sets.claim, controls: [sets.median, sets.largest] }]
      : []),
  ];
  const controls = rows.flatMap(({ row, controls }) => controls.map((effect) => ({ row, effect })));
  const lowest = Math.min(0, ...rows.map(({ claim }) => claim), ...controls.map(({ effect }) => effect));
  return plotSvg({
    width: 340,
    height: 44 + 32 * rows.length,
    marginLeft: 136,
    marginRight: 14,
    marginTop: 8,
    marginBottom: 28,
    x: { label: null, domain: [lowest, 0.5], ticks: 5, grid: true },
    y: { label: null, domain: rows.map(({ row }) => row), tickSize: 0 },
    marks: [
      Plot.ruleX([0], { stroke: 'currentColor', strokeOpacity: 0.5 }),
      Plot.tickX(controls, { x: 'effect', y: 'row', stroke: 'var(--quiet)', strokeWidth: 1.5, inset: 7 }),
      Plot.dot(rows, { x: 'claim', y: 'row', r: 5, fill: 'var(--mark)', stroke: 'var(--paper)' }),
    ],
  });
}
