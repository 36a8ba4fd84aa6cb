import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import type { Style } from '../../../../runner/cli/terminal/colour.ts';
import { renderTable } from '../../../../runner/cli/terminal/table.ts';
import { activationsOf, feature, result } from './result.ts';

const table = (changes: Parameters<typeof result>[0] = {}, style: Partial<Style> = {}) =>
  renderTable(result(changes), activationsOf, { width: 100, level: 3, theme: 'dark', ...style });
const plain = (changes = {}, style = {}) => table(changes, { level: 0, ...style });
const ofCells = { record: { layer: 1, component: 'cell' } } as const;

it('shows the text as each neuron sees it, in marks where there are no colours', () => {
  expect(plain({ features: [feature({ windows: feature().windows.slice(0, 1) })] })).toMatchSnapshot();
});

it('colours each token by the activation on the scale of the component, and underlines the carriers', () => {
  // 0.75 of the way from the dark theme's neutral (24, 26, 30) to its orange (239, 140, 40), rounded.
  expect(table()).toContain('\x1b[48;2;185;112;38m');
  // An unbounded component spans to its largest value shown, which is 0.75: full orange.
  expect(table(ofCells)).toContain('\x1b[48;2;239;140;40m');
  expect(table()).toContain('\x1b[4m!\x1b[24m');
  expect(table()).not.toContain('\x1b[4mGo');
  // Its marks are colours; detected neurons stand out.
  expect(table()).not.toContain('^');
  expect(table()).toContain('\x1b[1mneuron 3: rank 1');
  expect(table({}, { theme: 'light' })).not.toBe(table());
});

it.each([25, 40, 61, 120])('is never wider than %i columns, with colours and without', (width) => {
  for (const level of [0, 3] as const)
    for (const line of table({}, { width, level }).split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
  expect(table({}, { width: 0 })).toContain('neuron');
});

it('lets no control character of the corpus through', () => {
  const hostile = { features: [feature({ name: 'a\x1b]0;b\x07', description: '\x1b[2J', warning: '\x9b' })] };
  expect(plain(hostile)).not.toMatch(/[\p{Cc}--\n]/v);
  expect(stripVTControlCharacters(table(hostile))).toContain('␛[31m');
});

it('shows the text that the neurons were detected on, and says how they were', () => {
  const { detection } = result();
  expect(plain()).not.toContain('other words');
  expect(plain({ detection: { ...detection, on: 'sampled' } })).toContain('other words');
  const [by, low] = [{ ...detection, by: 'effect' as const }, feature().windows.slice(0, 1)];
  expect(plain({ detection: by, features: [feature({ windows: low })] })).toContain(
    'neuron 3: rank 1, local AUC 1.000',
  );
  expect(plain({ detection: by })).toContain('local AUC (below 0.5: lower at the feature) on the observed text: 30 of');
  expect(plain({ detection: { ...detection, by: 'none' } })).toMatch(/given by hand\n[\s\S]*neuron 3: given\n/);
});

it('says so when a feature shows no neuron, and why', () => {
  const text = plain({ features: [feature({ windows: [], warning: 'The feature matches no token' })] });
  expect(text).toMatch(/! The feature matches no token\nNo neuron is shown for this feature\.\n$/);
});
