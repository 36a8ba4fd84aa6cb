/**
 * Labels of whole documents as JSON lines: one value for a document that is named, `{document, label}`, or quoted, `{text, label}`; the
 * value is a word, a number, or true or false. Pure; the file is read elsewhere.
 */
import { z } from 'zod';
import { joinTokens } from '../../../core/cut.ts';
import { either } from '../../../core/format.ts';
import { type AllDocuments, checkDocuments, type LabelledDocument } from './align.ts';
import { jsonOf, type LabelSource, labelError, withoutSpace } from './labels.ts';

const label = z.union([z.string().min(1), z.number(), z.boolean()]);
const lineSchema = z.union([
  z.strictObject({ document: z.union([z.int().min(0), z.string().regex(/^[0-9a-f]{64}$/)]), label }),
  z.strictObject({ text: z.string().min(1), label }),
]);

type Value = z.output<typeof label>;

export interface DocumentLabelLines {
  /** By the text without its white space, the place of the document, or the hash of its text. */
  byText: Map<string, Value>;
  byDocument: Map<string | number, Value>;
  placed: { document: string | number; line: number }[];
}

const usage =
  'Write one JSON object a line: {"document": 0, "label": "comedy"}, or {"text": "the whole document", "label": "comedy"}';

/** @throws InputError, with the line, when it is no such file, or a document has two labels. */
export function readDocumentLabels(lines: readonly string[], source: LabelSource): DocumentLabelLines {
  const read: DocumentLabelLines = { byText: new Map(), byDocument: new Map(), placed: [] };
  lines.forEach((line, index) => {
    if (line.trim() === '') return;
    const wrong = (why: string) => labelError(source, `Line ${index + 1}: ${why}`, usage);
    const result = lineSchema.safeParse(jsonOf(line, wrong));
    if (!result.success) throw wrong('it is not an object with a document or a text, and a label');
    const { data } = result;
    const [known, key] =
      'document' in data
        ? ([read.byDocument, data.document] as const)
        : ([read.byText, withoutSpace(data.text)] as const);
    const before = (known as Map<string | number, Value>).get(key);
    if (before !== undefined && before !== data.label) {
      throw wrong(`its document is labelled ${before} already, and here ${data.label}`);
    }
    (known as Map<string | number, Value>).set(key, data.label);
    if ('document' in data) read.placed.push({ document: data.document, line: index + 1 });
  });
  if (read.byText.size + read.byDocument.size === 0) throw labelError(source, 'It holds no label', usage);
  return read;
}

export interface LabelledDocuments {
  /** [documents] 1 or 0, or numbers; NaN where the file labels none. */
  values: Float32Array;
  number: boolean;
}

/**
 * @param wanted the labels that count; null: the labels are numbers, or true and false.
 * @throws InputError when the file names a document that there is not, knows none of these, or has no such label.
 */
export function valuesOfDocuments(
  read: DocumentLabelLines,
  wanted: readonly string[] | null,
  documents: readonly LabelledDocument[],
  { all, source }: { all: AllDocuments; source: LabelSource },
): LabelledDocuments {
  checkDocuments(read.placed, all, source);
  const found = documents.map(
    ({ number, hash, tokens, cut }): Value | undefined =>
      read.byDocument.get(number) ??
      read.byDocument.get(hash) ??
      (read.byText.size === 0 ? undefined : read.byText.get(withoutSpace(joinTokens(tokens, cut)))),
  );
  const known = found.filter((value) => value !== undefined);
  if (known.length === 0) {
    throw labelError(source, `None of the ${documents.length} documents that are read has a label in it`, usage);
  }
  const seen = [...new Set([...read.byText.values(), ...read.byDocument.values()])];
  const words = seen.filter((value) => typeof value === 'string');
  if (wanted === null && words.length > 0) {
    const some = words.slice(0, 8).sort();
    throw labelError(
      source,
      `Its labels are words (${either(some)})`,
      `Say which is asked for, as in label: ${some[0]}`,
    );
  }
  if (wanted !== null && !words.some((word) => wanted.includes(word))) {
    const there = seen.slice(0, 8).map(String).sort();
    throw labelError(
      source,
      `No document is labelled ${either(wanted)}; there are ${there.join(', ')}`,
      'Correct the label',
    );
  }
  const number = wanted === null && seen.some((value) => typeof value === 'number');
  const numberOf = (value: Value | undefined): number => {
    if (value === undefined) return Number.NaN;
    return wanted === null ? Number(value) : Number(wanted.includes(String(value)));
  };
  return { values: Float32Array.from(found, numberOf), number };
}
