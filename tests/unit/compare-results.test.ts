import { expect, it } from 'vitest';
import { resultDifferences } from '../compare-results.ts';

const result = { provenance: { seconds: 3 }, curve: [{ loss: 0.5, seconds: 1 }], evidence: { claims: [{ z: 4 }] } };
const { curve, ...rest } = result;
type Files = Record<string, unknown>;
const asFiles = (files: Files) =>
  new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(JSON.stringify(content))]));
const before: Files = { 'result.json': result, 'claims.json': 1, 'a.i8': 'x' };

it.each<[string, changed: Files, differences: string[], without?: string[]]>([
  [
    'provenance and times may differ',
    { 'result.json': { ...result, provenance: { seconds: 4 }, curve: [{ loss: 0.5, seconds: 2 }] } },
    [],
  ],
  [
    'the smallest other number may not',
    { 'result.json': { ...result, curve: [{ loss: 0.5000000000000001, seconds: 1 }] } },
    ['one/result.json curve.0.loss: 0.5, 0.5000000000000001'],
  ],
  [
    'a key that is new, and one that is gone, are differences',
    { 'result.json': { ...rest, other: 1 } },
    ['one/result.json curve: [{"loss":0.5,"seconds":1}], absent', 'one/result.json other: absent, 1'],
  ],
  ['side-cars are compared byte for byte', { 'a.i8': 'y' }, ['one/a.i8 other bytes']],
  ['no side-car may be missing', { 'a.i8': undefined }, ['one/a.i8 only before']],
  [
    'the evidence is left out when asked, with its own file',
    { 'result.json': { ...result, evidence: null }, 'claims.json': 2 },
    [],
    ['evidence'],
  ],
  [
    'and counts when it is not',
    { 'result.json': { ...result, evidence: null } },
    ['one/result.json evidence: {"claims":[{"z":4}]}, null'],
  ],
  [
    'a pattern leaves out a key of every element',
    { 'result.json': { ...result, evidence: { claims: [{ z: 5 }] } } },
    [],
    ['evidence.claims.*.z'],
  ],
])('%s', (_, changed, differences, without) => {
  const after = Object.entries({ ...before, ...changed }).filter(([, content]) => content !== undefined);
  const one = (files: Files) => new Map([['one', asFiles(files)]]);
  expect(resultDifferences(one(before), one(Object.fromEntries(after)), without)).toEqual(differences);
});
