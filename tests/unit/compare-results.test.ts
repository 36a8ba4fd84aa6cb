import { expect, test } from 'vitest';
import { resultDifferences } from '../compare-results.ts';

const results = (files: Record<string, unknown>, id = 'one') =>
  new Map([
    [
      id,
      new Map(
        Object.entries(files).map(([name, content]): [string, Uint8Array] => [
          name,
          Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
        ]),
      ),
    ],
  ]);
const result = { provenance: { seconds: 3 }, curve: [{ loss: 0.5, seconds: 1 }], evidence: { claims: [{ z: 4 }] } };

test('provenance and times may differ', () => {
  const later = { ...result, provenance: { seconds: 4 }, curve: [{ loss: 0.5, seconds: 2 }] };
  expect(resultDifferences(results({ 'result.json': result }), results({ 'result.json': later }))).toEqual([]);
});

test('the smallest other number may not', () => {
  const changed = { ...result, curve: [{ loss: 0.5000000000000001, seconds: 1 }] };
  expect(resultDifferences(results({ 'result.json': result }), results({ 'result.json': changed }))).toEqual([
    'one/result.json curve.0.loss: 0.5, 0.5000000000000001',
  ]);
});

test('a key that is new, and one that is gone, are differences', () => {
  const { curve, ...rest } = result;
  const changed = { ...rest, other: 1 };
  expect(resultDifferences(results({ 'result.json': result }), results({ 'result.json': changed }))).toEqual([
    'one/result.json curve: [{"loss":0.5,"seconds":1}], absent',
    'one/result.json other: absent, 1',
  ]);
});

test('side-cars are compared byte for byte, and none may be missing', () => {
  const before = results({ 'a.i8': 'abc', 'b.i8': 'x' });
  expect(resultDifferences(before, results({ 'a.i8': 'abd' }))).toEqual([
    'one/a.i8 other bytes',
    'one/b.i8 only before',
  ]);
});

test('the evidence is left out when asked, with its own file', () => {
  const before = results({ 'result.json': result, 'claims.json': { claims: 1 } });
  const after = results({ 'result.json': { ...result, evidence: null }, 'claims.json': { claims: 2 } });
  expect(resultDifferences(before, after, ['evidence'])).toEqual([]);
  expect(resultDifferences(before, after)).toHaveLength(2);
});

test('a pattern leaves out a key of every element', () => {
  const after = { ...result, evidence: { claims: [{ z: 5 }] } };
  expect(
    resultDifferences(results({ 'result.json': result }), results({ 'result.json': after }), ['evidence.claims.*.z']),
  ).toEqual([]);
});
