/** The token vectors that a training begins with, where they are not drawn. */

import { Interrupted } from '../core/errors.ts';
import type { Reporter } from '../core/reporter.ts';
import { contentOf, type FoundVectors } from '../embeddings/find-vectors.ts';
import { learnedVectors } from '../embeddings/learned-vectors.ts';
import { skipGramVersion } from '../embeddings/skip-gram.ts';
import type { Corpus } from '../text/corpus.ts';
import type { Paths } from './folders.ts';
import type { Manifest } from './manifest/resolved.ts';
import { learned } from './manifest/schema.ts';

/** The vectors' origin as it counts for the training hash: their content, whatever the file's name. */
export function vectorsHash({ model: { embedding } }: Pick<Manifest, 'model'>, vectors: FoundVectors | null): string {
  if (embedding.from === learned) return `${learned} ${skipGramVersion}`;
  if (vectors === null) return embedding.from;
  const content = `vectors ${contentOf(vectors)}`;
  return embedding.further === true ? `${learned} ${skipGramVersion} from ${content}` : content;
}

export interface StartTask {
  manifest: Pick<Manifest, 'model' | 'seed'>;
  corpus: Corpus;
  /** Those of the file that the manifest names. */
  fileVectors: FoundVectors | null;
  paths: Pick<Paths, 'run' | 'runs'>;
  reporter: Reporter;
  interrupted(): boolean;
}

/**
 * The vectors that a training begins with: those of the file, as they are or learned further, or learned from the corpus;
 * now, or before.
 * @returns null where all are drawn.
 * @throws Interrupted when the user asked to stop while vectors were being learned.
 */
export async function startVectors({
  manifest: {
    model: { embedding },
    seed,
  },
  corpus,
  fileVectors,
  paths: { run, runs },
  reporter,
  interrupted,
}: StartTask): Promise<FoundVectors | null> {
  if (embedding.from !== learned && embedding.further !== true) return fileVectors;
  const began = performance.now();
  return learnedVectors(
    { corpus, size: embedding.size, seed, start: fileVectors ?? undefined, run, runs },
    {
      onProgress: ({ epoch, epochs, share, tokensRead }) => {
        const seconds = (performance.now() - began) / 1000;
        const speed = tokensRead / 1000 / seconds;
        const text = `learning token vectors, epoch ${epoch} of ${epochs}, ${speed.toFixed(0)} k tokens/s`;
        reporter.progress({ done: share, total: 1, text });
      },
      pause: async () => stopIfAsked(interrupted),
    },
  );
}

function stopIfAsked(interrupted: () => boolean): void {
  if (!interrupted()) return;
  throw new Interrupted('stopped-vectors', {
    what: 'Stopped while token vectors were learned',
  });
}
