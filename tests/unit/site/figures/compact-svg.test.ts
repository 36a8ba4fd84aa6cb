import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { compactSvg } from '../../../../site/figures/plot.ts';

function compacted(content: string): string {
  const { document } = parseHTML(`<html><body><svg>${content}</svg></body></html>`);
  const chart = document.querySelector('svg');
  if (!chart) throw new Error('no chart');
  compactSvg(chart);
  return chart.innerHTML.replace(/ \/>/g, '/>');
}

test('coordinates keep a tenth of a pixel', () => {
  expect(compacted('<circle cx="1.2345" cy="-2.678"/>')).toBe('<circle cx="1.2" cy="-2.7"/>');
  expect(compacted('<g transform="translate(147.7142,9)"></g>')).toContain('translate(147.7,9)');
});

test('numbers with a unit stay as they are', () => {
  expect(compacted('<text y="0.32em">a</text>')).toContain('y="0.32em"');
});

test('lines of one group become one path', () => {
  const group = '<g stroke="red"><line x1="1" x2="1" y1="0" y2="9"/><line x1="0" x2="8" y1="3" y2="3"/></g>';
  expect(compacted(group)).toBe('<g stroke="red"><path d="M1,0V9M0,3H8"/></g>');
});

test('lines that differ in colour stay apart', () => {
  const group = '<g><line x1="1" x2="1" y1="0" y2="9" stroke="red"/><line x1="2" x2="2" y1="0" y2="9"/></g>';
  expect(compacted(group).match(/<line/g)?.length).toBe(2);
});

test('the steps of a curve add up to its points, in each of its pieces', () => {
  const curve = 'M1.2345,-2.678L30,4.16L30.5,4.16L7.02,-3M0,0L-0.4,0.26L5,5';
  const path = /d="([^"]*)"/.exec(compacted(`<path d="${curve}"/>`))?.[1] ?? '';
  const points = path.split('M').flatMap((piece) => {
    const [x, y, ...steps] = (piece.match(/-?(\d*\.\d+|\d+)/g) ?? []).map(Number);
    const at = [x ?? 0, y ?? 0] as [number, number];
    const reached = piece === '' ? [] : [[...at]];
    for (let k = 0; k < steps.length; k += 2) {
      at[0] += steps[k] ?? 0;
      at[1] += steps[k + 1] ?? 0;
      reached.push([...at]);
    }
    return reached;
  });
  const expected = [
    [1.2, -2.7],
    [30, 4.2],
    [30.5, 4.2],
    [7, -3],
    [0, 0],
    [-0.4, 0.3],
    [5, 5],
  ];
  expect(points.length).toBe(expected.length);
  points.forEach((point, k) => {
    point.forEach((value, axis) => {
      expect(value).toBeCloseTo(expected[k]?.[axis] ?? Number.NaN, 6);
    });
  });
  expect(path.length).toBeLessThan(curve.length);
});

test('a curve that bends stays as it is', () => {
  expect(compacted('<path d="M0,0C1,1,2,2,3,3"/>')).toContain('d="M0,0C1,1,2,2,3,3"');
});
