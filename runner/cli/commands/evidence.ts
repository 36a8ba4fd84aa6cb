/**
 * `npm run evidence`: gathers the evidence of an experiment that was run, from its model, its recording and its result.
 * Nothing is trained or read anew.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { inBackground } from '../../experiment/background.ts';
import { type LoadedManifest, loadManifest } from '../../experiment/manifest/load.ts';
import { recordedOf } from '../../experiment/manifest/record.ts';
import { readResult } from '../../experiment/results/read.ts';
import { showFound } from './findings.ts';
import { needed } from './keys.ts';
import { inForeground } from './running.ts';
import type { Takes, WordsOf } from './words.ts';

export const takes = {
  subject: needed('<experiment>', 'the path of a manifest, or the name of an experiment in public/results'),
  keys: {},
  others: {
    shown: 'key=value ...',
    about: 'the same as given to npm run experiment; with a name, only results=<folder>',
    accepts: () => true,
  },
  example: 'npm run evidence lstm-dots',
} satisfies Takes;

export async function run(
  { subject: named, others: overrides }: WordsOf<typeof takes>,
  words: readonly string[],
): Promise<void> {
  const cwd = process.cwd();
  const loaded = (await isManifest(named))
    ? await loadManifest(named, overrides, cwd)
    : await ofResult(named, overrides, cwd);
  const outcome = await inForeground('evidence', words, (host) => inBackground('evidence', loaded, host));
  await showFound(outcome, { theme: loaded.manifest.theme });
}

const isManifest = async (named: string): Promise<boolean> =>
  /\.ya?ml$/i.test(named) || ((await stat(named).catch(() => null))?.isFile() ?? false);

/**
 * The settings of a published result, as they were when it was made.
 * @param words `results=<folder>`, where it is not in public/results.
 */
async function ofResult(id: string, words: readonly string[], cwd: string): Promise<LoadedManifest> {
  const [word] = words;
  const results = word === undefined ? 'public/results' : /^results=(.+)$/.exec(word)?.[1];
  if (results === undefined || words.length > 1) {
    throw new InputError('unknown-word', {
      what: `With the name of an experiment, only results=<folder> is understood, not "${words.join(' ')}"`,
      fix: 'Give the path of its manifest to change settings',
    });
  }
  const { manifest, provenance } = await readResult(join(cwd, results, id));
  return {
    manifest,
    id,
    path: provenance.command.replace(/^(?:npm run|npx rnn-atlas) experiment /, ''),
    stated: statedIn(manifest),
  };
}

/** What a checkpoint would otherwise decide. A result's manifest says it for each array that is recorded, and for the corpus. */
const statedIn = (manifest: LoadedManifest['manifest']): Set<string> =>
  new Set(['corpus.source', ...recordedOf(manifest).map((_, index) => `record.${index}.component`)]);
