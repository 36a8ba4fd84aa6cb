/**
 * The evidence of an experiment that was run before: what its folders keep takes the place of training, reading and
 * writing. Nothing is trained here.
 */

import { InputError } from '../core/errors.ts';
import { pathFrom } from '../core/paths.ts';
import { configHash } from '../manifest/hash.ts';
import type { LoadedManifest } from '../manifest/load.ts';
import { readResult } from '../results/read.ts';
import type { Result } from '../results/schema.ts';
import {
  type EvidenceContext,
  type FoundFeature,
  type Modelled,
  type Prepared,
  type Published,
  type Recorded,
  through,
} from './context.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { keptRecording } from './kept-recording.ts';
import { lockRun, waitingFor } from './lock.ts';
import { enginesFor } from './model.ts';
import { prepare } from './prepare.ts';
import { warmUpOf } from './record.ts';
import { begin, type ExperimentHost } from './run.ts';
import { startVectors } from './start-vectors.ts';
import { modelTrainedBefore } from './train-model.ts';

export interface EvidenceOutcome {
  result: Result;
  /** Published folder. */
  directory: string;
  /** `runs/<experiment>`. */
  run: string;
}

/**
 * @throws InputError when result, model or recording are missing or of other settings; Interrupted when the user asks to
 * stop: the result stands as it was.
 */
export async function runEvidence(loaded: LoadedManifest, host: ExperimentHost): Promise<EvidenceOutcome> {
  const begun = await begin(loaded, host);
  const { paths } = begun;
  const prepared = await through(prepare, begun);
  const lock = await lockRun(paths.run, { onWait: (owner) => begun.reporter.note(waitingFor(owner)) });
  try {
    const modelled = await through(knownModel, prepared);
    const recorded = await through(knownRecording, modelled);
    const published = await through(knownResult, recorded);
    return { ...(await gatherEvidence(published)), directory: paths.result, run: paths.run };
  } finally {
    await lock.release();
  }
}

async function knownModel(
  context: Prepared,
): Promise<Pick<Modelled, 'engines' | 'trainedNow' | 'engine' | 'checkpoint' | 'vectors'>> {
  const { manifest, given } = context;
  const trained = given === null || manifest.train.continue;
  const checkpoint = trained ? await modelTrainedBefore({ ...context, start: given }) : given;
  if (checkpoint === null) {
    throw missing(context, `${shown(context, context.paths.run)} holds no model that was trained with these settings`);
  }
  const vectors = given === null ? await startVectors(context) : null;
  const engines = await enginesFor(context, { trains: false, reads: false });
  return { engines, engine: engines.evidence, trainedNow: false, checkpoint, vectors };
}

async function knownRecording(context: Modelled): Promise<Pick<Recorded, 'observed' | 'warmUp'>> {
  const { manifest, paths, text, checkpoint } = context;
  const kept = await keptRecording(paths.run, { checkpoint, text });
  if (kept === null) {
    throw missing(context, `${shown(context, paths.run)} holds no recording of this text by this model`);
  }
  return { observed: { ...text, ...kept }, warmUp: warmUpOf(text, manifest) };
}

async function knownResult(context: Recorded): Promise<Pick<EvidenceContext & Published, 'features' | 'result'>> {
  const { manifest, marked, paths } = context;
  const result = await readResult(paths.result).catch(() => null);
  if (result === null || result.provenance.configHash !== configHash(manifest)) {
    const what = result === null ? 'holds no valid result' : 'holds a result of other settings';
    throw missing(context, `${shown(context, paths.result)} ${what}`);
  }
  const features = marked.map(({ feature, mask }): FoundFeature => {
    const found = result.features.find(({ name }) => name === feature.name);
    if (found === undefined) throw missing(context, `the result has no feature "${feature.name}"`);
    return { found, mask };
  });
  return { features, result };
}

const shown = ({ paths }: Prepared, path: string): string => pathFrom(paths.cwd, path);

const missing = ({ loaded }: Prepared, what: string): InputError =>
  new InputError('nothing-to-test', {
    what,
    fix: `Run npm run experiment ${loaded.path} first; it gathers the evidence too`,
  });
