import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { standaloneSvg } from '../../../../site/figures/standalone-svg.ts';

const css = readFileSync('site/styles/colours.css', 'utf8');

test('a file needs no style sheet: colours are those of the light scheme, on paper', () => {
  const svg = standaloneSvg(
    '<svg aria-hidden="true" width="10"><path stroke="var(--line)"/></svg>',
    'Dots & <b>',
    ':root { --ink: light-dark(#111, #eee); --line: light-dark(#1f5f99, #7fb6e6); --paper: light-dark(#fff, #000); }',
  );
  expect(svg).toContain('<path stroke="#1f5f99"/>');
  expect(svg).toContain('xmlns="http://www.w3.org/2000/svg" color="#111"');
  expect(svg).toContain('<title>Dots &amp; &lt;b&gt;</title><rect width="100%" height="100%" fill="#fff"/>');
  expect(svg).not.toContain('aria-hidden');
});

test('a title and a typeface stand as they are, whatever a replacement would make of them', () => {
  const said = "$& $` $' $1 $$";
  const svg = standaloneSvg('<svg width="10"><path/></svg>', said, css, { font: said, ground: true });
  expect(svg).toContain(`<title>${said.replaceAll('&', '&amp;').replaceAll("'", '&#39;')}</title>`);
  expect(svg).toContain(`font-family="${said.replaceAll('&', '&amp;').replaceAll("'", '&#39;')}"`);
  expect(svg).toMatch(/^<svg [^<]*><title>[^<]*<\/title><rect [^<]*\/><path\/><\/svg>$/);
});

test('every colour of the figures is known', () => {
  const names = ['line', 'line-2', 'mark', 'quiet', 'paper', 'band'];
  const svg = standaloneSvg(`<svg>${names.map((name) => `<path fill="var(--${name})"/>`).join('')}</svg>`, '', css);
  expect(svg).not.toContain('var(');
});

test('an activation becomes a colour, and what XML may not hold a sign', () => {
  const svg = standaloneSvg('<svg><rect style="--a:-1"/><text>\u0001\ud800</text></svg>', '', css);
  expect(svg).toContain('<rect fill="#74b0e6"/>');
  expect(svg).toContain('<text>\ufffd\ufffd</text>');
});
