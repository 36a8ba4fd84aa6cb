import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verdictLevels } from '../../../runner/results/claim-schema.ts';
import { rungStatuses } from '../../../runner/results/rungs-schema.ts';
import { signLegend, statusSigns } from '../../../runner/words/rungs.ts';
import { verdictNames } from '../../../runner/words/verdict.ts';

const text = (path: string) =>
  readFileSync(join(import.meta.dirname, '../../..', path), 'utf8').replaceAll(/\s+/g, ' ');

it('the documentation and the table of claims name the sign of every status', () => {
  for (const status of rungStatuses) expect(text('docs/evidence.md')).toContain(`${status} (${statusSigns[status]})`);
  expect(signLegend.split(', ')).toHaveLength(rungStatuses.length);
  expect(text('site/components/evidence/EvidenceTable.astro')).toContain('{signLegend}.');
});

it('the documentation and the methods page name verdicts as the pages do', () => {
  // Of a level that most experiments never see, and of one that counts networks, they speak otherwise.
  const named = verdictLevels.filter((level) => level !== 'confirmed' && level !== 'replicated');
  for (const level of named) expect(text('docs/evidence.md')).toContain(`*${verdictNames[level]}*`);
  for (const level of named.filter((each) => each !== 'announces')) {
    expect(text('site/pages/methods.astro')).toContain(`‘${verdictNames[level]}’`);
  }
});
