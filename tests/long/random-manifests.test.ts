/**
 * `MANIFESTS=300 MANIFEST_SEED=7 npx vitest run tests/long/random-manifests.test.ts`: experiments of manifests drawn by lot end with a
 * result, or with an error that is about what was asked; never with one that the program did not expect.
 */
import { expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { keepTable, showFound } from '../../runner/cli/commands/findings.ts';
import { terminalReporter } from '../../runner/cli/terminal/reporter.ts';
import { AtlasError, InputError } from '../../runner/core/errors.ts';
import { random } from '../../runner/core/random.ts';
import { loadManifest } from '../../runner/experiment/manifest/load.ts';
import { runEvidence, runExperiment } from '../../runner/experiment/run.ts';
import { workFolder } from '../cli/command.ts';
import { experimentHere } from '../cli/here.ts';
import { manifest, untested } from '../cli/texts.ts';
import { randomManifest } from './random-manifest.ts';
import { lotsOf, writeTexts } from './random-texts.ts';

const count = Number(process.env.MANIFESTS ?? 100);
const first = Number(process.env.MANIFEST_SEED ?? 0);
const stream = { write: () => true, columns: 100 };

it(
  `${count} manifests from seed ${first} run, or are refused with a reason`,
  async () => {
    const folder = workFolder();
    writeTexts(folder, lotsOf(random(1)));
    folder.write(
      'base.yaml',
      manifest({ ...untested, corpus: { source: 'prose.txt', minimumCount: 1, heldOut: 0.3, validation: 0.2 } }),
    );
    expect(await experimentHere(folder, ['base.yaml'])).toMatchObject({ code: 0 });
    const spy = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
    const unexpected: string[] = [];
    const refusals: string[] = [];
    for (let seed = first; seed < first + count; seed++) {
      const written = stringify(randomManifest(lotsOf(random(seed, 2)), 'runs/base/checkpoint'));
      folder.write(`m${seed}.yaml`, written);
      try {
        const loaded = await loadManifest(`m${seed}.yaml`, [], folder.path);
        const reporter = terminalReporter({ stream, interactive: true, level: 3, now: () => performance.now() });
        const host = { cwd: folder.path, reporter };
        const outcome = await runExperiment(loaded, host);
        const { theme } = loaded.manifest;
        await keepTable(outcome, theme);
        await showFound(outcome, { theme, tableOf: outcome });
        if (seed % 5 === 0) await showFound(await runEvidence(loaded, host), { theme });
      } catch (error) {
        const isOfInput = error instanceof InputError || (error instanceof AtlasError && /-diverged$/.test(error.code));
        if (isOfInput) refusals.push(error.code);
        else unexpected.push(`seed ${seed}: ${(error as Error).stack}\n${written}`);
      }
    }
    spy.mockRestore();
    console.log(`${refusals.length} of ${count} refused: ${refusals.sort().join(', ')}`);
    expect(unexpected.join('\n\n')).toBe('');
    // Most must run, or what is drawn asks nothing of the program.
    expect(refusals.length).toBeLessThan(count / 2);
  },
  3 * 3_600_000,
);
