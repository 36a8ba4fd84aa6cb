/**
 * Documents that are nearly another's text: the same poem with other last lines, a page and its printed version. Tests swap
 * documents with each other and halve them, so that two copies count one observation twice, and what is chosen on the one is
 * confirmed by the other; and what a model knows by heart from training is no observation. Pure.
 * Source: Broder 1997 (shingles; a sample of them by their hashes where there are too many).
 */
import { InputError } from '../core/errors.ts';
import type { Corpus, CorpusDocument } from './corpus.ts';

/** Characters of a shingle: long enough that two texts of one author share few. */
const shingle = 24;
/**
 * From this share of common shingles on, two texts are near copies: about one letter in 150 is another. Documents of the
 * books that come along share none, those of the language `counter` at most .67.
 */
const copyFrom = 0.75;
/** Characters of a document that are looked at: of longer ones the first. */
const compared = 131072;
/** Shingles that are kept of all texts together: of more, those of which the hash ends in some zeros. */
const mostKept = 1 << 19;

/** Multiplier of the hash that rolls over the text, and its power by which the first character goes. */
const base = 0x01000193;
const leaving = Array.from({ length: shingle - 1 }).reduce((power: number) => Math.imul(power, base), 1);

const hashBits = 32;
/** The last bits of a hash, by which beginnings are not told from each other. */
const dropped = 8;
const bitOf = (hash: number): number => 1 << ((hash >>> dropped) & 7);

/** Texts by their shingles. */
class Shingles {
  readonly #mask: number;
  readonly #owners = new Map<number, number[]>();
  readonly #sizes: number[] = [];
  #fewest = Number.POSITIVE_INFINITY;
  /** A bit for each beginning of a hash, 1 where one that is owned begins so. */
  readonly #begun = new Uint8Array(2 ** (hashBits - dropped - 3));

  /** @param characters of the texts that are added, in all, about. */
  constructor(characters: number) {
    this.#mask = 2 ** Math.max(0, Math.ceil(Math.log2(characters / mostKept))) - 1;
  }

  add(text: string): void {
    const own = this.#shinglesOf(text);
    const number = this.#sizes.push(own.size) - 1;
    this.#fewest = Math.min(this.#fewest, own.size);
    for (const hash of own) {
      const place = hash >>> (dropped + 3);
      this.#begun[place] = (this.#begun[place] ?? 0) | bitOf(hash);
      const owners = this.#owners.get(hash);
      if (owners === undefined) this.#owners.set(hash, [number]);
      else owners.push(number);
    }
  }

  /** @returns numbers of the texts that were added, from 0, which have three quarters of the shingles of both. */
  copiesOf(text: string): number[] {
    if (this.#isFar(text)) return [];
    const own = this.#shinglesOf(text);
    const common = new Map<number, number>();
    for (const hash of own) {
      for (const owner of this.#owners.get(hash) ?? []) common.set(owner, (common.get(owner) ?? 0) + 1);
    }
    const isCopy = (owner: number, count: number) => count / ((this.#sizes[owner] ?? 0) + own.size - count) >= copyFrom;
    return [...common].filter(([owner, count]) => isCopy(owner, count)).map(([owner]) => owner);
  }

  /** Whether it has, each as often as it occurs, fewer of the owned shingles than a copy of the shortest text would. */
  #isFar(text: string): boolean {
    const [begun, owners] = [this.#begun, this.#owners];
    let owned = 0;
    this.#hear(text, (hash) => {
      if (((begun[hash >>> (dropped + 3)] ?? 0) & bitOf(hash)) !== 0 && owners.has(hash)) owned++;
    });
    return owned < copyFrom * this.#fewest;
  }

  /** Hashes of those that are kept, each once. */
  #shinglesOf(text: string): Set<number> {
    const found = new Set<number>();
    this.#hear(text, (hash) => found.add(hash));
    return found;
  }

  /** Tells the hashes of those that are kept; a text shorter than a shingle is one. */
  #hear(text: string, heard: (hash: number) => void): void {
    const end = Math.min(text.length, compared);
    let hash = 0;
    for (let t = 0; t < end; t++) {
      if (t >= shingle) hash = (hash - Math.imul(text.charCodeAt(t - shingle), leaving)) | 0;
      hash = (Math.imul(hash, base) + text.charCodeAt(t)) | 0;
      if (t < shingle - 1 && t < end - 1) continue;
      const mixed = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
      // The low bits of a product depend on low bits alone.
      if (((mixed ^ (mixed >>> 16)) & this.#mask) === 0) heard(mixed);
    }
  }
}

/**
 * The first texts that are no near copies of one before them.
 * @param most how many are wanted.
 * @returns them, and how many near copies were passed over on the way.
 */
export function withoutNearCopies<T extends { length: number; text: string }>(
  candidates: readonly T[],
  most: number,
): { kept: T[]; copies: number } {
  const read = new Shingles(candidates.slice(0, most).reduce((sum, { length }) => sum + length, 0));
  const kept: T[] = [];
  let copies = 0;
  for (const candidate of candidates) {
    if (kept.length >= most) break;
    const { text } = candidate;
    if (read.copiesOf(text).length > 0) copies++;
    else {
      read.add(text);
      kept.push(candidate);
    }
  }
  return { kept, copies };
}

/**
 * @param texts that are asked about.
 * @param known read once, one after the other.
 * @returns [texts] true where a known text is nearly the same.
 */
export function nearlyKnown(texts: readonly string[], known: Iterable<string>): boolean[] {
  const asked = new Shingles(texts.reduce((sum, { length }) => sum + length, 0));
  for (const text of texts) asked.add(text);
  const near = new Set<number>();
  for (const text of known) for (const index of asked.copiesOf(text)) near.add(index);
  return texts.map((_, index) => near.has(index));
}

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
  const documents = corpus.documents.map(
    (document): CorpusDocument => (known.has(document) ? { ...document, split: 'left out' } : document),
  );
  return { corpus: { ...corpus, documents }, copies: known.size };
}
