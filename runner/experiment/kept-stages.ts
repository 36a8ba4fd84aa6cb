/**
 * What a run folder and a published result keep of an experiment, in the place of the stages that made it: nothing is
 * trained, read or written here.
 */

import { warmUpOf } from '../core/cut.ts';
import { InputError } from '../core/errors.ts';
import { pathFrom } from '../core/paths.ts';
import type { EvidenceContext, ModelContext, PreparedContext, PublishedContext, RecordedContext } from './context.ts';
import { findRecording, keptArrays } from './kept-recording.ts';
import { configHash } from './manifest/hash.ts';
import { enginesFor } from './model.ts';
import { readResult } from './results/read.ts';
import { startVectors } from './start-vectors.ts';
import { modelTrainedBefore, startOf } from './train-model.ts';

/** Trained before with the same settings, or the one that the manifest names. */
export async function keptModel(
  context: PreparedContext,
): Promise<Pick<ModelContext, 'engines' | 'trainedNow' | 'engine' | 'checkpoint' | 'vectors'>> {
  const { manifest, given } = context;
  const trained = given === null || manifest.train.continue;
  const checkpoint = trained ? await modelTrainedBefore({ ...context, start: startOf(context) }) : given;
  if (checkpoint === null) {
    throw missing(context, `${shown(context, context.paths.run)} holds no model that was trained with these settings`);
  }
  const vectors = given === null ? await startVectors(context) : null;
  const engines = await enginesFor(context, { trains: false, reads: false });
  return { engines, engine: engines.evidence, trainedNow: false, checkpoint, vectors };
}

export async function keptRecording(context: ModelContext): Promise<Pick<RecordedContext, 'observed' | 'warmUp'>> {
  const { manifest, paths, text, checkpoint } = context;
  const kept = await findRecording(paths.run, {
    checkpoint,
    text,
    arrays: keptArrays(manifest, checkpoint.architecture, text.ids.length),
  });
  if (kept === null) {
    throw missing(context, `${shown(context, paths.run)} holds no recording of this text by this model`);
  }
  return { observed: { ...text, ...kept }, warmUp: warmUpOf(text.segments.length, manifest) };
}

export async function keptResult(
  context: RecordedContext,
): Promise<Pick<EvidenceContext & PublishedContext, 'features' | 'result' | 'drawn'>> {
  const { manifest, marked, paths } = context;
  const result = await readResult(paths.result).catch(() => null);
  if (result === null || result.provenance.configHash !== configHash(manifest)) {
    const what = result === null ? 'holds no valid result' : 'holds a result of other settings';
    throw missing(context, `${shown(context, paths.result)} ${what}`);
  }
  const features = marked.map(({ feature }) => {
    const found = result.features.find(({ name }) => name === feature.name);
    if (found === undefined) throw missing(context, `the result has no feature "${feature.name}"`);
    return found;
  });
  return { features, result, drawn: result.record };
}

const shown = ({ paths }: PreparedContext, path: string): string => pathFrom(paths.cwd, path);

const missing = ({ loaded }: PreparedContext, what: string): InputError =>
  new InputError('nothing-to-test', {
    what,
    fix: `Run npm run experiment ${loaded.path} first; it gathers the evidence too`,
  });
