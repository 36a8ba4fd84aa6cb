/** Reads the files that label whole documents, and lays them over the documents of which something is read. */
import { cutOf } from '../core/cut.ts';
import type { Reporter } from '../core/reporter.ts';
import { counted, either } from '../core/words.ts';
import type { Corpus } from '../text/corpus.ts';
import { readDocumentLabels, valuesOfDocuments } from '../text/labels/labels/document-labels.ts';
import type { ObservedText } from '../text/observe-text.ts';
import { labelLines } from './label-lines.ts';
import { allDocuments, wholeDocuments } from './labels.ts';
import type { Manifest } from './manifest/resolved.ts';

/** A label, and which documents have it. */
export interface MarkedDocuments {
  name: string;
  says: string;
  number: boolean;
  /** [documents of the observed text] 1 or 0, or numbers; NaN where a document has none. */
  values: Float32Array;
}

/** @throws InputError when a file cannot be read, or is not about the observed documents. */
export async function documentMarks(
  manifest: Pick<Manifest, 'documents' | 'observe'>,
  { observed, corpus, cwd, reporter }: { observed: ObservedText; corpus: Corpus; cwd: string; reporter: Reporter },
): Promise<MarkedDocuments[]> {
  const asked = manifest.documents ?? [];
  if (asked.length === 0) return [];
  const whole = wholeDocuments(observed).map((document) => ({ ...document, cut: cutOf(corpus) }));
  const all = allDocuments(manifest, corpus, observed);
  const marks: MarkedDocuments[] = [];
  for (const { name, labels: path, label, says } of asked) {
    const source = { path, name };
    const { lines } = await labelLines(source, cwd, ['jsonl', 'ndjson']);
    const { values, number } = valuesOfDocuments(readDocumentLabels(lines, source), label, whole, { all, source });
    const missing = values.filter(Number.isNaN).length;
    if (missing > 0) {
      reporter.note(
        `“${name}”: ${missing} of ${counted(whole.length, 'document')} that are read have no label in ${path}, and take no part.`,
      );
    }
    marks.push({ name, number, values, says: says ?? wordsOf(name, label, number) });
  }
  return marks;
}

const wordsOf = (name: string, label: readonly string[] | null, number: boolean): string =>
  label !== null
    ? `the document is labelled ${either(label)}`
    : number
      ? `the number “${name}” of the document`
      : `“${name}” is true of the document`;
