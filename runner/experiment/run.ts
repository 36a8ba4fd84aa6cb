/**
 * One experiment from manifest to result, as a list of stages: each knows what those before it found out and adds its
 * own. The result stands after `publish`; the evidence is added to it when it is there.
 */
import { relative } from 'node:path';
import { type Reporter, silentReporter } from '../core/reporter.ts';
import type { LoadedManifest } from '../manifest/load.ts';
import type { Result } from '../results/schema.ts';
import { beginAtlas } from './atlas/make-atlas.ts';
import { circumstancesOf } from './circumstances.ts';
import { type Begun, type Circumstances, type Published, through } from './context.ts';
import { activationsOf, find } from './find.ts';
import { type Paths, pathsOf, setRunAside } from './folders.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { lockRun, waitingFor } from './lock.ts';
import { model } from './model.ts';
import { prepare } from './prepare.ts';
import { publish } from './publish.ts';
import { record, write } from './record.ts';

/** The world around an experiment, as far as the caller has one of its own. */
export interface ExperimentHost {
  /** What the manifest's paths are relative to; absent: the current folder. */
  cwd?: string;
  /** Hears how far it is; absent: nobody does. */
  reporter?: Reporter;
  /** True when the user asked to stop; absent: never. */
  interrupted?(): boolean;
  /** What the result says of where it comes from; absent: this program, and that another one called it. */
  circumstances?: Circumstances;
  /** The clock; absent: the machine's. */
  now?(): Date;
  /** Starts over, and keeps the run that is there aside. */
  fresh?: boolean;
  /** Where its files go; absent: where the manifest says. */
  paths?: Paths;
  /** Hears of the published result before its evidence is gathered. */
  onPublished?(outcome: Outcome): void;
}

export interface Outcome {
  result: Result;
  /** Published folder. */
  directory: string;
  /** `runs/<experiment>`. */
  run: string;
  /** The recorded component of each shown text, [neurons][tokens]. */
  shown: Readonly<Record<'observed' | 'sampled', readonly Float32Array[]>>;
}

/**
 * Runs an experiment: what was trained or recorded before with the same settings is used again.
 * @param loaded what `loadManifest` gives.
 * @throws InputError (the user's input), RunError (training diverged) or Interrupted (resumable).
 */
export async function runExperiment(loaded: LoadedManifest, host: ExperimentHost = {}): Promise<Outcome> {
  const begun = await begin(loaded, host);
  const prepared = await through(prepare, begun);
  const lock = await lockRun(begun.paths.run, { onWait: (owner) => begun.reporter.note(waitingFor(owner)) });
  try {
    if (host.fresh) await startOver(begun);
    const ours = { ...prepared, fresh: host.fresh === true, stillOurs: lock.check };
    const modelled = await through(model, ours);
    const recorded = await through(record, modelled);
    const written = await through(write, recorded);
    const found = await through(find, written);
    const published = await through(publish, found);
    const outcome = outcomeOf(published);
    if (published.manifest.evidence !== 'none' || published.manifest.atlas !== 'none') host.onPublished?.(outcome);
    const atlas = await beginAtlas(published);
    const judged =
      published.manifest.evidence === 'none'
        ? published
        : await through(gatherEvidence, { ...published, onUntrained: atlas.hear, atlasBench: atlas.bench });
    return { ...outcome, ...(await atlas.finish(judged)) };
  } finally {
    await lock.release();
  }
}

async function startOver({ paths: { run, cwd }, reporter }: Begun): Promise<void> {
  const aside = await setRunAside(run);
  if (aside !== null) reporter.note(`Starting over. The earlier run is kept in ${relative(cwd, aside)}.`);
}

/** What an experiment knows before its first stage. */
export async function begin(loaded: LoadedManifest, host: ExperimentHost): Promise<Begun> {
  const { cwd = process.cwd(), now = () => new Date() } = host;
  return {
    loaded,
    paths: host.paths ?? pathsOf(loaded, cwd),
    reporter: host.reporter ?? silentReporter,
    interrupted: host.interrupted ?? (() => false),
    now,
    started: now(),
    circumstances: host.circumstances ?? (await circumstancesOf(calledByProgram, cwd)),
  };
}

/** Stands where a result says which command makes it again. */
const calledByProgram = 'runExperiment(manifest)';

const outcomeOf = ({ result, paths, shown, manifest: { record } }: Published): Outcome => ({
  result,
  directory: paths.result,
  run: paths.run,
  shown: {
    observed: activationsOf(shown, 'observed', record),
    sampled: activationsOf(shown, 'sampled', record),
  },
});
