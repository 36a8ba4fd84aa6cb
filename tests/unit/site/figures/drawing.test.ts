import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Drawing, inFile, onPage, placed, standalone, svgOf } from '../../../../site/figures/drawing.ts';
import { framed, wrap } from '../../../../site/figures/framed.ts';
import { heatmapWhole } from '../../../../site/figures/heatmap.ts';

const css = readFileSync('site/styles/colours.css', 'utf8');
const made =
  ':root { --ink: light-dark(#111111, #eeeeee); --paper: light-dark(#ffffff, #000000); --positive: light-dark(#ff0000, #aa0000); --negative: light-dark(#0000ff, #0000aa); }';
const drawing: Drawing = { width: 200, height: 50, content: '<path/>', root: ' fill="red"' };

test('on a page a drawing leaves its colours to the style sheet', () => {
  expect(onPage.ink('line')).toBe('var(--line)');
  expect(onPage.ground(-0.5, 20)).toBe(' style="--a:-.5" stroke-dasharray="20 9999"');
  expect(svgOf(drawing)).toBe(
    '<svg aria-hidden="true" width="200" height="50" viewBox="0 0 200 50" fill="red"><path/></svg>',
  );
  expect(placed(drawing, 3, 4)).toMatch(/^<svg x="3" y="4" overflow="visible" width="200"/);
});

test('a file needs no style sheet: colours are those of the light scheme, on paper', () => {
  const svg = standalone(drawing, inFile(made), { title: 'Dots & <b>' });
  expect(svg).toMatch(
    /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" color="#111111" font-family="system-ui, sans-serif"/,
  );
  expect(svg).toContain('width="200" height="50" viewBox="0 0 200 50" fill="red"><title>Dots &amp; &lt;b&gt;</title>');
  expect(svg).toMatch(/<rect width="100%" height="100%" fill="#ffffff"\/><path\/><\/svg>$/);
});

test('for print it lies on nothing, and has its size in millimetres', () => {
  const svg = standalone(drawing, inFile(css, true), { title: 't', size: 88 });
  expect(svg).not.toMatch(/<rect|fcfbf8/);
  expect(svg).toContain(' width="88mm" height="22mm" viewBox="0 0 200 50"');
});

test('an activation is mixed from paper to red above 0, and to blue below; on print what is below has a line above it', () => {
  const fills = [0, 1, -1, 0.2, -0.4].map((coordinate) => inFile(made).ground(coordinate, 9));
  expect(fills).toEqual(['#ffffff', '#ff0000', '#0000ff', '#ffcccc', '#9999ff'].map((colour) => ` fill="${colour}"`));
  expect(inFile(made, true).ground(-0.4, 9)).toBe(
    ' fill="#9999ff" stroke="#111111" stroke-opacity="0.4" stroke-width="1.5" stroke-dasharray="9 9999"',
  );
  expect(inFile(made, true).ground(0.4, 9)).not.toContain('stroke');
});

test('a colour that is not there is told, and all of the figures are', () => {
  expect(() => inFile(made).ink('line')).toThrow('has no colour --line');
  for (const name of 'line line-2 mark quiet paper band rule ink words place accent panel'.split(' '))
    expect(inFile(css).ink(name)).toMatch(/^#/);
});

test('what XML may not hold becomes a sign', () => {
  const svg = standalone({ ...drawing, content: '<text>\u0001\ud800</text>' }, inFile(css), { title: "$& $` $'" });
  expect(svg).toContain('<text>\ufffd\ufffd</text>');
  expect(svg).toContain('<title>$&amp; $` $&#39;</title>');
});

test('lines are as full as they can be, and a long word stands alone', () => {
  expect(wrap('a bb ccc dddddddd e', 6)).toEqual(['a bb', 'ccc', 'dddddddd', 'e']);
  expect(wrap('  ', 6)).toEqual([]);
});

test('the caption stands above the drawing, which moves down by its lines', () => {
  const whole = framed(drawing, {}, onPage, { caption: 'one & two' });
  expect([whole.width, whole.height]).toEqual([200, 74]);
  expect(whole.content).toContain('y="16">one &amp; two</text>');
  expect(whole.content).toContain('<svg x="0" y="24" overflow="visible" width="200" height="50"');
});

test('the body of a heatmap stands to the right of its head', () => {
  const [head, body] = [148, 40].map((width) => ({ ...drawing, width, height: 90 })) as [Drawing, Drawing];
  const file = heatmapWhole({ head, body });
  expect([file.width, file.height]).toEqual([248, 90]);
  expect(file.content).toContain('<svg x="148" y="0" overflow="visible" width="40" height="90"');
});
