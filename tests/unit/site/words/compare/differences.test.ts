import { expect, test } from 'vitest';
import { compared } from '../../../../../site/words/compare/compared.ts';
import { differences } from '../../../../../site/words/compare/differences.ts';
import { madeEvidence } from '../../../../fixtures/results/made-evidence.ts';

const setting = (key: string, value: string) => ({ key, value });

test('only what differs is left, with a word for what is not set', () => {
  const a = [setting('units', '256'), setting('seed', '0'), setting('dropout', '0.4')];
  const b = [setting('units', '256'), setting('seed', '3'), setting('clip', '1'), setting('dropout', '0.4')];
  expect(differences([a, b])).toEqual([
    { key: 'seed', values: ['0', '3'] },
    { key: 'clip', values: ['not set', '1'] },
  ]);
});

test('of two results that differ in the seed and in where files go, only the seed is a difference', () => {
  const { result } = madeEvidence('lstm-dots');
  const other = structuredClone(result);
  result.manifest = { title: 'a', seed: 0, runs: 'runs', model: { units: 60 }, train: { epochs: 4 } };
  other.manifest = { title: 'b', seed: 3, runs: 'elsewhere', model: { checkpoint: 'models/x' }, train: { epochs: 4 } };
  const keys = differences([compared('a', result, 'x').settings, compared('b', other, 'x').settings]);
  expect(keys).toEqual([{ key: 'seed', values: ['0', '3'] }]);
});
