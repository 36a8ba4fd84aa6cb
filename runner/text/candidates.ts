/** Documents of which something may be observed: those of a corpus that are held out, or those of a file. */
import type { Corpus, CorpusDocument } from './corpus.ts';
import { type DocumentKind, splitDocuments } from './documents.ts';
import type { ObserveSettings } from './settings.ts';
import { openSources } from './sources/index.ts';
import { documentHash } from './splits.ts';
import { type Cutting, countTokens, tokenize } from './tokens.ts';
import { cuttingOf } from './vocabulary.ts';

export interface CandidateDocument {
  hash: string;
  /** Place among all documents of the corpus or the file. */
  number: number;
  source: string;
  /** How many tokens it has. */
  length: number;
  /** Made when asked for: most documents of a large corpus are not read. */
  text(): string;
  tokens(): string[];
}

/** Held-out documents in the order of their hashes; the same text twice is read once. */
export function heldOut(corpus: Corpus): CandidateDocument[] {
  const cut = cuttingOf(corpus, corpus.vocabulary);
  const byHash = new Map<string, { document: CorpusDocument; number: number }>();
  corpus.documents.forEach((document, number) => {
    if (document.split === 'held-out' && !byHash.has(document.hash)) byHash.set(document.hash, { document, number });
  });
  return [...byHash.values()]
    .sort((a, b) => (a.document.hash < b.document.hash ? -1 : 1))
    .map(({ document, number }) => ({
      hash: document.hash,
      number,
      source: corpus.sources[document.source]?.name ?? '',
      length: document.tokens,
      text: () => document.text,
      tokens: () => tokenize(document.text, cut),
    }));
}

/** Read as the corpus is: with its encoding, path, column and lines. */
export async function ofFile(
  { source, longest }: Pick<ObserveSettings, 'source' | 'longest'>,
  { settings, vocabulary }: Corpus,
  cwd: string,
): Promise<CandidateDocument[]> {
  const cut = cuttingOf(settings, vocabulary);
  const { encoding, path: elements, column, lines } = settings;
  const reading = { encoding, path: elements, column, lines, longest };
  const sources = await openSources([source], { cwd, otherNames: ['held-out'], ...reading });
  const candidates: CandidateDocument[] = [];
  for (const { name, whole, texts } of sources) {
    for (const document of await documentsIn(texts, whole, {
      cut,
      length: settings.documentLength,
      kind: settings.documents,
    })) {
      candidates.push({
        hash: documentHash(document),
        number: candidates.length,
        source: name,
        length: countTokens(document, cut),
        text: () => document,
        tokens: () => tokenize(document, cut),
      });
    }
  }
  return candidates;
}

async function documentsIn(
  texts: AsyncIterable<string>,
  whole: boolean,
  { cut, length, kind }: { cut: Cutting; length: number | undefined; kind: DocumentKind | undefined },
): Promise<string[]> {
  const all = await Array.fromAsync(texts);
  if (whole && kind === 'definitions') return all.flatMap((text) => splitDocuments(text, cut, length, kind));
  return whole ? all.filter((text) => text.trim() !== '') : splitDocuments(all.join(''), cut, length, kind);
}
