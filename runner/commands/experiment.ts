/**
 * `npm run experiment`: runs one experiment, or several side by side. What one found is shown as soon as it is published;
 * the evidence follows.
 */
import { dirname } from 'node:path';
import { item } from '../core/at.ts';
import { cores } from '../core/cores.ts';
import { exitCode, InputError } from '../core/errors.ts';
import { pathFrom } from '../core/paths.ts';
import { counted, duration } from '../core/words.ts';
import { runInBackground } from '../experiment/background.ts';
import { pathsOf } from '../experiment/folders.ts';
import { manifestsAt, standsForManifests } from '../manifest/files.ts';
import { type LoadedManifest, loadManifest } from '../manifest/load.ts';
import { runElsewhere } from '../sweep/run-elsewhere.ts';
import { type ExperimentsView, runSideBySide, usualParallel } from '../sweep/side-by-side.ts';
import { fitted } from '../terminal/columns.ts';
import { runningLine } from '../terminal/running-line.ts';
import { visible } from '../terminal/visible.ts';
import { shortly, showEvidence, showFindings, siteHint } from './findings.ts';
import { flag, needed, whole } from './keys.ts';
import { commandOf, inForeground } from './running.ts';
import { liveDisplay } from './streams.ts';
import { described, readWords } from './words.ts';

export const description = described({
  command: 'npm run experiment',
  summary: 'runs an experiment, or several side by side, and shows what it found',
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
  return await runSeveral(all, { words, overrides, ...given });
}

interface Given {
  words: readonly string[];
  overrides: readonly string[];
  fresh: boolean;
}

async function runOne(loaded: LoadedManifest, { words, overrides, fresh }: Given): Promise<number> {
  const cwd = process.cwd();
  const { theme, executor } = loaded.manifest;
  if (executor !== 'local') {
    const elsewhere = await inForeground({ name: 'experiment', words, cwd }, (host) =>
      runElsewhere(loaded, { ...host, overrides, fresh }),
    );
    await showFindings(elsewhere, theme);
    await showEvidence(elsewhere, cwd);
    return exitCode.done;
  }
  let shown: Promise<void> | null = null;
  const outcome = await inForeground({ name: 'experiment', words, cwd }, (host) =>
    runInBackground(loaded, {
      ...host,
      fresh,
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

/** @throws RunError when some of them failed; the others are done and shown. */
async function runSeveral(
  all: readonly LoadedManifest[],
  { words, overrides, fresh, parallel }: Given & { parallel: number | undefined },
): Promise<number> {
  const cwd = process.cwd();
  checkNames(all);
  const began = performance.now();
  await inForeground({ name: 'experiment', words, cwd }, async ({ reporter, circumstances, interruption }) => {
    const display = liveDisplay(reporter);
    const { show } = display;
    try {
      await runSideBySide(all, {
        ...{ cwd, overrides, fresh, interruption },
        parallel: parallel ?? usualParallel(all.length, cores()),
        circumstancesOf: ({ path }) => ({
          ...circumstances,
          command: commandOf('experiment', [path, ...overrides]),
        }),
        note: display.reporter.note,
        async onDone(outcome, { manifest: { theme } }, seconds) {
          const text = await shortly(outcome, { theme, seconds });
          display.above(() => process.stdout.write(text));
        },
        ...(show !== null && { onView: (view) => show((width) => linesOf(view, width)) }),
      });
    } finally {
      display.clear();
    }
  });
  const where = (path: string) => visible(pathFrom(cwd, path));
  const directories = all.map((loaded) => pathsOf(loaded, cwd).result);
  const results = [...new Set(directories.map(dirname))];
  process.stdout.write(
    `${counted(all.length, 'experiment')} in ${duration((performance.now() - began) / 1000)}. Results: ${results.map(where).join(', ')}\n` +
      `${siteHint(item(directories, 0), cwd, where)}\n`,
  );
  return exitCode.done;
}

function linesOf({ done, failed, of, running }: ExperimentsView, width: number): string[] {
  const counts = `${done} of ${counted(of, 'experiment')} done${failed === 0 ? '' : `, ${failed} failed`}`;
  return [counts, ...running.map(({ id, text, share }) => runningLine(id, text, share))].map((line) =>
    fitted(line, width),
  );
}

/** Two that write into the same folders would wait for each other and then overwrite what the first has found. */
function checkNames(all: readonly LoadedManifest[]): void {
  for (const [id, own] of Map.groupBy(all, ({ id }) => id)) {
    if (own.length < 2) continue;
    const what = `${own.map(({ path }) => path).join(' and ')} are both named ${id}`;
    throw new InputError('repeated-experiment', { what });
  }
}
