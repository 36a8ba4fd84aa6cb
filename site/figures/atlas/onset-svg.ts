/** What a neuron does around the first token that carries a feature: its mean activation at each lag, as SVG. Pure. */
import { type Html, html, trusted } from '../../words/html.ts';

const [width, height, margin] = [260, 96, { left: 30, right: 8, top: 8, bottom: 20 }];

const short = (value: number): string => String(Number(value.toFixed(1)));
const signed = (value: number): string => (value < 0 ? `−${-value}` : value > 0 ? `+${value}` : '0');

/**
 * @param lags tokens from the onset.
 * @param values in standard deviations from the mean; NaN where there is none.
 */
export function onsetSvg(lags: readonly number[], values: readonly number[]): Html {
  const largest = Math.max(1, Math.ceil(Math.max(...values.filter((value) => !Number.isNaN(value)).map(Math.abs))));
  const [first, last] = [Math.min(...lags), Math.max(...lags)];
  const x = (lag: number): string =>
    short(margin.left + ((width - margin.left - margin.right) * (lag - first)) / Math.max(1, last - first));
  const y = (value: number): string =>
    short(margin.top + ((height - margin.top - margin.bottom) * (largest - value)) / (2 * largest));
  const points = lags.flatMap((lag, index) => {
    const value = values[index];
    return value === undefined || Number.isNaN(value) ? [] : [{ x: x(lag), y: y(value) }];
  });
  const labels = [first, 0, last].map(
    (lag) => html`<text x="${x(lag)}" y="${height - 4}" text-anchor="middle">${signed(lag)}</text>`,
  );
  const scale = [-largest, 0, largest].map(
    (value) => html`<text x="${margin.left - 6}" y="${Number(y(value)) + 4}" text-anchor="end">${signed(value)}</text>`,
  );
  return html`<svg class="onset" viewBox="0 0 ${width} ${height}" aria-hidden="true">${trusted(
    `<line x1="${margin.left}" x2="${width - margin.right}" y1="${y(0)}" y2="${y(0)}"/>` +
      `<line x1="${x(0)}" x2="${x(0)}" y1="${margin.top}" y2="${height - margin.bottom}"/>` +
      `<polyline points="${points.map((point) => `${point.x},${point.y}`).join(' ')}"/>` +
      points.map((point) => `<circle cx="${point.x}" cy="${point.y}" r="2.5"/>`).join(''),
  )}${labels}${scale}</svg>`;
}
