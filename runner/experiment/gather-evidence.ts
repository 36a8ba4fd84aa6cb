/**
 * The stage `evidence`: gathers it from the recording and the model, and adds it to the result that stands already: while
 * it is gathered what was found so far, marked as incomplete, and at the end all of it.
 */

import { Interrupted } from '../core/errors.ts';
import { pathFrom } from '../core/paths.ts';
import type { JudgedContext, PublishedContext } from './context.ts';
import { evidenceOf, type OnFound } from './evidence/evidence.ts';
import { causesOf } from './pairs/ask-pairs.ts';
import type { Result } from './results/schema.ts';
import { addEvidence } from './results/write.ts';

/** Seconds between two writings of what was found so far, at least. */
const pause = 5;

/** @throws Interrupted when the user asks to stop: the result stands with what was found, and the same command goes on. */
export async function gatherEvidence(context: JudgedContext): Promise<Pick<PublishedContext, 'result'>> {
  const { now, paths } = context;
  const seconds = () => now().getTime() / 1000;
  const published = { result: context.result };
  try {
    const causes = await causesOf(context);
    const evidence = await evidenceOf({ ...context, causes }, asItCame(published, paths.result, seconds));
    return { result: await addEvidence(paths.result, evidence) };
  } catch (error) {
    throw error instanceof Interrupted ? stopped(context, published.result) : error;
  }
}

/**
 * Adds what was found so far to a result whose evidence is still to be gathered; one that is complete stays as it is until
 * all is gathered anew. Nothing is said of a claim before it was tested on the other documents.
 */
function asItCame(published: Pick<PublishedContext, 'result'>, directory: string, seconds: () => number): OnFound {
  let tested = false;
  let last = Number.NEGATIVE_INFINITY;
  let told = '';
  return async (soFar, finding) => {
    tested ||= finding === 'heldOut';
    if (!tested || soFar.steps.done === soFar.steps.of || published.result.evidencePending === undefined) return;
    const findings = JSON.stringify([soFar.claims, soFar.groups, soFar.probes]);
    if (findings === told || seconds() - last < pause) return;
    published.result = await addEvidence(directory, soFar);
    [told, last] = [findings, seconds()];
  };
}

function stopped(
  { loaded, paths: { cwd, result: directory, run }, result: before }: JudgedContext,
  now: Result,
): Interrupted {
  const shown = (path: string) => pathFrom(cwd, path);
  const stands = standing(before, now, shown(directory));
  return new Interrupted('stopped-evidence', {
    what: 'Stopped while the evidence was gathered',
    fix: `To go on, run the same command again, or npm run evidence ${loaded.id}`,
    files: `${stands}; the model and the recording are kept in ${shown(run)}`,
  });
}

function standing(before: Result, now: Result, directory: string): string {
  if (now.evidence === null) return `The result without evidence is in ${directory}`;
  if (now === before) return `The result in ${directory} is as it was`;
  return `The result with what was found so far is in ${directory}`;
}
