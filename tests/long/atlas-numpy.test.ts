/** The atlas computed once more with NumPy, from the recording and the weights alone. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { experiment } from '../cli/command.ts';
import { resultOf } from '../cli/here.ts';
import { folderWith } from '../cli/texts.ts';

const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;

it.runIf(hasNumpy)('every number of the atlas is that of NumPy', { timeout: 600_000 }, async () => {
  const settings = {
    evidence: 'none',
    corpus: { source: 'text.txt', unit: 'character', minimumCount: 1, heldOut: 0.6, validation: 0.1 },
    observe: { segment: 64, warmUp: 8, tokens: 6400 },
    record: { component: 'hidden' },
    atlas: 'component',
  };
  const folder = folderWith({ tiny: settings }, 1600);
  await resultOf(folder, ['tiny.yaml'], { how: experiment });
  const script = join(import.meta.dirname, 'atlas.py');
  const printed = execFileSync('python3', [script, folder.at('public/results/tiny'), folder.at('runs/tiny')]);
  const worst: Record<string, number> = JSON.parse(printed.toString());
  // Rounded to 127ths of a scale.
  const { excerpts, ...rest } = worst;
  expect(excerpts).toBeLessThan(0.5 / 127 + 1e-6);
  for (const [name, difference] of Object.entries(rest)) expect(difference, name).toBeLessThan(2e-6);
  expect(Object.keys(rest)).toContain('effect on confirmation');
});
