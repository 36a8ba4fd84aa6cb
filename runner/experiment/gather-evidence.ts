/** The stage `evidence`: gathers it from the recording and the model, and adds it to the result that stands already. */
import { relative } from 'node:path';
import { Interrupted } from '../core/errors.ts';
import { addEvidence } from '../results/write.ts';
import type { EvidenceContext, Published } from './context.ts';
import { countedSteps } from './counted-steps.ts';
import { evidenceOf, evidenceSteps } from './evidence/evidence.ts';

type Stage = EvidenceContext & Pick<Published, 'result'>;

/** @throws Interrupted when the user asks to stop: the result stands as it was, and the same command goes on. */
export async function gatherEvidence(context: Stage): Promise<Pick<Published, 'result'>> {
  const { manifest, now, paths } = context;
  const seconds = () => now().getTime() / 1000;
  const reporter = countedSteps(context.reporter, evidenceSteps(manifest), seconds);
  try {
    const evidence = await evidenceOf({ ...context, reporter });
    return { result: await addEvidence(paths.result, evidence) };
  } catch (error) {
    throw error instanceof Interrupted ? stopped(context) : error;
  }
}

function stopped({ loaded, paths: { cwd, result: directory, run }, result }: Stage): Interrupted {
  const shown = (path: string) => relative(cwd, path) || '.';
  const stands =
    result.evidence === null
      ? `The result without evidence is in ${shown(directory)}`
      : `The result in ${shown(directory)} is as it was`;
  return new Interrupted('stopped-evidence', {
    what: 'Stopped while the evidence was gathered',
    fix: `To go on, run the same command again, or npm run evidence ${loaded.id}`,
    files: `${stands}; the model and the recording are kept in ${shown(run)}`,
  });
}
