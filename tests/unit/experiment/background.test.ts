import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Interrupted } from '../../../runner/core/errors.ts';
import { silentReporter } from '../../../runner/core/reporter.ts';
import { inBackground } from '../../../runner/experiment/background.ts';
import type { Outcome } from '../../../runner/experiment/context.ts';
import { loadManifest } from '../../../runner/experiment/manifest/load.ts';
import { manifest, prose, untested } from '../../cli/texts.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

const { path: cwd, write } = temporaryFolder();
write('text.txt', prose(1000));

const inThread = async (id: string, settings: object, interruption: AbortSignal, more = {}) =>
  inBackground('experiment', await loadManifest(write(`${id}.yaml`, manifest({ ...settings })), [], cwd), {
    cwd,
    reporter: silentReporter,
    interruption,
    circumstances: { versions: {}, commit: null, command: '' },
    ...more,
  });

it('an experiment whose user stopped it before its thread began trains nothing', async () => {
  await expect(inThread('tiny', untested, AbortSignal.abort())).rejects.toBeInstanceOf(Interrupted);
  expect(existsSync(join(cwd, 'runs', 'tiny', 'checkpoint'))).toBe(false);
});

it('tells of the result without evidence, then with it and no atlas, and ends with all of it', async () => {
  const heard: string[] = [];
  const hear = (when: string) => (outcome: Outcome) => {
    const { evidence, atlases } = outcome.result;
    const tested = evidence === null ? 'untested' : `${evidence.steps.done - evidence.steps.of} to go`;
    heard.push(`${when}: ${tested}, ${atlases ? 'atlas' : 'none'}`);
  };
  const asked = { evidence: 'quick', atlas: 'component', observe: { segment: 64, warmUp: 8, tokens: 5000 } };
  const hears = { onPublished: hear('published'), onJudged: hear('judged') };
  hear('ended')(await inThread('tested', asked, new AbortController().signal, hears));
  expect(heard).toEqual(['published: untested, none', 'judged: 0 to go, none', 'ended: 0 to go, atlas']);
});
