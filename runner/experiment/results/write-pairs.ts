/** Puts what pairs came to beside a result that stands already; the result then names it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PairSummary, type PublishedPairs, pairsFile, pairsSchema } from '../../analysis/pairs/pairs-schema.ts';
import { isResultPart, resultParts, sumsFile } from './parts.ts';
import { readResult } from './read.ts';
import { type Result, resultSchema } from './schema.ts';
import { damagedFiles, writeResultFolder } from './sums.ts';

/**
 * @param pairs null: those of before go.
 * @throws InputError when the folder holds no valid result.
 */
export async function writePairs(directory: string, pairs: PublishedPairs | null): Promise<Result> {
  const { pairs: _before, ...rest } = await readResult(directory);
  const beside = (await readdir(directory)).filter((name) => !isResultPart(name) && name !== pairsFile);
  if (pairs === null) {
    await writeResultFolder(directory, resultParts(rest), beside);
    return rest;
  }
  const file = new TextEncoder().encode(`${JSON.stringify(pairsSchema.parse(pairs))}\n`);
  const sets = pairs.sets.map(
    ({
      courses: _courses,
      examples: _examples,
      margins: _margins,
      profiles: _profiles,
      interchange,
      ...set
    }): PairSummary => ({
      ...set,
      interchange: interchange.map(({ margins: _own, ...each }) => each),
    }),
  );
  const result = resultSchema.parse({ ...rest, pairs: { path: pairsFile, bytes: file.length, sets } });
  await writeResultFolder(directory, { [pairsFile]: file, ...resultParts(result) }, beside);
  return result;
}

/** What stands beside a result; null when there is nothing, or it is damaged or of another shape. */
export async function publishedPairs(directory: string): Promise<PublishedPairs | null> {
  try {
    const found = pairsSchema.parse(JSON.parse(await readFile(join(directory, pairsFile), 'utf8')));
    const damaged = await damagedFiles(directory);
    return damaged.includes(pairsFile) || damaged.includes(sumsFile) ? null : found;
  } catch {
    // None, or one that cannot be used: it is made anew.
    return null;
  }
}
