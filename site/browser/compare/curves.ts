/** Validation losses of several experiments in one chart, each line led to its label at the right. Pure; runs in the browser too. */

import { at } from '../../../runner/core/at.ts';
import { coordinate, decimal, limit } from '../../../runner/core/words.ts';
import { type Html, html } from '../../words/html.ts';

export interface Curve {
  /** 'A': the experiment's letter. */
  letter: string;
  /** Its number among those compared, from 0: the class of its colour and dashes. */
  index: number;
  points: readonly { epoch: number; loss: number }[];
}

const margin = { top: 14, right: 72, bottom: 30, left: 44 };
const labelHeight = 15;

/** @param width in pixels; nats per token against epochs. Lines are told apart by colour, dashes and letters. */
export function curvesSvg(curves: readonly Curve[], width: number, height = 260): Html {
  const points = curves.flatMap((curve) => curve.points);
  const lastEpoch = Math.max(1, ...points.map(({ epoch }) => epoch));
  const yTicks = ticks(Math.min(...points.map(({ loss }) => loss)), Math.max(...points.map(({ loss }) => loss)), 5);
  const [low, high] = [at(yTicks, 0), at(yTicks, yTicks.length - 1)];
  const x = (epoch: number): number => margin.left + (epoch / lastEpoch) * (width - margin.left - margin.right);
  const y = (loss: number): number =>
    margin.top + ((high - loss) / (high - low)) * (height - margin.top - margin.bottom);
  const labelLeft = width - margin.right + 20;
  const ends = curves.flatMap(({ letter, index, points: own }) => {
    const last = own.at(-1);
    return last ? [{ letter, index, loss: last.loss, x: x(last.epoch), y: y(last.loss) }] : [];
  });
  const labels = spread(
    ends.map((end) => end.y),
    height - margin.bottom,
  );
  return html`<svg class="curves" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">
<g class="grid">${yTicks.map((tick) => html`<path d="M${margin.left} ${coordinate(y(tick))}H${width - margin.right}"/><text x="${margin.left - 8}" y="${coordinate(y(tick) + 4)}" text-anchor="end">${limit(tick)}</text>`)}
${ticks(0, lastEpoch, 8)
  .filter((tick) => Number.isInteger(tick) && tick <= lastEpoch)
  .map((tick) => html`<text x="${coordinate(x(tick))}" y="${height - 10}" text-anchor="middle">${tick}</text>`)}</g>
${curves.map(
  ({ index, points: own }) =>
    html`<g class="series-${index + 1}"><path d="${own.map(({ epoch, loss }, i) => `${i === 0 ? 'M' : 'L'}${coordinate(x(epoch))} ${coordinate(y(loss))}`).join('')}"/>${own.map(({ epoch, loss }) => html`<circle cx="${coordinate(x(epoch))}" cy="${coordinate(y(loss))}" r="2.5"/>`)}</g>`,
)}
${ends.map((end, i) => {
  const label = at(labels, i);
  return html`<g class="series-${end.index + 1}"><path class="leader" d="M${coordinate(end.x + 5)} ${coordinate(end.y)}L${labelLeft - 4} ${coordinate(label)}"/><text class="label" x="${labelLeft}" y="${coordinate(label + 4)}">${end.letter} ${decimal(end.loss)}</text></g>`;
})}
</svg>`;
}

/** Round numbers from at or below `low` to at or above `high`, about `count` of them, in steps of 1, 2 or 5. */
export function ticks(low: number, high: number, count: number): number[] {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((each) => each * power >= rough * 0.999) ?? 10);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Heights moved apart until no two are closer than a line of text and none is below `bottom`; their order stays. */
export function spread(heights: readonly number[], bottom: number): number[] {
  const order = heights.map((_, i) => i).sort((a, b) => at(heights, a) - at(heights, b));
  const result = [...heights];
  order.forEach((i, rank) => {
    const above = order[rank - 1];
    if (above !== undefined) result[i] = Math.max(at(heights, i), at(result, above) + labelHeight);
  });
  order.reverse().forEach((i, rank) => {
    const below = order[rank - 1];
    const most = below === undefined ? bottom : at(result, below) - labelHeight;
    result[i] = Math.min(at(result, i), most);
  });
  return result;
}
