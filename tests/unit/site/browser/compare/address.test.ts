import { expect, test } from 'vitest';
import { mostCompared, readChosen, writeChosen } from '../../../../../site/browser/compare/address.ts';

test('what is written reads back, whatever the ids hold', () => {
  const ids = ['lstm-dots', 'lstm-dots+seed-3', 'a,b', 'c&with=d', '100%'];
  expect(readChosen(writeChosen(ids), ids)).toEqual(ids);
  expect(readChosen(`?more=1&${writeChosen(['b', 'a']).slice(1)}`, ['a', 'b'])).toEqual(['b', 'a']);
});

test('unknown, repeated and broken ids are left out, and no more are read than can be compared', () => {
  expect(readChosen('?with=a,gone,a,%E0%A4%A,b', ['a', 'b'])).toEqual(['a', 'b']);
  const many = Array.from({ length: mostCompared + 2 }, (_, i) => `e${i}`);
  expect(readChosen(writeChosen(many), many)).toEqual(many.slice(0, mostCompared));
  expect(readChosen('', ['a'])).toEqual([]);
  expect(writeChosen([])).toBe('');
});
