import { expect, test } from 'vitest';
import { embeddingDrawing } from '../../../../site/figures/embedding.ts';
import { embeddingStart } from '../../../../site/words/embedding-words.ts';

const point = (word: string, x: number, y: number) => ({ word, count: 1, x, y });
const explained: [number, number] = [0.25, 0.1];
const textsOf = (svg: string) => [...svg.matchAll(/<text x="(-?[\d.]+)" y="([\d.]+)">([^<]*)<\/text>/g)];

test('one scale holds for both axes, and the first component goes to the right, the second up', () => {
  const svg = embeddingDrawing({ points: [point('a', 0, 0), point('b', 4, 0), point('c', 0, 1)], explained }).content;
  const [a, b, c] = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)]);
  const [ax = 0, ay = 0, bx = 0, cy = 0] = [a?.[0], a?.[1], b?.[0], c?.[1]];
  expect(bx - ax).toBeGreaterThan(500);
  expect(ay - cy).toBeCloseTo((bx - ax) / 4, 0);
});

test('names never cover one another, the most frequent words have theirs, and all have a dot', () => {
  const points = Array.from({ length: 150 }, (_, i) => point(`word${i}`, Math.cos(i * i) * 2, Math.sin(3 * i)));
  const svg = embeddingDrawing({ points, explained }).content;
  const boxes = textsOf(svg)
    .filter(([, , , text]) => text?.startsWith('word'))
    .map(([, x, y, text = '']) => ({ x: Number(x), y: Number(y), width: 6 * text.length, text }));
  expect(boxes.length).toBeGreaterThan(40);
  expect(boxes[0]?.text).toBe('word0');
  for (const [index, one] of boxes.entries()) {
    for (const other of boxes.slice(index + 1)) {
      const apart = Math.abs(one.y - other.y) >= 10 || one.x + one.width <= other.x || other.x + other.width <= one.x;
      expect(apart, `${one.text} and ${other.text}`).toBe(true);
    }
  }
  expect(svg.match(/<circle /g)).toHaveLength(150);
});

test('names are escaped, cut, and shown where they cannot be seen', () => {
  const points = [point('<b>&', 0, 0), point('\u202e', 3, 2), point('a'.repeat(40), 6, 1)];
  const svg = embeddingDrawing({ points, explained }).content;
  expect(svg).toContain('>&lt;b&gt;&amp;</text>');
  expect(svg).toContain('>U+202E</text>');
  expect(svg).toContain(`>${'a'.repeat(17)}…</text>`);
});

test('words that all lie in one place are drawn', () => {
  expect(embeddingDrawing({ points: [point('a', 1, 1), point('b', 1, 1)], explained: [0, 0] }).content).not.toContain(
    'NaN',
  );
});

const none = {
  format: null,
  words: null,
  found: null,
  lowerCased: null,
  missing: null,
  projection: null,
  neighbours: [],
};
const file = {
  format: 'GloVe text',
  words: 400000,
  found: 4800,
  lowerCased: 12,
  missing: 43,
  projection: null,
  neighbours: [],
};
test.each([
  [{ from: null, trainable: null, ...none }, 'came with the model.'],
  [{ from: 'random', trainable: true, ...none }, 'of 50 numbers started at random. Training moved them'],
  [
    { from: 'word2vec', trainable: false, ...none },
    'by word2vec (skip-gram with negative sampling). Training left them as they were.',
  ],
  [
    { from: 'glove.txt', trainable: true, ...file },
    'from glove.txt (GloVe text, 400,000 words): 4,800 tokens have a vector there (12 of them from that of the same word in lower case), and 43 tokens started at random. Training moved',
  ],
])('%j in words', (embedding, words) => {
  expect(embeddingStart(embedding, 50)).toContain(words);
});
