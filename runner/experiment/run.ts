/**
 * One experiment from manifest to result, as a list of stages: each knows what those before it found out and adds its
 * own. The result stands after `publish`; the evidence is added to it when it is there.
 */
import { relative } from 'node:path';
import { makeAtlas } from './atlas/make-atlas.ts';
import { compare } from './compare.ts';
import type { Outcome, PublishedContext, StartContext } from './context.ts';
import { find, shownActivationsOf } from './find.ts';
import { setRunAside } from './folders.ts';
import { gatherEvidence } from './gather-evidence.ts';
import type { LoadedManifest } from './manifest/load.ts';
import { model } from './model.ts';
import { askPairs } from './pairs/ask-pairs.ts';
import { publish } from './publish.ts';
import { record, write } from './record.ts';
import { type ExperimentHost, inRun, through } from './stages.ts';

/**
 * Runs an experiment: what was trained or recorded before with the same settings is used again.
 * @param loaded what `loadManifest` gives.
 * @throws InputError (the user's input), RunError (training diverged) or Interrupted (resumable).
 */
export const runExperiment = (loaded: LoadedManifest, host: ExperimentHost = {}): Promise<Outcome> =>
  inRun(loaded, host, async (prepared) => {
    if (host.fresh) await startOver(prepared);
    const published = await through({ ...prepared, fresh: host.fresh === true }, model, record, write, find, publish);
    const { evidence, atlas } = published.manifest;
    const outcome = outcomeOf(published);
    if (evidence !== 'none' || atlas !== 'none' || published.pairSets.length > 0) host.onPublished?.(outcome);
    const compared = await through(published, compare);
    const judged = evidence === 'none' ? compared : await through(compared, gatherEvidence);
    const asked = await through(judged, askPairs);
    return { ...outcome, ...(await makeAtlas(asked)) };
  });

async function startOver({ paths: { run, cwd }, reporter }: StartContext): Promise<void> {
  const aside = await setRunAside(run);
  if (aside !== null) reporter.note(`Starting over. The earlier run is kept in ${relative(cwd, aside)}.`);
}

const outcomeOf = ({ result, paths, shown }: PublishedContext): Outcome => ({
  result,
  directory: paths.result,
  run: paths.run,
  shown: {
    observed: shownActivationsOf(shown, 'observed', result.record),
    sampled: shownActivationsOf(shown, 'sampled', result.record),
  },
});
