/** The weights that a training begins with: drawn, and the token vectors from a file or learned from the corpus first. */
import type { Corpus } from '../corpus/corpus.ts';
import { type FoundVectors, withFound } from '../embeddings/find-vectors.ts';
import { learnedVectors } from '../embeddings/learned-vectors.ts';
import { skipGramVersion } from '../embeddings/skip-gram.ts';
import { Interrupted } from '../errors.ts';
import { sha256 } from '../manifest/hash.ts';
import type { Manifest } from '../manifest/schema.ts';
import { learned } from '../manifest/vectors.ts';
import { type Architecture, embeddingWeight } from '../models/architecture.ts';
import type { Tensor } from '../models/program.ts';
import type { Reporter } from '../terminal/reporter.ts';
import { initialWeights } from '../training/initialization.ts';
import type { Paths } from './folders.ts';

/** The vectors' origin as it counts for the training hash: their content, whatever the file's name. */
export function vectorsHash({ model: { embedding } }: Manifest, vectors: FoundVectors | null): string {
  if (embedding.from === learned) return `${learned} ${skipGramVersion}`;
  if (vectors === null) return embedding.from;
  const { rows, how } = vectors;
  return `vectors ${sha256(Buffer.concat([how, new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength)]))}`;
}

/** @throws Interrupted when the user asked to stop while vectors were being learned. */
export async function firstWeights(
  { model, seed }: Manifest,
  architecture: Architecture,
  corpus: Corpus,
  file: FoundVectors | null,
  { run, runs }: Paths,
  reporter: Reporter,
  interrupted: () => boolean,
): Promise<Record<string, Tensor>> {
  const weights = initialWeights(architecture, model.initialization, seed);
  const table = weights[embeddingWeight];
  if (table === undefined) return weights;
  const began = performance.now();
  const learn = () =>
    learnedVectors(
      { corpus, size: architecture.embedding, seed, run, runs },
      {
        onProgress: ({ epoch, epochs, share, tokensRead }) => {
          const seconds = (performance.now() - began) / 1000;
          const speed = tokensRead / 1000 / seconds;
          const text = `learning token vectors, epoch ${epoch} of ${epochs}, ${speed.toFixed(0)} k tokens/s`;
          reporter.progress({ done: share, total: 1, text, secondsLeft: (seconds * (1 - share)) / share });
        },
        pause: async () => stopIfAsked(interrupted),
      },
    );
  const vectors = model.embedding.from === learned ? await learn() : file;
  if (vectors === null) return weights;
  return { ...weights, [embeddingWeight]: { ...table, data: withFound(table.data, vectors) } };
}

function stopIfAsked(interrupted: () => boolean): void {
  if (!interrupted()) return;
  throw new Interrupted({
    what: 'Stopped while token vectors were learned',
    fix: 'Run the same command again; it learns them from the beginning',
    files: 'Nothing of them was kept; results from before are as they were',
  });
}
