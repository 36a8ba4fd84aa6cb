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

test('a curve that bends stays as it is', () => {
  expect(compacted('<path d="M0,0C1,1,2,2,3,3"/>')).toContain('d="M0,0C1,1,2,2,3,3"');
});
