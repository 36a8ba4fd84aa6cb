/** Several experiments of `npm run experiment`, side by side: what each found shortly, and where their results are. */
import { dirname } from 'node:path';
import { item } from '../../core/at.ts';
import { cores } from '../../core/cores.ts';
import { exitCode, InputError } from '../../core/errors.ts';
import { counted, duration } from '../../core/words.ts';
import { pathsOf } from '../../experiment/folders.ts';
import type { LoadedManifest } from '../../experiment/manifest/load.ts';
import { type ExperimentsView, runSideBySide, usualParallel } from '../../sweep/experiments.ts';
import { fitted, runningLine } from '../terminal/lines.ts';
import { shortly, siteHint } from './findings.ts';
import { commandOf, inForeground } from './running.ts';
import { shownPath } from './streams.ts';

/** What the command was given beside its manifests. */
export interface SharedWords {
  words: readonly string[];
  overrides: readonly string[];
  fresh: boolean;
  /** Whether the table of what was found is printed too. */
  table: boolean;
}

/** @throws RunError when some of them failed; the others are done and shown. */
export async function runSeveral(
  all: readonly LoadedManifest[],
  { words, overrides, fresh, table, parallel }: SharedWords & { parallel: number | undefined },
): Promise<number> {
  const cwd = process.cwd();
  checkNames(all);
  const began = performance.now();
  await inForeground('experiment', words, async ({ reporter, circumstances, interruption }) => {
    const { show, note, above } = reporter;
    await runSideBySide(all, {
      ...{ cwd, overrides, fresh, interruption },
      parallel: parallel ?? usualParallel(all.length, cores()),
      circumstancesOf: ({ path }) => ({
        ...circumstances,
        command: commandOf('experiment', [path, ...overrides]),
      }),
      note,
      async onDone(outcome, { manifest: { theme } }, seconds) {
        const text = await shortly(outcome, { theme, seconds, table });
        above(() => process.stdout.write(text));
      },
      ...(show !== null && { onView: (view) => show((width) => linesOf(view, width)) }),
    });
  });
  const directories = all.map((loaded) => pathsOf(loaded, cwd).result);
  const results = [...new Set(directories.map(dirname))];
  process.stdout.write(
    `${counted(all.length, 'experiment')} in ${duration((performance.now() - began) / 1000)}. Results: ${results.map(shownPath).join(', ')}\n` +
      `${siteHint(item(directories, 0))}\n`,
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
