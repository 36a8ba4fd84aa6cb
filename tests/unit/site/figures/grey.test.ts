import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { type Drawing, inFile, standalone } from '../../../../site/figures/drawing.ts';
import { heatmapDrawing } from '../../../../site/figures/heatmap.ts';
import { textSvg } from '../../../../site/figures/text-svg.ts';

const paper = inFile(readFileSync('site/styles/colours.css', 'utf8'), true);

/** Grey levels of one column of pixels of a drawing on white, from above, 4 to a pixel of its own. */
async function greys(drawing: Drawing, column: number): Promise<number[]> {
  const { data, info } = await sharp(Buffer.from(standalone(drawing, paper, { title: '', font: 'serif' })), {
    density: 4 * 72,
  })
    .flatten({ background: 'white' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Array.from({ length: info.height }, (_, y) => data[(y * info.width + 4 * column) * info.channels] ?? 0);
}
const darkest = (levels: readonly number[]): number => Math.min(...levels);

const means = { here: null, elsewhere: null };
const row = { neuron: 0, detected: false, leads: false, relevance: null, means };
const map = { positions: [0, 1], labels: ['', ''], omittedNeurons: 0 };
const cells = (values: number[]): Drawing =>
  heatmapDrawing({ ...map, windows: [[{ ...row, values }]] }, [-1, 1], paper).body;
const tokens = { tokens: [' ', ' '], unknown: [], resets: [], promptLength: 0 };
const spaces = (values: number[]): Drawing =>
  textSvg(tokens, values, [], paper, { columns: 2, lines: 1, cell: { width: 20, height: 40 } });

test.each([
  ['cells of a heatmap', cells],
  ['tokens of a text', spaces],
])(
  '%s of both signs are of one grey, and those below 0 have a line above, the darker the further below',
  async (_, draw) => {
    const both = draw([-1, 1]);
    const [low, high] = [await greys(both, 8), await greys(both, 28)];
    const middle = Math.floor(low.length / 3);
    expect(Math.abs((low[middle] ?? 0) - (high[middle] ?? 0))).toBeLessThan(25);
    expect(darkest(low)).toBeLessThan(70);
    expect(darkest(high)).toBeGreaterThan(150);
    const half = darkest(await greys(draw([-0.4, 1]), 8));
    expect(half).toBeGreaterThan(darkest(low) + 50);
    expect(half).toBeLessThan(darkest(high));
  },
);
