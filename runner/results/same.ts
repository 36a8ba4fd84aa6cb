/** Whether two results say the same, whenever and wherever they were made. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { Evidence } from './evidence-schema.ts';
import type { Result } from './schema.ts';

/** Settings that matter, model, texts and findings are equal; evidence, atlases, provenance and times may differ. */
export const sameFindings = (one: Result, other: Result): boolean =>
  isDeepStrictEqual(findingsOf(one), findingsOf(other));

/** Equal but for the time that it took. */
export const sameEvidence = (one: Evidence, other: Evidence): boolean =>
  isDeepStrictEqual({ ...one, seconds: 0 }, { ...other, seconds: 0 });

function findingsOf({
  evidence: _evidence,
  evidencePending: _pending,
  atlases: _atlases,
  manifest,
  provenance,
  learningCurve,
  ...rest
}: Result): unknown {
  // The settings are in the hash, but for those without consequence, of which a reader sees the author.
  const { trainingHash, configHash, corpusHash, seed } = provenance;
  return plain({
    ...rest,
    author: manifest.author,
    provenance: { trainingHash, configHash, corpusHash, seed },
    learningCurve: learningCurve && {
      ...learningCurve,
      epochs: learningCurve.epochs.map((point) => ({ ...point, seconds: 0 })),
    },
  });
}

/** As it is when it was written and read back: what JSON does not know, as an undefined key, makes no difference. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
