/** Several experiments of `npm run experiment`, side by side: what each found shortly, and where their results are. */
import { freemem } from 'node:os';
import { dirname } from 'node:path';
import { inLanes } from '../../core/all-settled.ts';
import { item } from '../../core/at.ts';
import { cores } from '../../core/cores.ts';
import { AtlasError, InputError, Interrupted, RunError } from '../../core/errors.ts';
import { both, counted, duration } from '../../core/format.ts';
import { pathsOf } from '../../experiment/folders.ts';
import type { LoadedManifest } from '../../experiment/manifest/load.ts';
import { runElsewhere } from '../../sweep/elsewhere.ts';
import { type Live, liveReporter } from '../../sweep/task.ts';
import { fitted, runningLine } from '../terminal/lines.ts';
import type { SharedWords } from './experiment.ts';
import { shortly, siteHint } from './findings.ts';
import { commandOf, inForeground } from './running.ts';
import { shownPath } from './streams.ts';

/** Bytes that an experiment of the largest shipped model takes, with some to spare. */
const memoryOfOne = 2.5e9;

/** As many as there are cores, but two to an experiment where there are more than enough, and what memory allows. */
export function usualParallel(experiments: number, cores: number, memory = freemem()): number {
  const most = Math.max(Math.min(cores, 2), Math.ceil(cores / 2));
  return Math.max(1, Math.min(experiments, most, Math.floor(memory / memoryOfOne)));
}

/**
 * Each runs in a process of its own with its share of the cores, or wherever its manifest's executor runs it. One that fails keeps
 * none of the others from being done.
 * @throws RunError when some failed, and Interrupted, both after all that could be done is done and shown.
 */
export async function runSeveral(
  all: readonly LoadedManifest[],
  { words, overrides, fresh, table, parallel = usualParallel(all.length, cores()) }: SharedWords,
): Promise<void> {
  const cwd = process.cwd();
  // They would wait for each other and then overwrite what the first has found.
  for (const [id, alike] of Map.groupBy(all, ({ id }) => id)) {
    const what = `${alike.map(({ path }) => path).join(' and ')} are both named ${id}`;
    if (alike.length > 1) throw new InputError('repeated-experiment', { what });
  }
  const began = performance.now();
  await inForeground('experiment', words, async ({ reporter, circumstances, interruption }) => {
    // Those that may have to train first: the last to end should not be one that has just begun.
    const ordered = all.toSorted((a, b) => Number(mayTrain(b)) - Number(mayTrain(a)));
    const running = new Map<string, Live>();
    const failed: string[] = [];
    let done = 0;
    const show = () => {
      const counts = `${done} of ${counted(all.length, 'experiment')} done${failed.length === 0 ? '' : `, ${failed.length} failed`}`;
      const each = [...running].map(([id, { text, share }]) => runningLine(id, text, share));
      reporter.show?.((width) => [counts, ...each].map((line) => fitted(line, width)));
    };
    async function one(loaded: LoadedManifest): Promise<void> {
      const { id, path } = loaded;
      const begins = performance.now();
      const hear = (live: Live) => {
        running.set(id, live);
        show();
      };
      hear({ text: 'starting', share: null });
      const outcome = await runElsewhere(loaded, {
        cwd,
        overrides,
        fresh,
        interruption,
        parallel,
        circumstances: { ...circumstances, command: commandOf('experiment', [path, ...overrides]) },
        // Its only step is that it is started.
        reporter: { ...liveReporter(hear, (text) => reporter.note(`${id}: ${text}`)), step: () => {} },
      });
      const seconds = (performance.now() - begins) / 1000;
      const text = await shortly(outcome, { theme: loaded.manifest.theme, seconds, table });
      reporter.above(() => process.stdout.write(text));
    }
    await inLanes(ordered, parallel, async (loaded) => {
      if (interruption.aborted) return;
      try {
        await one(loaded);
        done++;
      } catch (error) {
        if (!(error instanceof AtlasError)) throw error;
        if (!(error instanceof Interrupted)) {
          failed.push(loaded.id);
          reporter.note(`${loaded.id}: ${error.message} [${error.code}]`);
        }
      }
      running.delete(loaded.id);
      show();
    });
    const planned = counted(all.length, 'experiment');
    if (interruption.aborted)
      throw new Interrupted('stopped-experiments', { what: `Stopped after ${done} of ${planned}` });
    if (failed.length > 0)
      throw new RunError('experiments-failed', { what: `${failed.length} of ${planned} failed: ${both(failed)}` });
  });
  const directories = all.map((loaded) => pathsOf(loaded, cwd).result);
  const results = [...new Set(directories.map(dirname))];
  process.stdout.write(
    `${counted(all.length, 'experiment')} in ${duration((performance.now() - began) / 1000)}. Results: ${results.map(shownPath).join(', ')}\n` +
      `${siteHint(item(directories, 0))}\n`,
  );
}

const mayTrain = ({ manifest }: LoadedManifest): boolean => manifest.model.checkpoint === null;
