/**
 * What a neuron does: the probability of a next token where the neuron is held at the right value of the state (full dot)
 * and at the wrong one (ring, with the interval of the difference), beside how often it really follows (stroke), one row a
 * token, inside and outside apart. Pure.
 */
import { percent } from '../../runner/core/words.ts';
import type { Does } from '../../runner/results/shown-schema.ts';
import { tokenLabel } from '../words/token.ts';
import { Plot, plotSvg } from './plot.ts';

type Token = Does['tokens'][number];

const row = 26;
const margins = { marginLeft: 88, marginRight: 28, marginTop: 8, marginBottom: 28 };

/** The largest probability of the figure, so that both charts of a claim share their axis; some room is left. */
export const doesTop = ({ tokens }: Pick<Does, 'tokens'>): number =>
  Math.min(
    1,
    1.05 *
      Math.max(
        0.01,
        ...tokens.flatMap(({ right, wrong, follows, interval }) => [
          ...[right, wrong, right + interval[1]],
          ...(follows === null ? [] : [follows]),
        ]),
      ),
  );

/** Null when no token of this place was found. */
export function doesSvg(
  { tokens }: Pick<Does, 'tokens'>,
  where: Token['where'],
  top: number,
  width = 340,
): string | null {
  const rows = tokens
    .filter((each) => each.where === where)
    .map((each) => ({
      name: tokenLabel(each.token),
      right: each.right,
      wrong: each.wrong,
      follows: each.follows,
      low: Math.max(0, each.right + each.interval[0]),
      high: Math.min(1, each.right + each.interval[1]),
    }));
  if (rows.length === 0) return null;
  const known = rows.filter(({ follows }) => follows !== null);
  return plotSvg({
    ...margins,
    width,
    height: margins.marginTop + margins.marginBottom + row * rows.length,
    x: { label: null, domain: [0, top], ticks: 4, tickFormat: (share: number) => percent(share), grid: true },
    y: { label: null, domain: rows.map(({ name }) => name), tickSize: 0 },
    marks: [
      Plot.ruleY(rows, { x1: 'right', x2: 'wrong', y: 'name', stroke: 'var(--rule)', strokeWidth: 3 }),
      Plot.ruleY(rows, { x1: 'low', x2: 'high', y: 'name', stroke: 'var(--mark)', strokeWidth: 1.5 }),
      Plot.tickX(known, { x: 'follows', y: 'name', stroke: 'var(--ink)', strokeWidth: 2, inset: 5 }),
      Plot.dot(rows, { x: 'wrong', y: 'name', r: 4.5, fill: 'var(--paper)', stroke: 'var(--mark)', strokeWidth: 2 }),
      Plot.dot(rows, { x: 'right', y: 'name', r: 4.5, fill: 'var(--line)', stroke: 'var(--paper)' }),
    ],
  });
}

/** .095 -> '9.5%'. */
