/** `npm run sweep`: many trainings of one manifest with different settings. */

import { join } from 'node:path';
import { sweepFile } from '../../experiment/results/sweep-schema.ts';
import { executorNames } from '../../sweep/executors/settings.ts';
import { loadSweep, resultOf } from '../../sweep/load.ts';
import { runSweep } from '../../sweep/run-sweep.ts';
import { liveLines, renderSweep } from '../terminal/sweep-table.ts';
import { siteHint } from './findings.ts';
import { choice, needed, optional, whole } from './keys.ts';
import { inForeground } from './running.ts';
import { shownPath, widthOf } from './streams.ts';
import { takesWords, type WordsOf } from './words.ts';

export const takes = takesWords({
  subject: needed('<sweep>', 'the path of a sweep, such as experiments/sweeps/lstm-search.yaml'),
  keys: {
    parallel: whole(1, 1000, 'how many trials run at a time (as the sweep says, otherwise 1)'),
    executor: choice(executorNames, 'where they run (as the sweep says, otherwise local)'),
    runs: optional('<folder>', 'the folder for files that are not published (as the base manifest says)'),
    results: optional('<folder>', 'the folder for the result (as the base manifest says)'),
  },
  example: 'npm run sweep experiments/sweeps/quote-neuron-by-size.yaml parallel=2',
});

export async function run({ subject: path, given }: WordsOf<typeof takes>, words: readonly string[]): Promise<void> {
  const cwd = process.cwd();
  const sweep = await loadSweep(path, given, cwd);
  const result = await inForeground('sweep', words, ({ reporter, circumstances, interruption }) => {
    const { show } = reporter;
    return runSweep(sweep, {
      ...{ cwd, circumstances, interruption, reporter },
      ...(show !== null && { onView: (view) => show((width) => liveLines(view, width)) }),
    });
  });
  const directory = resultOf(sweep);
  process.stdout.write(
    `${renderSweep(result, widthOf(process.env, process.stdout) ?? 100)}\nResult: ${shownPath(join(directory, sweepFile))}\n` +
      `${siteHint(directory)}, then open /sweeps/${result.id}/\n`,
  );
}
