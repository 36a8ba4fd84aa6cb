/**
 * The evidence of an experiment that was run before: what its folders keep takes the place of training, reading and
 * writing. Nothing is trained here.
 */

import { compare } from './compare.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { keptModel, keptRecording, keptResult } from './kept-stages.ts';
import type { LoadedManifest } from './manifest/load.ts';
import { askPairs } from './pairs/ask-pairs.ts';
import type { Result } from './results/schema.ts';
import { type ExperimentHost, inRun, through } from './stages.ts';

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
export const runEvidence = (loaded: LoadedManifest, host: ExperimentHost): Promise<EvidenceOutcome> =>
  inRun(loaded, host, async (prepared) => {
    const judged = await through(prepared, keptModel, keptRecording, keptResult, compare, gatherEvidence);
    const { paths, result } = await through(judged, askPairs);
    return { result, directory: paths.result, run: paths.run };
  });
