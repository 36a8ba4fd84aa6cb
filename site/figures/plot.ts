/**
 * Observable Plot at build time: a chart as an SVG string whose colours come from the style sheet. Imports Plot and
 * linkedom; nothing of either reaches the reader's browser.
 */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { escapeHtml } from '../words/html.ts';
import type { Drawing } from './drawing.ts';

export { Plot };

const { document } = parseHTML('<!doctype html><html><head></head><body></body></html>');

/** As `Plot.plot` takes them, but that its marks may not be left out. */
export type PlotOptions = Plot.PlotOptions & { marks: Plot.Markish[] };

/** Its marks and axes say what they stand for, as those of all figures do (tests/browser/geometry.ts). */
export function plotted(options: PlotOptions): Drawing {
  options.marks.forEach(sayValues);
  const chart = Plot.plot({ ...options, document: document as unknown as Document });
  // Plot labels its groups for its own client-side use; on plain groups axe rightly refuses them.
  for (const element of chart.querySelectorAll('*')) {
    const axis = /^([xy])-axis tick label$/.exec(element.getAttribute('aria-label') ?? '')?.[1];
    if (axis === 'x' || axis === 'y') sayTicks(element, axis, options[axis]);
    if (element.localName === 'style') element.remove();
    else element.removeAttribute('aria-label');
  }
  compactSvg(chart);
  const [width, height] = ['width', 'height'].map((name) => Number(chart.getAttribute(name)));
  return {
    width: width ?? 0,
    height: height ?? 0,
    content: chart.innerHTML,
    root: ' fill="currentColor" text-anchor="middle"',
  };
}

const channelsOf = { x: ['x', 'x1', 'x2'], y: ['y', 'y1', 'y2'] } as const;

/** A group of marks says from where to where it runs in the data; of marks in rows the first of each row says which. */
function sayValues(mark: Plot.Markish): void {
  if (!(mark instanceof Plot.Mark && 'render' in mark) || mark instanceof Plot.Text) return;
  const { render } = mark as Plot.RenderableMark;
  mark.render = function (this: Plot.RenderableMark, ...drawing) {
    const group = render.apply(this, drawing);
    const [index, , values] = drawing;
    const told = (axis: 'x' | 'y', each: number): unknown[] =>
      channelsOf[axis].flatMap((name) => (values.channels[name] ? [values.channels[name].value[each]] : []));
    // What is not there is null, undefined or no number, and not drawn.
    const isDrawn = (each: number): boolean =>
      [...told('x', each), ...told('y', each)].every(
        (value) => value !== null && value !== undefined && !Number.isNaN(value),
      );
    const drawn = Array.from(index).filter(isDrawn);
    for (const axis of ['x', 'y'] as const) {
      const all = drawn.flatMap((each) => told(axis, each));
      const numbers = all.filter((each) => typeof each === 'number');
      const ends = [Math.min(...numbers), Math.max(...numbers)].map((each) => Number(each.toPrecision(6)));
      if (numbers.length > 0) group?.setAttribute(`data-${axis}`, ends.join(' '));
      // linkedom writes an attribute as it is.
      else
        for (const row of new Set(all.map(String)))
          group?.children[all.indexOf(row)]?.setAttribute('data-row', escapeHtml(row));
    }
    return group;
  };
}

/** Labels say which axis they belong to; where one does not say its number as digits, that too. */
function sayTicks(labels: Element, axis: 'x' | 'y', { domain, ticks }: Plot.ScaleOptions = {}): void {
  const all = [...labels.children];
  const given = Array.isArray(ticks) && ticks.length === all.length ? ticks : null;
  const isNamed = domain !== undefined && [...domain].some((each) => typeof each === 'string');
  labels.setAttribute('data-ticks', isNamed ? 'row' : axis);
  given?.forEach((value, at) => {
    if (Number(all[at]?.textContent) !== value) all[at]?.setAttribute(`data-${axis}`, String(value));
  });
}

const coordinates = new Set(['d', 'transform', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'width', 'height']);
const ends = ['x1', 'y1', 'x2', 'y2'];

/**
 * Makes a chart light without changing what is seen: coordinates to a tenth of a pixel, and the lines of a group as one path. A
 * strip of 160 lines weighs 2 KB so, and 13 KB without.
 */
export function compactSvg(chart: Element): void {
  // All that is in it is looked through once: a search by attribute looks at every element too.
  const all = [...chart.querySelectorAll('*')];
  for (const element of all) {
    for (const attribute of element.attributes) {
      const { name, value } = attribute;
      if (!coordinates.has(name)) continue;
      const short = rounded(value);
      if (short !== value) attribute.value = short;
    }
  }
  for (const element of all) if (element.localName === 'g') mergeLines(element);
}

/** '12.345' -> '12.3'; numbers with a unit ('0.32em') stay. */
const rounded = (value: string): string =>
  value.replace(/-?\d+\.\d{2,}(?![\d.]*[a-z%])/g, (number) => String(Number(Number(number).toFixed(1))));

/** Lines that differ in nothing but their ends become one path. */
function mergeLines(group: Element): void {
  const lines = [...group.children].filter(
    (line) => line.localName === 'line' && [...line.attributes].every(({ name }) => ends.includes(name)),
  );
  const [first, ...others] = lines;
  if (!first || others.length === 0) return;
  const path = group.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute(
    'd',
    lines
      .map((line) => {
        const [x1, y1, x2, y2] = ends.map((name) => line.getAttribute(name) ?? '0');
        return x1 === x2 ? `M${x1},${y1}V${y2}` : y1 === y2 ? `M${x1},${y1}H${x2}` : `M${x1},${y1}L${x2},${y2}`;
      })
      .join(''),
  );
  first.replaceWith(path);
  for (const line of others) line.remove();
}
