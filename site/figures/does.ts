/**
 * What a neuron does: by what factor the chance of what comes next changes when the neuron is held at the wrong value of the
 * state instead of the right one (dot, with the 95% interval of the ratio), on a logarithmic axis that is the same everywhere,
 * beside the two chances; one row a token, inside and outside apart. Pure.
 */

import type { Does } from '../../runner/analysis/findings/shown-schema.ts';
import { percent } from '../../runner/core/words.ts';
import { axis, changeOf } from '../words/does.ts';
import { tokenLabel } from '../words/token.ts';
import { Plot, plotSvg } from './plot.ts';

const row = 26;
const margins = { marginLeft: 72, marginRight: 104, marginTop: 8, marginBottom: 28 };

/** Null when no token of this place was found. */
export function doesSvg({ tokens }: Pick<Does, 'tokens'>, where: 'inside' | 'outside', width = 340): string | null {
  const rows = tokens
    .filter((each) => each.where === where)
    .map((each) => ({
      ...changeOf(each),
      name: tokenLabel(each.token),
      chances: `${percent(each.right)} → ${percent(each.wrong)}`,
    }));
  if (rows.length === 0) return null;
  const known = rows.filter(({ low, high }) => low !== null && high !== null);
  return plotSvg({
    ...margins,
    width,
    height: margins.marginTop + margins.marginBottom + row * rows.length,
    x: {
      ...{ label: null, type: 'log', base: 2, domain: [axis.from, axis.to], grid: true, tickFormat: axis.label },
      // Where there is less room, each second one.
      ticks: width < 480 ? [1 / 8, 1 / 2, 1, 2, 8] : [...axis.ticks],
    },
    y: { label: null, domain: rows.map(({ name }) => name), tickSize: 0 },
    marks: [
      Plot.ruleX([1], { stroke: 'currentColor', strokeOpacity: 0.5 }),
      Plot.ruleY(known, { x1: 'low', x2: 'high', y: 'name', stroke: 'var(--mark)', strokeWidth: 1.5 }),
      Plot.dot(
        rows.filter(({ isBeyond }) => !isBeyond),
        { x: 'shown', y: 'name', r: 4.5, fill: 'var(--line)', stroke: 'var(--paper)' },
      ),
      Plot.dot(
        rows.filter(({ isBeyond }) => isBeyond),
        { x: 'shown', y: 'name', r: 4.5, fill: 'var(--paper)', stroke: 'var(--line)', strokeWidth: 2 },
      ),
      Plot.text(rows, {
        ...{ x: axis.to, y: 'name', text: 'chances', dx: 10, textAnchor: 'start', fontSize: 11, fill: 'currentColor' },
      }),
    ],
  });
}
