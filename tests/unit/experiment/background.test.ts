import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Interrupted } from '../../../runner/core/errors.ts';
import { silentReporter } from '../../../runner/core/reporter.ts';
import { inBackground } from '../../../runner/experiment/background.ts';
import type { Outcome } from '../../../runner/experiment/context.ts';
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

it('tells of the result without evidence, then with it and no atlas, and ends with all of it', async () => {
  writeFileSync(join(folder, 'text.txt'), prose(3000));
  const tested = { evidence: 'quick', atlas: 'component', observe: { segment: 64, warmUp: 8, tokens: 20_000 } };
  writeFileSync(join(folder, 'tested.yaml'), manifest({ ...untested, ...tested }));
  const heard: string[] = [];
  const hear = (when: string) => (outcome: Outcome) => {
    const { evidence, atlases } = outcome.result;
    heard.push(
      `${when}: ${evidence === null ? 'untested' : `${evidence.steps.done - evidence.steps.of} to go`}, ${atlases ? 'atlas' : 'none'}`,
    );
  };
  const last = await inBackground('experiment', await loadManifest('tested.yaml', [], folder), {
    ...{ cwd: folder, reporter: silentReporter, interruption: new AbortController().signal },
    ...{ circumstances: { versions: {}, commit: null, command: '' } },
    ...{ onPublished: hear('published'), onJudged: hear('judged') },
  });
  hear('ended')(last);
  expect(heard).toEqual(['published: untested, none', 'judged: 0 to go, none', 'ended: 0 to go, atlas']);
});
