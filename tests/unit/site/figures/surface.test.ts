import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fieldOf, levelColour, levels, surface } from '../../../../site/figures/surface.ts';
import { buildResult } from '../../../fixtures/results/build-result.ts';
import { caseNamed } from '../../../fixtures/results/cases.ts';

const { result } = buildResult({ ...caseNamed('lstm-dots'), units: 60 });

const field = fieldOf(result) ?? expect.fail('no spectra');
const { content } = surface(field);
const luminance = (colour: string) => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => (Number.parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

describe('the field', () => {
  it('leaves out the mean and breaks between neurons that are not neighbours', () => {
    expect(field.frequencies[0]).toBeCloseTo(1 / (result.spectra[0]?.tokens ?? 1), 12);
    for (const rows of field.windows) {
      for (const [index, { neuron }] of rows.entries()) expect(neuron).toBe((rows[0]?.neuron ?? 0) + index);
    }
    expect(field.windows.flat().map(({ neuron }) => neuron)).toEqual(result.spectra.map(({ neuron }) => neuron));
  });

  it('is none without spectra', () => {
    expect(fieldOf({ ...result, spectra: [] })).toBeNull();
  });
});

describe('the surface', () => {
  it('has the inks of the style sheet, in both schemes', () => {
    const css = readFileSync('site/styles/colours.css', 'utf8');
    const of = (name: string) => new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(css)?.slice(1);
    const inks = (selector: string, property: string) =>
      [...content.matchAll(new RegExp(`${selector}{${property}:(#\\w+)`, 'g'))].map(([, colour]) => colour);
    expect([inks('text', 'fill'), inks('\\.ridge', 'stroke')]).toEqual([of('ink'), of('ink')]);
    expect(inks('\\.axis', 'stroke')).toEqual(of('quiet'));
    expect(inks('\\.band', 'fill')).toEqual(of('band'));
  });

  it('is of the light scheme alone for print, with letters of the size that was asked for', () => {
    expect(surface(field, 20).content).toMatch(/^<style>text\{font-size:20px\}(?!.*@media)/);
  });
});

it.each([false, true])('The colours grow steadily in contrast with the page (dark: %s)', (dark) => {
  const all = Array.from({ length: levels }, (_, level) => luminance(levelColour(level, dark)));
  expect(all).toEqual(all.toSorted((a, b) => (dark ? a - b : b - a)));
});
