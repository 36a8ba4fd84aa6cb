/** A corpus as other shares would split it, to see beforehand what they would give. Its vocabulary stays. */
import type { Corpus, CorpusDocument } from './corpus.ts';
import { type CorpusSplit, corpusSplitOf } from './splits.ts';

export function resplit(corpus: Corpus, shares: Pick<Corpus['settings'], 'heldOut' | 'validation'>): Corpus {
  const settings = { ...corpus.settings, ...shares };
  return {
    ...corpus,
    settings,
    documents: corpus.documents.map((document) => new Resplit(document, corpusSplitOf(document.hash, settings))),
  };
}

/** Text and tokens are read anew each time, as of the document that it is. */
class Resplit implements CorpusDocument {
  readonly hash: string;
  readonly source: number;
  readonly tokens: number;
  readonly split: CorpusSplit;
  readonly #document: CorpusDocument;

  constructor(document: CorpusDocument, split: CorpusSplit) {
    this.hash = document.hash;
    this.source = document.source;
    this.tokens = document.tokens;
    this.split = split;
    this.#document = document;
  }

  get text(): string {
    return this.#document.text;
  }

  get ids(): Int32Array {
    return this.#document.ids;
  }
}
