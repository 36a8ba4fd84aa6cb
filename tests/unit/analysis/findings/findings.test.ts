import { expect, it } from 'vitest';
import { meaninglessCriteria } from '../../../../runner/analysis/findings/control-labels.ts';
import type { Criteria, Finding } from '../../../../runner/analysis/findings/finding.ts';
import { findings, findingsOf, rungWords } from '../../../../runner/analysis/findings/findings.ts';
import { rungNames } from '../../../../runner/analysis/findings/names-schema.ts';
import { randomTypesCriteria } from '../../../../runner/analysis/findings/random-types.ts';
import { documentCriteria } from '../../../../runner/analysis/stats/document-labels.ts';
import { testableCriteria } from '../../../../runner/analysis/stats/testable.ts';

const list: readonly Finding[] = findings;
const namesOf = (own: readonly Finding[]) => own.map(({ name }) => name);

it('names each once, and has every rung', () => {
  expect(new Set(namesOf(list)).size).toBe(list.length);
  const rungs = namesOf(list.filter(({ published }) => published === 'rung'));
  expect(rungs.toSorted()).toEqual([...rungNames].sort());
  expect(rungWords.map(({ name }) => name)).toEqual([...rungNames]);
});

it.each<[string, Criteria[]]>([
  ['replicated', [meaninglessCriteria, randomTypesCriteria, testableCriteria]],
  ['untrained', [meaninglessCriteria, randomTypesCriteria, testableCriteria, documentCriteria]],
  ['shuffled', [meaninglessCriteria, randomTypesCriteria, testableCriteria, documentCriteria]],
])('has for %s the criteria of what it computes with', (name, expected) => {
  const bounds = list.find((each) => each.name === name)?.bounds ?? [];
  for (const criteria of expected) expect(bounds).toContainEqual(criteria);
});

it.each(['full', 'quick'] as const)('stands in an order in which it can be computed: %s', (level) => {
  const before = new Set<string>();
  for (const { name, inputs } of findingsOf(level)) {
    for (const input of inputs) expect(before, `${name} reads ${input.name}`).toContain(input.name);
    before.add(name);
  }
});

it('leaves out of quick evidence what holds neurons or trains further networks', () => {
  const quick = new Set(namesOf(findingsOf('quick')));
  for (const { name, reads } of list) {
    const slow = reads.some((reading) => ['losses', 'predictions', 'changes', 'seeds'].includes(reading));
    if (slow) expect(quick, name).not.toContain(name);
  }
  expect(namesOf(findingsOf('full'))).toEqual(namesOf(list));
});
