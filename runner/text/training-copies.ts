/**
 * Held-out documents that are nearly the text of one that the model was trained on: what it knows by heart is no observation.
 * Their shingles are looked up in all of the training text, read once. Pure.
 * Source: Broder 1997 (shingles; a sample of them by their hashes where there are too many).
 */
import { InputError } from '../core/errors.ts';
import type { Corpus, CorpusDocument } from './corpus.ts';
import { copyFrom, eachShingle } from './near-copies.ts';

/** Characters of a document that are looked at: of longer ones the first. */
const compared = 1 << 17;

/**
 * The corpus with those held-out documents left out that are nearly one that the model is trained on.
 * @param trainedOn hashes of its documents; none where they are not known.
 * @returns it, and how many were left out.
 * @throws InputError when no held-out document is left.
 */
export function withoutTrainingCopies(
  corpus: Corpus,
  trainedOn: ReadonlySet<string>,
): { corpus: Corpus; copies: number } {
  const beginning = ({ text }: CorpusDocument): string => text.slice(0, compared);
  const heldOut = corpus.documents.filter(({ split }) => split === 'held-out');
  const trained = corpus.documents.filter(({ split, hash }) => split !== 'held-out' && trainedOn.has(hash));
  const near = nearlyKnown(heldOut.map(beginning), trained.values().map(beginning));
  const known = new Set(heldOut.filter((_, index) => near[index] === true));
  if (known.size === 0) return { corpus, copies: 0 };
  if (known.size === heldOut.length) {
    throw new InputError('no-held-out-text', {
      what: `Every held-out document of ${corpus.name} is nearly the text of one that the model is trained on, so there is no text to observe`,
      why: `All ${heldOut.length} share three quarters of their stretches of 24 characters with one of the ${trained.length} others`,
      fix: 'Give a text without copies, or a text of its own as observe.source',
    });
  }
  return {
    corpus: {
      ...corpus,
      documents: corpus.documents.map((document) => (known.has(document) ? leftOut(document) : document)),
    },
    copies: known.size,
  };
}

const leftOut = (document: CorpusDocument): CorpusDocument => ({
  hash: document.hash,
  source: document.source,
  split: 'left out',
  tokens: document.tokens,
  get text() {
    return document.text;
  },
  get ids() {
    return document.ids;
  },
});

/** Shingles of all asked texts together that are kept: of more, those of which the hash ends in some zeros. */
const mostKept = 1 << 19;

/**
 * @param texts that are asked about.
 * @param known read once, one after the other.
 * @returns [texts] true where a known text has three quarters of the shingles of both.
 */
export function nearlyKnown(texts: readonly string[], known: Iterable<string>): boolean[] {
  const mask = maskFor(texts.reduce((sum, { length }) => sum + length, 0));
  const owners = new Map<number, number[]>();
  const sizes = texts.map((text, index) => {
    const own = sampled(text, mask);
    for (const hash of own) {
      const others = owners.get(hash);
      if (others === undefined) owners.set(hash, [index]);
      else others.push(index);
    }
    return own.size;
  });
  const near = texts.map(() => false);
  for (const text of known) {
    const own = sampled(text, mask);
    const common = new Map<number, number>();
    for (const hash of own) for (const index of owners.get(hash) ?? []) common.set(index, (common.get(index) ?? 0) + 1);
    for (const [index, count] of common) {
      if (count / ((sizes[index] ?? 0) + own.size - count) >= copyFrom) near[index] = true;
    }
  }
  return near;
}

/** As few low bits as leave no more shingles than are kept. */
function maskFor(shingles: number): number {
  let mask = 0;
  while (shingles / (mask + 1) > mostKept) mask = 2 * mask + 1;
  return mask;
}

/** The shingles of a text of which the low bits are 0, each once. */
function sampled(text: string, mask: number): Set<number> {
  const found = new Set<number>();
  eachShingle(text, (hash) => {
    // The low bits of a product depend on low bits alone.
    if (((hash ^ (hash >>> 16)) & mask) === 0) found.add(hash);
  });
  return found;
}
