import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { onPage, svgOf } from '../../../../site/figures/drawing.ts';
import { textSvg } from '../../../../site/figures/text-svg.ts';

const options = { columns: 10, lines: Number.POSITIVE_INFINITY, cell: { width: 8, height: 20 } };
const plain = { unknown: [], resets: [], promptLength: 0 };

function draw(text: Parameters<typeof textSvg>[0], carriers: number[] = [], chosen = options) {
  const values = text.tokens.map((_, index) => index / 10);
  const { document } = parseHTML(`<body>${svgOf(textSvg(text, values, carriers, onPage, chosen))}</body>`);
  const all = (name: string) => [...document.querySelectorAll(name)];
  const place = (each: Element) => ['x', 'y', 'width'].map((name) => Number(each.getAttribute(name)));
  return { document, all, rects: all('rect').map(place), words: all('text').map((each) => each.textContent) };
}

describe('a text as a drawing', () => {
  test('gives each token as many cells as it has characters, and begins a line where one does not fit', () => {
    const { rects, words } = draw({ ...plain, tokens: ['Hello', ' ', 'world', '.'] });
    expect(words).toEqual(['Hello', 'world', '.']);
    expect(rects.map(String)).toEqual(['0,0,40', '40,0,8', '0,20,40', '40,20,8']);
  });

  test('leaves a space at the end of its line, and begins a line after a line break and where the state is zero', () => {
    const { rects } = draw({ ...plain, tokens: ['abcdefghij', ' ', 'k', '\n', 'l', 'm'], resets: [0, 5] });
    expect(rects.map(([x, y]) => `${x},${y}`)).toEqual(['0,0', '80,0', '0,20', '8,20', '0,40', '0,60']);
  });

  test('draws a dashed line over the line of text that begins from the zero state, but not over the first', () => {
    const { all } = draw({ ...plain, tokens: ['ab', 'c', 'd', '\n', 'e'], resets: [0, 2] });
    expect(all('path.zero').map((each) => each.getAttribute('d'))).toEqual(['M0 18H80']);
  });

  test('counts wide characters twice and squeezes what is longer than a line', () => {
    const { rects, all } = draw({ ...plain, tokens: ['日本', 'abcdefghijklmno'] });
    expect(rects.map(([, , width]) => width)).toEqual([32, 80]);
    expect(all('text')[1]?.getAttribute('textLength')).toBe('80');
  });

  test('runs from the right when the text does', () => {
    const { rects } = draw({ ...plain, tokens: ['שלום', ' ', 'אב'] });
    expect(rects.map(([x]) => x)).toEqual([48, 40, 24]);
  });

  test('underlines carriers, dots unknown words, dashes those that are both', () => {
    const { all } = draw({ ...plain, tokens: ['a', 'b', 'c', 'd'], unknown: [1, 2] }, [0, 2]);
    expect(all('path').map((each) => each.getAttribute('stroke-dasharray'))).toEqual([null, '2 2', '5 3']);
  });

  test('stops after the lines that are asked for, and escapes what the text holds', () => {
    const short = draw({ ...plain, tokens: ['<script>', 'two', 'three'] }, [], { ...options, lines: 1 });
    expect(short.words).toEqual(['<script>']);
    expect(short.document.querySelector('script')).toBeNull();
  });
});
