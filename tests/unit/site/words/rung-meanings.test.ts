import { expect, test } from 'vitest';
import { rungs } from '../../../../runner/ladder/rungs/rungs.ts';
import { rungNames } from '../../../../runner/results/rungs-schema.ts';
import { rungMeanings } from '../../../../site/words/rung-meanings.ts';

test('every rung asks a question, and its criterion names the thresholds of the code that judges', () => {
  expect(rungMeanings.map(({ rung }) => rung)).toEqual([...rungNames]);
  for (const { question, criterion } of rungMeanings) {
    expect(question).toMatch(/\?$/);
    expect(criterion).toMatch(/^\p{Lu}.*\.$/u);
  }
  const learned = rungMeanings.find(({ rung }) => rung === 'learned');
  expect(learned?.criterion).toContain(`${rungs.learned.criteria.networks} untrained networks`);
});
