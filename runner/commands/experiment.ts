/**
 * `npm run experiment`: runs one experiment. What it found is shown as soon as it is published; the evidence follows.
 */
import { exitCode } from '../core/errors.ts';
import { runInBackground } from '../experiment/background.ts';
import { loadManifest } from '../manifest/load.ts';
import { runElsewhere } from '../sweep/run-elsewhere.ts';
import { showEvidence, showFindings } from './findings.ts';
import { flag, needed } from './keys.ts';
import { inForeground } from './running.ts';
import { described, readWords } from './words.ts';

export const description = described({
  command: 'npm run experiment',
  summary: 'runs an experiment and shows what it found',
  subject: needed('<manifest>', 'the path of a manifest, such as experiments/lstm-dots.yaml'),
  keys: { fresh: flag('starts over; the run that is there is kept aside, in runs/<experiment>.old') },
  others: { shown: 'key=value ...', about: 'any key of the manifest with another value: seed=3', accepts: () => true },
  example: 'npm run experiment experiments/lstm-dots.yaml seed=3 model.units=128',
});

export async function run(words: string[]): Promise<number> {
  const { subject: path, given, others: overrides } = readWords(description, words);
  const cwd = process.cwd();
  const loaded = await loadManifest(path, overrides, cwd);
  const { theme, executor } = loaded.manifest;
  if (executor !== 'local') {
    const elsewhere = await inForeground({ name: 'experiment', words, cwd }, ({ onInterrupt, ...host }) => {
      const interruption = new AbortController();
      onInterrupt(() => interruption.abort());
      return runElsewhere(loaded, { ...host, overrides, fresh: given.fresh, interruption: interruption.signal });
    });
    await showFindings(elsewhere, theme);
    await showEvidence(elsewhere, cwd);
    return exitCode.done;
  }
  let shown: Promise<void> | null = null;
  const outcome = await inForeground({ name: 'experiment', words, cwd }, (host) =>
    runInBackground(loaded, {
      ...host,
      fresh: given.fresh,
      onPublished(published) {
        host.reporter.finish();
        shown = showFindings(published, theme);
        // Waited for below; a failure must not end the process before.
        shown.catch(() => {});
        host.reporter.line('The result is published; its evidence follows. Ctrl-C stops it and keeps the result.');
      },
    }),
  );
  await (shown ?? showFindings(outcome, theme));
  await showEvidence(outcome, cwd);
  return exitCode.done;
}
