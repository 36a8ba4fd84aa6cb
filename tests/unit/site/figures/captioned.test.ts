import { expect, test } from 'vitest';
import { captioned, wrap } from '../../../../site/figures/captioned.ts';

test('lines are as full as they can be, and a long word stands alone', () => {
  expect(wrap('a bb ccc dddddddd e', 6)).toEqual(['a bb', 'ccc', 'dddddddd', 'e']);
  expect(wrap('  ', 6)).toEqual([]);
});

test('the caption stands above the drawing, which moves down by its lines', () => {
  const whole = captioned('<svg width="200" height="50"><path/></svg>', 'one & two');
  expect(whole).toMatch(/^<svg width="200" height="74" viewBox="0 0 200 74">/);
  expect(whole).toContain('y="16">one &amp; two</text>');
  expect(whole).toContain('<svg y="24" overflow="visible" width="200" height="50"><path/></svg></svg>');
});

test('a drawing without a size is refused', () => {
  expect(() => captioned('<svg viewBox="0 0 1 1"/>', 'x')).toThrow('must say its size');
});
