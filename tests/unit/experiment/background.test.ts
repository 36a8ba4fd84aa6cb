import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Interrupted } from '../../../runner/core/errors.ts';
import { silentReporter } from '../../../runner/core/reporter.ts';
import { inBackground } from '../../../runner/experiment/background.ts';
import { loadManifest } from '../../../runner/experiment/manifest/load.ts';
import { manifest, prose, untested } from '../../cli/texts.ts';

const folder = mkdtempSync(join(tmpdir(), 'background-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, 'text.txt'), prose(400));
writeFileSync(join(folder, 'tiny.yaml'), manifest(untested));

it('an experiment whose user stopped it before its thread began trains nothing', async () => {
  const running = inBackground('experiment', await loadManifest('tiny.yaml', [], folder), {
    ...{ cwd: folder, reporter: silentReporter, interruption: AbortSignal.abort() },
    circumstances: { versions: {}, commit: null, command: '' },
  });
  await expect(running).rejects.toBeInstanceOf(Interrupted);
  expect(existsSync(join(folder, 'runs', 'tiny', 'checkpoint'))).toBe(false);
});
