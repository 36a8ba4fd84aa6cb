import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  cellRows,
  drawnFeatures,
  matrixColours,
  matrixPixels,
  orderedBy,
  rowHeight,
} from '../../../../../site/figures/atlas/matrix.ts';
import { memoryStripSvg, shares } from '../../../../../site/figures/atlas/memory-strip.ts';
import { neuronHtml } from '../../../../../site/figures/atlas/neuron-html.ts';
import { excerptHtml, outlineHistogramSvg, rowsHtml, zeroWithin } from '../../../../../site/figures/atlas/pieces.ts';
import { planeSvg } from '../../../../../site/figures/atlas/plane.ts';
import { publishedProfileOf } from '../../../../../site/words/atlas/profile.ts';
import { rowsOf } from '../../../../../site/words/atlas/table.ts';
import { madeAtlas } from '../../words/atlas/made.ts';

const { atlas, map, tokens, shard } = madeAtlas;
const context = { atlas, cut: 'word' as const, linkTo: (neuron: number) => `#neuron=${neuron}` };
const neuronOf = (neuron: number, own = atlas): string =>
  neuronHtml(publishedProfileOf({ atlas: own, map, shard, tokens }, neuron), { ...context, atlas: own }).html;

describe('the matrix', () => {
  const features = drawnFeatures(atlas, map);
  const { width, height, data } = matrixPixels(atlas, map, { neurons: map.order, features }, 'light');
  const pixel = (x: number, y: number) => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
  const hex = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

  it('has a column a neuron and a row a feature that could be tested', () => {
    expect(features).toEqual([1, 0]);
    expect([width, height]).toEqual([3, 2 * rowHeight]);
  });

  it('is blue where a neuron is lower at the feature and orange where it is higher', () => {
    const [red = 0, , blue = 0] = pixel(1, rowHeight);
    expect(blue).toBeGreaterThan(red + 40);
    const [red2 = 0, , blue2 = 0] = pixel(2, 0);
    expect(red2).toBeGreaterThan(blue2 + 40);
  });

  it('has a line under what was learned, and none elsewhere', () => {
    expect(pixel(1, rowHeight + cellRows.cell)).toEqual(hex(matrixColours.light.mark));
    expect(pixel(0, rowHeight + cellRows.cell)).toEqual(hex(matrixColours.light.none));
  });

  it('takes its colours from the style sheet', () => {
    const css = readFileSync('site/styles/colours.css', 'utf8');
    const of = (name: string) => new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(css)?.slice(1);
    for (const [key, name] of Object.entries({ low: 'line', none: 'paper', high: 'line-2', mark: 'ink' })) {
      const colours = [matrixColours.light, matrixColours.dark].map((each) => each[key as keyof typeof each]);
      expect(colours).toEqual(of(name));
    }
  });

  it('puts the neurons in the order of a feature', () => {
    expect(orderedBy(atlas, map, 0)).toEqual([0, 2, 1]);
    expect(orderedBy(atlas, map, 2)).toEqual([0, 1, 2]);
  });
});

it.each([
  ['the plane: a dot a neuron in the colour of what it learned to tell, and grey for the rest', planeSvg(atlas, map)],
  ['a histogram that fills its height, with zero where it lies', outlineHistogramSvg([0, 4], 0.5).html],
  ...[0, 1, 2].map((neuron) => [`neuron ${neuron}, and what put it there where that was computed`, neuronOf(neuron)]),
])('%s', (_, drawn) => expect(drawn?.replaceAll(/(?=<(?:div|h3|p|table|tr|ul|svg|g)\b)/g, '\n')).toMatchSnapshot());

describe('the strip of memories', () => {
  it('counts what is known', () => {
    const counted = shares(Float32Array.of(0.05, 0.05, 1.01, Number.NaN));
    expect([counted[5], counted[99]]).toEqual([2 / 3, 1 / 3]);
    expect(counted.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it('has the band of untrained networks only where some were read', () => {
    const { memory } = atlas;
    if (!memory || !map.memory) throw new Error('the atlas has a memory');
    const untrained = { longest: [3], middle: [1], limit: 7, times: null };
    expect(memoryStripSvg(map.memory, { ...memory, untrained: null })).not.toMatch(/band|untrained/);
    // ln 8 / ln 128 = 3 / 7 of 320.
    expect(memoryStripSvg(map.memory, { ...memory, untrained })).toContain('<rect class="band" width="137.1"');
  });
});

describe('what comes from the text', () => {
  const rows = rowsHtml(rowsOf(atlas, map, tokens), context).html;

  it('never becomes markup', () => {
    expect(rows).not.toMatch(/<script>|<b>/);
    expect(rows).toContain('&lt;script&gt;');
  });

  it('breaks no line and turns no text round', () => {
    const excerpt = excerptHtml(
      { tokens: ['\n', '\u202e', 'a'], activations: [0, 0, 0], centre: 1, position: 3 },
      context,
    );
    expect(excerpt.html).not.toMatch(/[\n\u202e]/);
    expect(excerpt.html).toContain('↵');
    expect(excerpt.html).toContain('U+202E');
  });

  it('marks the token that is looked at, among as many as there is room for', () => {
    const excerpt = { tokens: ['a', 'b', 'c', 'd'], activations: [0, 0, 1, 0], centre: 2, position: 3 };
    expect(excerptHtml(excerpt, context).html.match(/<bdi/g)).toHaveLength(4);
    const { html } = excerptHtml(excerpt, context, 1);
    expect(html).toMatch(/>b<\/bdi><bdi class="m" style="--a:1">c<\/bdi><bdi [^>]*>d</);
    expect(html).not.toContain('>a<');
  });

  it('says where untrained networks are, where there are some', () => {
    const alone = { ...atlas, networks: 0 };
    expect([neuronOf(0), neuronOf(0, alone)].map((each) => each.includes('Untrained best'))).toEqual([true, false]);
  });
});

it('zero lies within a histogram, or not', () => {
  expect([zeroWithin([-1, 3]), zeroWithin([0, 1])]).toEqual([0.25, null]);
});
