/**
 * Figures as pictures, drawn from the few numbers of pictures.json: a change of what is drawn shows itself as a change of
 * the picture (tests/fixtures/pictures, which a browser opens). `npx vitest run tests/unit/site/figures -u` draws them anew; look at
 * them before they are committed.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { accuracyChart, lossChart, lossFrame, spectrumChart } from '../../../../site/figures/charts.ts';
import { type Charted, type ClaimFigure, claimCharts } from '../../../../site/figures/claim-charts.ts';
import { claimSvg } from '../../../../site/figures/claims.ts';
import { onPage, svgOf } from '../../../../site/figures/drawing.ts';
import { framed } from '../../../../site/figures/framed.ts';
import { type Heatmap, heatmapDrawing } from '../../../../site/figures/heatmap.ts';
import { type Field, fieldFromAbove, surface } from '../../../../site/figures/surface.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

/** What is drawn. */
const drawn = JSON.parse(readFileSync('tests/fixtures/pictures.json', 'utf8')) as {
  claim: Charted;
  curve: Parameters<typeof lossChart>[0] & Parameters<typeof accuracyChart>[0];
  spectrum: Parameters<typeof spectrumChart>[0];
  heat: Heatmap;
  field: Field;
};
const { claim, curve, spectrum, heat, field } = drawn;
const chart = (name: ClaimFigure, own = claim): string => claimSvg(name, own) ?? '';
const pictures: Record<string, string> = {
  'lag-profile': chart('lags'),
  'event-average': chart('events'),
  'what-it-does': chart('does-inside'),
  'where-it-falls': chart('falls', madeEvidence('lstm-dots').claim(0)),
  'of-a-number': chart('number'),
  'beside-untrained': chart('learned'),
  'learning-curve': svgOf(lossChart(curve)),
  accuracy: svgOf(accuracyChart(curve)),
  emergence: chart('emergence'),
  spectrum: svgOf(spectrumChart(spectrum, { band: [0.3, 0.4], top: 0.5 })),
  'titles-and-legend': svgOf(framed(lossChart(curve), lossFrame, onPage)),
  'heatmap-head': svgOf(heatmapDrawing(heat, [-1, 1], onPage, (neuron) => `#n=${neuron}`).head),
  'heatmap-body': svgOf(heatmapDrawing(heat, [-1, 1]).body),
  surface: svgOf(surface(field)),
  'surface-from-above': svgOf(fieldFromAbove(field)),
};

/**
 * One element a line, coordinates in whole tenths, and without Plot's count of its clips. No font is asked, so another machine
 * changes nothing.
 */
const normal = (svg: string): string =>
  `${svg
    .replaceAll('><', '>\n<')
    .replaceAll(/plot-clip-\d+/g, 'plot-clip')
    .replace(/"[^"]*"/g, inTenths)}\n`;

const inTenths = (attribute: string): string =>
  attribute.replace(/-?\d*\.\d{2,}/g, (number) => String(Math.round(10 * Number(number)) / 10));

it('what untrained networks reach of a number is drawn on the scale of its rank correlation', () => {
  const labels = (of: Charted['says']) =>
    [...claimCharts.learned.draw({ ...claim, says: of }, onPage).content.matchAll(/<text[^>]*>([\d.]+)</g)].map(
      ([, label]) => label,
    );
  expect(labels({})).toEqual(['0.5', '0.6', '0.7', '0.8', '0.9', '1.0']);
  expect(labels({ number: true })).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']);
});

describe('the picture of', () => {
  it.each(Object.entries(pictures))('%s is what it was', async (name, svg) => {
    await expect(normal(svg)).toMatchFileSnapshot(`../../../fixtures/pictures/${name}.svg`);
  });
});
