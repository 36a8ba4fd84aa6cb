import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verdictLevels } from '../../../runner/analysis/findings/claim-schema.ts';
import { rungStatuses } from '../../../runner/analysis/findings/rungs-schema.ts';
import { signLegend, statusName, statusSigns } from '../../../runner/wording/rungs.ts';
import { verdictNames } from '../../../runner/wording/verdict.ts';

const root = join(import.meta.dirname, '../../..');
const text = (path: string) => readFileSync(join(root, path), 'utf8').replaceAll(/\s+/g, ' ');

it('the documentation and the table of claims name the sign of every status', () => {
  for (const status of rungStatuses)
    expect(text('docs/evidence.md')).toContain(`${statusName(status)} (${statusSigns[status]})`);
  expect(signLegend.split(', ')).toHaveLength(rungStatuses.length);
  expect(text('site/components/evidence/EvidenceTable.astro')).toContain('{signLegend}.');
});

it('pages show what became of a rung in one way, each kind of them with the one legend', () => {
  const files = globSync(['site/**/*.astro', 'site/**/*.ts', 'site/**/*.mdx'], { cwd: root });
  const spell = (pattern: RegExp) => files.filter((file) => pattern.test(text(file))).sort();
  // A row of the calibration is no rung.
  expect(spell(/[✔✖∅]|statusSigns/)).toEqual(['site/components/Calibration.astro', 'site/words/rungs.ts']);
  const shown = spell(/signLegend/);
  for (const kind of ['EvidenceTable.astro', 'compare/view.ts'])
    expect(shown.filter((file) => file.endsWith(kind))).toHaveLength(1);
});

it('the documentation names verdicts as the pages do', () => {
  // Of a level that most experiments never see, and of one that counts networks, they speak otherwise.
  const named = verdictLevels.filter((level) => level !== 'confirmed' && level !== 'replicated');
  for (const level of named) expect(text('docs/evidence.md')).toContain(`*${verdictNames[level]}*`);
});
