/**
 * Observable Plot at build time: a chart as an SVG string whose colours come from the style sheet. Imports Plot and
 * linkedom; nothing of either reaches the reader's browser.
 */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { compactSvg } from './compact-svg.ts';

export { Plot };

const { document } = parseHTML('<!doctype html><html><head></head><body></body></html>');

/** Draws `options` as one decorative SVG: the figure around it carries the name and the words. */
export function plotSvg(options: Plot.PlotOptions): string {
  const chart = Plot.plot({ ...options, document: document as unknown as Document });
  // Plot labels its groups for its own client-side use; on plain groups axe rightly refuses them.
  for (const group of chart.querySelectorAll('[aria-label]')) group.removeAttribute('aria-label');
  for (const style of chart.querySelectorAll('style')) style.remove();
  chart.removeAttribute('class');
  chart.removeAttribute('font-family');
  chart.removeAttribute('font-size');
  chart.setAttribute('aria-hidden', 'true');
  compactSvg(chart);
  return chart.outerHTML;
}
