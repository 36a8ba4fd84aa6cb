import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { millimetres } from '../../../../runner/cli/commands/keys.ts';
import { latexFigures, withFonts } from '../../../../runner/publish/paper.ts';
import type { Drawing } from '../../../../site/figures/drawing.ts';
import { type Figure, namedForPaper, paperOf, slug } from '../../../../site/figures/figure.ts';
import { chartWidth, pixelsOf } from '../../../../site/figures/framed.ts';

const css = readFileSync('site/styles/colours.css', 'utf8');
const chart = (frame: Partial<Figure>): Figure => ({
  name: 'a',
  of: ['a'],
  about: 'b',
  draw: (_, width = 0): Drawing => ({ width, height: 100, content: '<text>0.5</text>' }),
  ...frame,
});

describe('a chart on paper', () => {
  it('has the width that was asked for, letters of 8 points, titles and a legend', async () => {
    // 88 mm are 249.45 points; a letter of 11 pixels is to be 8 points high: 249.45 * 11 / 8.
    expect(pixelsOf(88)).toBe(343);
    expect(chartWidth(343, { y: 'a' })).toBe(319);
    const svg = await paperOf(
      chart({ x: 'lag <1>', y: 'local AUC', legend: [{ mark: 'dot', colour: 'line', text: 'a' }] }),
      css,
      88,
    );
    const [, width, height] =
      /^<svg[^>]* width="([\d.]+)mm" height="([\d.]+)mm" viewBox="0 0 343 (\d+)"/.exec(svg)?.map(Number) ?? [];
    expect(width).toBe(88);
    // Legend 17 + 6, chart 100, title 18.
    expect(svg).toContain('viewBox="0 0 343 141"');
    expect(height).toBeCloseTo((88 * 141) / 343, 1);
    expect(svg).toContain('<svg x="24" y="23" overflow="visible" width="319"');
    expect(svg).toContain('lag &lt;1&gt;</text>');
    expect(svg).toMatch(/rotate\(-90\)" text-anchor="middle">local AUC</);
  });

  it('breaks a legend that is too long for one line', async () => {
    const legend = Array.from(
      { length: 6 },
      (_, index) => ({ mark: 'line', colour: 'line', text: `entry number ${index}` }) as const,
    );
    const [, height] = /viewBox="0 0 \d+ (\d+)"/.exec(await paperOf(chart({ legend }), css, 88)) ?? [];
    // Each entry is 18 + 6 + 14 * 6.1 + 14 pixels long, so two stand in a line of 343.
    expect(Number(height)).toBe(3 * 17 + 6 + 100);
  });

  it('carries its letters', async () => {
    const svg = await withFonts(
      '<svg font-family="Inter, Arial" width="1mm"><text font-weight="700">Ab &lt;</text></svg>',
    );
    expect(svg.match(/@font-face/g)).toHaveLength(2);
    expect(svg).toMatch(
      /^<svg [^>]*><style>@font-face\{font-family:"Inter";font-weight:400;src:url\(data:font\/woff2;base64,/,
    );
    // Three letters of a typeface of 48 KB.
    expect(svg.length).toBeLessThan(8000);
  });
});

it('a name is one of files and of LaTeX', () => {
  expect(slug('Inside “quotes”: <b> & 50%')).toBe('inside-quotes-b-50');
  expect(slug('שלום, עולם')).toBe('שלום-עולם');
  const two = [chart({ of: ['a', 'B c'] }), chart({ of: ['a', 'b C'] })];
  expect(namedForPaper('id', two).map(({ name }) => name)).toEqual(['id_a_b-c', 'id_a_b-c-2']);
});

it('a snippet has the width, the caption and the numbers, as LaTeX prints them', () => {
  const text = latexFigures(
    [{ name: 'a_b', caption: '50% of {x}.', numbers: { 'local AUC': '0.9 [0.8, 1]', n: '3' } }],
    'T',
    88,
  );
  expect(text).toContain('\\includegraphics[width=88mm]{a_b.pdf}');
  expect(text).toContain('\\caption{50\\% of \\{x\\}. local AUC: 0.9 [0.8, 1]; n: 3.}');
  expect(text).toContain('\\label{fig:a_b}');
});

it('a width is one in millimetres', () => {
  const { schema } = millimetres(88, 40, 300, '');
  expect(['88mm', '88.9mm', '90'].map((text) => schema.parse(text))).toEqual([88, 88.9, 90]);
  expect(schema.parse(undefined)).toBe(88);
  for (const text of ['88px', '-5mm', '10mm', '301mm', 'wide']) expect(schema.safeParse(text).success).toBe(false);
});
