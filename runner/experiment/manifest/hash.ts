/** Hashes that say whether two experiments are the same, and whether a trained model can be used again. */
import { canonicalJson, sha256 } from '../../core/hash.ts';
import type { AskedManifest } from './resolved.ts';

/**
 * Keys that change where and how an experiment runs but not what comes out; they count in no hash and no id. What a preset
 * sets counts under its own keys.
 */
const keysWithoutConsequence = [
  ...['author', 'licence', 'preset', 'engine', 'device', 'theme', 'watch', 'executor', 'slurm', 'runs', 'results'],
] as const;

/** What `configHash` and the experiment's id are made of. */
export function consequential<T extends object>(manifest: T): Partial<T> {
  const ignored: readonly string[] = keysWithoutConsequence;
  return Object.fromEntries(Object.entries(manifest).filter(([key]) => !ignored.includes(key))) as Partial<T>;
}

/** Of a resolved manifest, but for the keys without consequence. */
export const configHash = (manifest: AskedManifest): string => sha256(canonicalJson(consequential(manifest)));

/** Raised whenever the same settings would train another model than before, so that an old one is not taken for it. */
const trainingVersion = 4;

/**
 * Of all that training depends on: the corpus' settings and content, the model to build, the training, the seed.
 * @param corpusHash of the corpus' content; it stands for `corpus.source`, so that a moved file trains nothing anew.
 */
export function trainingHash(
  { corpus, model, train, seed }: Pick<AskedManifest, 'corpus' | 'model' | 'train' | 'seed'>,
  corpusHash: string,
): string {
  return sha256(
    canonicalJson({
      version: trainingVersion,
      // How the texts are read shows in the content.
      corpus: { ...corpus, source: corpusHash, encoding: undefined, path: undefined, column: undefined },
      model: { ...model, checkpoint: undefined },
      // What is kept on disk does not change what is trained.
      train: { ...train, keep: undefined },
      seed,
    }),
  );
}
