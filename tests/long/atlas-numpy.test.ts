/** The atlas computed once more with NumPy, from the recording and the weights alone. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { experiment, workFolder } from '../cli/command.ts';
import { manifest, prose } from '../cli/texts.ts';

const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;

it.runIf(hasNumpy)('every number of the atlas is that of NumPy', { timeout: 600_000 }, async () => {
  const folder = workFolder();
  folder.write('text.txt', prose(1600));
  const settings = {
    corpus: { source: 'text.txt', unit: 'character', minimumCount: 1, heldOut: 0.6, validation: 0.1 },
    observe: { segment: 64, warmUp: 8, tokens: 6400 },
    record: { component: 'hidden' },
    atlas: 'component',
  };
  folder.write('tiny.yaml', manifest(settings));
  const { code, stderr } = await experiment(folder, ['tiny.yaml', 'evidence=none']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const script = join(import.meta.dirname, 'atlas.py');
  const id = 'tiny+evidence-none';
  const printed = execFileSync('python3', [script, folder.at('public/results', id), folder.at('runs', id)]);
  const worst: Record<string, number> = JSON.parse(printed.toString());
  // Rounded to 127ths of a scale.
  const { excerpts, ...rest } = worst;
  expect(excerpts).toBeLessThan(0.5 / 127 + 1e-6);
  for (const [name, difference] of Object.entries(rest)) expect(difference, name).toBeLessThan(2e-6);
  expect(Object.keys(rest)).toContain('effect on confirmation');
});
