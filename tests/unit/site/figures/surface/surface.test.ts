import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Field, fieldOf } from '../../../../../site/figures/surface/field.ts';
import { flatShapes } from '../../../../../site/figures/surface/flat.ts';
import { levelColour, levels } from '../../../../../site/figures/surface/palette.ts';
import { project, type SurfaceShape, view } from '../../../../../site/figures/surface/projection.ts';
import { sceneOf } from '../../../../../site/figures/surface/scene.ts';
import { surfaceSvg } from '../../../../../site/figures/surface/svg.ts';
import { buildResult } from '../../../../fixtures/results/build-result.ts';
import { cases } from '../../../../fixtures/results/cases.ts';

const [chosen] = cases.filter(({ id }) => id === 'lstm-dots');
if (chosen === undefined) throw new Error('the fixtures hold no lstm-dots');
const { result } = buildResult({ ...chosen, units: 60 });

const row = (neuron: number, ...amplitudes: number[]) => ({ neuron, detected: neuron === 5, amplitudes });
const field: Field = {
  frequencies: [0.1, 0.2, 0.3, 0.4],
  windows: [[row(4, 0, 0, 0, 0), row(5, 0, 1, 0, 0), row(6, 0, 0, 0, 0.5)], [row(40, 0.25, 0, 0, 0)]],
  top: 1,
  band: [0.2, 0.3],
};
const ofKind = (shapes: readonly SurfaceShape[], kind: SurfaceShape['kind']) =>
  shapes.filter((shape) => shape.kind === kind);
const luminance = (colour: string) => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => (Number.parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

describe('the field', () => {
  it('leaves out the mean and breaks between neurons that are not neighbours', () => {
    const drawn = fieldOf(result);
    expect(drawn?.frequencies[0]).toBeCloseTo(1 / (result.spectra[0]?.tokens ?? 1), 12);
    for (const rows of drawn?.windows ?? []) {
      for (const [index, { neuron }] of rows.entries()) expect(neuron).toBe((rows[0]?.neuron ?? 0) + index);
    }
    expect(drawn?.windows.flat().map(({ neuron }) => neuron)).toEqual(result.spectra.map(({ neuron }) => neuron));
  });

  it('is none without spectra', () => {
    expect(fieldOf({ ...result, spectra: [] })).toBeNull();
  });
});

describe('the scene', () => {
  it('has a quad between every two rows of a window and every two frequencies, and a ribbon for a row alone', () => {
    expect(ofKind(sceneOf(field), 'quad').length).toBe(2 * 3 + 1 * 3);
    expect(ofKind(sceneOf(field), 'ridge').length).toBe(4);
  });

  const quads = ofKind(sceneOf(field), 'quad').flatMap((shape) => (shape.kind === 'quad' ? [shape.points] : []));

  it('is painted from far to near', () => {
    // Flat places: what is nearer stands lower on the page.
    const lowest = (points: (typeof quads)[number]) => Math.max(...points.map(([, y]) => y));
    const strips = [quads.slice(0, 3), quads.slice(3, 6), quads.slice(6, 9)].map((each) => lowest(each.flat()));
    expect(strips).toEqual(strips.toSorted((a, b) => a - b));
  });

  it('lifts the peak above its neighbours', () => {
    const heights = ofKind(sceneOf(field), 'ridge').map((shape) => (shape.kind === 'ridge' ? shape.points : []));
    const [, peaked = []] = heights;
    expect(peaked[1]?.[1] ?? 0).toBeLessThan((peaked[0]?.[1] ?? 0) - 50);
    expect(heights[0]?.[1]?.[0]).toBeCloseTo(project(-0.1, -0.4, 0)[0], 9);
  });

  it('stays in the picture', () => {
    for (const [x, y] of quads.flat()) {
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(view.width);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(view.height);
    }
  });
});

describe('the colours', () => {
  it.each([false, true])('grow steadily in contrast with the page (dark: %s)', (dark) => {
    const all = Array.from({ length: levels }, (_, level) => luminance(levelColour(level, dark)));
    expect(all).toEqual(all.toSorted((a, b) => (dark ? a - b : b - a)));
  });
});

it('The heatmap has one cell per neuron and frequency, coloured by its amplitude alone', () => {
  const cells = ofKind(flatShapes(field), 'quad').map((shape) => (shape.kind === 'quad' ? shape.level : -1));
  expect(cells).toEqual([0, 0, 0, 0, 0, 23, 0, 0, 0, 0, 0, 12, 6, 0, 0, 0]);
});

it('The still image is an SVG that escapes its labels', () => {
  const label: SurfaceShape = { kind: 'label', at: [0, 0], text: '<script>', strong: false, anchor: 'start' };
  const drawn = surfaceSvg([...sceneOf(field), label], view);
  expect(drawn).toContain('&lt;script&gt;');
  expect(drawn.match(/<path class="q\d+"/g)?.length).toBe(9);
});

it('The still image has the inks of the style sheet, in both schemes', () => {
  const css = readFileSync('site/styles/colours.css', 'utf8');
  const of = (name: string) => new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(css)?.slice(1);
  const drawn = surfaceSvg([], view);
  const inks = (selector: string, property: string) =>
    [...drawn.matchAll(new RegExp(`${selector}{${property}:(#\\w+)`, 'g'))].map(([, colour]) => colour);
  expect([inks('text', 'fill'), inks('\\.ridge', 'stroke')]).toEqual([of('ink'), of('ink')]);
  expect(inks('\\.axis', 'stroke')).toEqual(of('quiet'));
});

describe('the still image', () => {
  it('cuts no label', () => {
    const labels = sceneOf(field).flatMap((shape) => (shape.kind === 'label' ? [shape] : []));
    expect(labels.map(({ text }) => text)).toContain('0');
    for (const { text, at } of labels) {
      // Half a line of 14 pixels, above and below.
      expect(at[1], text).toBeGreaterThan(7);
      expect(at[1], text).toBeLessThan(view.height - 7);
    }
  });
});
