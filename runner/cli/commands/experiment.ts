/**
 * `npm run experiment`: runs one experiment, or several side by side. What was found is shown when
 * its evidence is there.
 */
import { inBackground } from '../../experiment/background.ts';
import type { Outcome } from '../../experiment/context.ts';
import { type LoadedManifest, loadManifest, manifestsAt } from '../../experiment/manifest/load.ts';
import { flag, needed, whole } from './keys.ts';
import { inForeground } from './running.ts';
import type { Takes, WordsOf } from './words.ts';

/** What the command was given beside its manifests. */
export interface SharedWords extends GivenWords {
  words: readonly string[];
  overrides: readonly string[];
}
type GivenWords = WordsOf<typeof takes>['given'];

// What a wrong manifest has no use for is loaded when it is needed.
const loadFindings = () => import('./findings.ts');

export const takes = {
  subject: needed('<manifest>', 'the path of a manifest, or of a folder for all manifests in it; or several paths'),
  keys: {
    fresh: flag('starts over; the run that is there is kept aside, in runs/<experiment>.old'),
    table: flag('prints the table of all shown neurons too, which is always kept as runs/<experiment>/table.txt'),
    parallel: whole(1, 64, 'how many of several run at a time (as cores and memory allow)'),
  },
  others: { shown: 'key=value ...', about: 'any key of the manifest with another value: seed=3', accepts: () => true },
  example: 'npm run experiment experiments/lstm-dots.yaml seed=3 model.units=128',
} satisfies Takes;

export async function run({ subject, given, others }: WordsOf<typeof takes>, words: readonly string[]): Promise<void> {
  const cwd = process.cwd();
  const named = await Promise.all(others.map((word) => (word.includes('=') ? null : manifestsAt(word, cwd))));
  const overrides = others.filter((_, place) => named[place] === null);
  const paths = [...((await manifestsAt(subject, cwd)) ?? [subject]), ...named.flatMap((more) => more ?? [])];
  const all = await Promise.all(paths.map((path) => loadManifest(path, overrides, cwd)));
  const [loaded] = all;
  if (loaded !== undefined && all.length === 1) return await runOne(loaded, { words, overrides, ...given });
  const { runSeveral } = await import('./several.ts');
  return await runSeveral(all, { words, overrides, ...given });
}

async function runOne(loaded: LoadedManifest, { words, overrides, fresh, table }: SharedWords): Promise<void> {
  const { theme, executor } = loaded.manifest;
  const finish = async (outcome: Outcome, { isKept = false, isShown = false } = {}) => {
    const { keepTable, showFound } = await loadFindings();
    if (!isKept) await keepTable(outcome, theme);
    await showFound(outcome, { theme, isShown, ...(table && { tableOf: outcome }) });
  };
  if (executor !== 'local') {
    const { runElsewhere } = await import('../../sweep/elsewhere.ts');
    const elsewhere = await inForeground('experiment', words, (host) =>
      runElsewhere(loaded, { ...host, overrides, fresh }),
    );
    return await finish(elsewhere);
  }
  let kept: Promise<void> | null = null;
  let shown: Promise<boolean> | null = null;
  const outcome = await inForeground('experiment', words, (host) => {
    const running = inBackground('experiment', loaded, {
      ...host,
      fresh,
      onPublished(published) {
        kept = loadFindings().then(({ keepTable }) => keepTable(published, theme));
        // Waited for below; a failure must not end the process before.
        kept.catch(() => {});
        host.reporter.line('The result is published; its evidence follows. Ctrl-C stops it and keeps the result.');
      },
      onJudged(judged) {
        if (process.stdout.isTTY !== true) return;
        const tell = async () => {
          const text = await (await loadFindings()).foundSoFar(judged, theme);
          host.reporter.above(() => process.stdout.write(text));
          return true;
        };
        // What could not be shown now is shown at the end.
        shown = tell().catch(() => false);
      },
    });
    // While the thread begins.
    loadFindings().catch(() => {});
    return running;
  });
  await kept;
  return await finish(outcome, { isKept: kept !== null, isShown: (await shown) === true });
}
