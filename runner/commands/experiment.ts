/**
 * `npm run experiment`: runs one experiment, or several side by side. What one found is shown as soon as it is published;
 * the evidence follows.
 */
import { exitCode } from '../core/errors.ts';
import { runInBackground } from '../experiment/background.ts';
import type { Outcome } from '../experiment/context.ts';
import { manifestsAt, standsForManifests } from '../manifest/files.ts';
import { type LoadedManifest, loadManifest } from '../manifest/load.ts';
import { flag, needed, whole } from './keys.ts';
import { listed } from './listed.ts';
import { inForeground } from './running.ts';
import type { SharedWords } from './several.ts';
import { described, readWords } from './words.ts';

// What a wrong manifest has no use for is loaded when it is needed.
const loadFindings = () => import('./findings.ts');

export const description = described({
  ...listed.experiment,
  subject: needed('<manifest>', 'the path of a manifest, or of a folder for all manifests in it; or several paths'),
  keys: {
    fresh: flag('starts over; the run that is there is kept aside, in runs/<experiment>.old'),
    parallel: whole(1, 64, 'how many of several run at a time (as cores and memory allow)'),
  },
  others: { shown: 'key=value ...', about: 'any key of the manifest with another value: seed=3', accepts: () => true },
  example: 'npm run experiment experiments/lstm-dots.yaml seed=3 model.units=128',
});

export async function run(words: string[]): Promise<number> {
  const { subject, given, others } = readWords(description, words);
  const cwd = process.cwd();
  const isPath = await Promise.all(others.map((word) => standsForManifests(word, cwd)));
  const more = others.filter((_, place) => isPath[place]);
  const overrides = others.filter((_, place) => !isPath[place]);
  const paths = (await Promise.all([subject, ...more].map((path) => manifestsAt(path, cwd)))).flat();
  const all = await Promise.all(paths.map((path) => loadManifest(path, overrides, cwd)));
  const [loaded] = all;
  if (loaded !== undefined && all.length === 1) return await runOne(loaded, { words, overrides, fresh: given.fresh });
  const { runSeveral } = await import('./several.ts');
  return await runSeveral(all, { words, overrides, ...given });
}

async function runOne(loaded: LoadedManifest, { words, overrides, fresh }: SharedWords): Promise<number> {
  const cwd = process.cwd();
  const { theme, executor } = loaded.manifest;
  if (executor !== 'local') {
    const { runElsewhere } = await import('../sweep/run-elsewhere.ts');
    const elsewhere = await inForeground({ name: 'experiment', words, cwd }, (host) =>
      runElsewhere(loaded, { ...host, overrides, fresh }),
    );
    const { showEvidence, showFindings } = await loadFindings();
    await showFindings(elsewhere, theme);
    await showEvidence(elsewhere, cwd);
    return exitCode.done;
  }
  let shown: Promise<void> | null = null;
  const show = async (published: Outcome) => (await loadFindings()).showFindings(published, theme);
  const outcome = await inForeground({ name: 'experiment', words, cwd }, (host) => {
    const running = runInBackground(loaded, {
      ...host,
      fresh,
      onPublished(published) {
        host.reporter.finish();
        shown = show(published);
        // Waited for below; a failure must not end the process before.
        shown.catch(() => {});
        host.reporter.line('The result is published; its evidence follows. Ctrl-C stops it and keeps the result.');
      },
    });
    // While the thread begins.
    loadFindings().catch(() => {});
    return running;
  });
  const { showEvidence, showFindings } = await loadFindings();
  await (shown ?? showFindings(outcome, theme));
  await showEvidence(outcome, cwd);
  return exitCode.done;
}
