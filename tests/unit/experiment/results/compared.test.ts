import { expect, it } from 'vitest';
import { comparedTokens } from '../../../../runner/experiment/results/compared.ts';
import { feature, result, tokens } from '../../cli/terminal/result.ts';

it.each([
  ['all', tokens.map(() => 1)],
  ['text', tokens.map((token) => Number(token.trim() !== ''))],
  ['words', [1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0]],
  ['begun', tokens.map((_, t) => Number(t < 7))],
])('a feature is told from its absence among what it is asked in: %s', (among, compared) => {
  const asked = [
    { name: 'sentence end', match: '[.?!]', among },
    { name: 'begun', position: { in: 'document', to: 7 } },
  ];
  const begun = feature({ name: 'begun', positions: { observed: [0, 1, 2, 3, 4, 5, 6], sampled: [] } });
  const { manifest } = result();
  const features = asked as (typeof manifest)['features'];
  const of = result({ features: [feature(), begun], manifest: { ...manifest, features } });
  expect([...comparedTokens(of, feature(), 'observed')]).toEqual(compared);
});
