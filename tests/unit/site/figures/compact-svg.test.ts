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

test.each([
  ['coordinates keep a tenth of a pixel', '<circle cx="1.2345" cy="-2.678"/>', '<circle cx="1.2" cy="-2.7"/>'],
  ['and so do moves', '<g transform="translate(147.7142,9)"></g>', '<g transform="translate(147.7,9)"/>'],
  ['numbers with a unit stay', '<text y="0.32em">a</text>', '<text y="0.32em">a</text>'],
  [
    'lines of one group become one path',
    '<g stroke="red"><line x1="1" x2="1" y1="0" y2="9"/><line x1="0" x2="8" y1="3" y2="3"/></g>',
    '<g stroke="red"><path d="M1,0V9M0,3H8"/></g>',
  ],
  [
    'but not where they differ in colour',
    '<g><line x1="1" x2="1" y1="0" y2="9" stroke="red"/><line x1="2" x2="2" y1="0" y2="9"/></g>',
    '<g><line x1="1" x2="1" y1="0" y2="9" stroke="red"/><line x1="2" x2="2" y1="0" y2="9"/></g>',
  ],
  ['a curve that bends stays', '<path d="M0,0C1,1,2,2,3,3"/>', '<path d="M0,0C1,1,2,2,3,3"/>'],
])('%s', (_, content, shown) => expect(compacted(content)).toBe(shown));
