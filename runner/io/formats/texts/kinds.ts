/** What a file holds, by the ending of its name, and its documents. */
import { textRefusal } from '../refusals.ts';
import { type Bytes, gunzipped } from './bytes.ts';
import { decodeBytes } from './encoding.ts';
import { readHtml } from './html.ts';
import { readCsv, readJsonLines } from './rows.ts';
import type { TextOptions } from './text-options.ts';
import { readXml } from './xml.ts';

interface TextKind {
  /** Endings of such files' names, in lower case; '' of those that have none. */
  endings: readonly string[];
  /** Whether it gives the pieces of one text; otherwise one document after the other. */
  pieces: boolean;
  /** Absent: as it is. @throws FormatError when the text is no sound file of its kind. */
  read?(text: AsyncIterable<string>, options: TextOptions): AsyncIterable<string>;
}

/** Programs, by the endings of their languages' usual names. */
const code =
  '.js .mjs .cjs .jsx .ts .mts .tsx .py .c .h .cc .cpp .hpp .cs .java .go .rs .swift .kt .scala .rb .lua .r .jl .hs .sh .sql .css .yaml .yml .tex'.split(
    ' ',
  );

/** A new kind of text is a reader and one entry here. */
const textKinds = {
  plain: { endings: ['.txt', '.text', '.md', ''], pieces: true },
  code: { endings: code, pieces: true },
  html: { endings: ['.html', '.htm', '.xhtml'], pieces: true, read: readHtml },
  xml: { endings: ['.xml'], pieces: false, read: (text, { path }) => readXml(text, path) },
  csv: { endings: ['.csv'], pieces: false, read: (text, { column }) => readCsv(text, ',', column) },
  tsv: { endings: ['.tsv'], pieces: false, read: (text, { column }) => readCsv(text, '\t', column) },
  jsonl: { endings: ['.jsonl', '.ndjson'], pieces: false, read: (text, { column }) => readJsonLines(text, column) },
} as const satisfies Record<string, TextKind>;

/** An archive of texts is read by the archive's reader, file by file. */
export type TextFormatName = keyof typeof textKinds | 'zip';

const kindOfEnding = new Map<string, TextFormatName>([
  ['.zip', 'zip'],
  ...(Object.keys(textKinds) as (keyof typeof textKinds)[]).flatMap((kind) =>
    textKinds[kind].endings.map((ending): [string, TextFormatName] => [ending, kind]),
  ),
]);

/** Endings that are known and not read, and what to do instead. */
const notRead: readonly [endings: RegExp, fix: string][] = [
  [/^\.(tar|tgz|7z)$/, 'Unpack it and name the folder'],
  [/^\.json$/, 'Write one JSON object a line (.jsonl): jq -c ".[]" does so with a list'],
  [/^\.(pdf|epub|docx|odt)$/, 'Save it as plain text: pdftotext does so with .pdf'],
];

const { code: _, ...proseKinds } = textKinds;
const endings = Object.values(proseKinds).flatMap((kind): readonly string[] => kind.endings);

export const readable = `${endings.filter(Boolean).join(', ')}, programs (${code.slice(0, 3).join(', ')} and others), .gz of these, .zip, folders and patterns`;

/** The last ending of a file's name, in lower case, that of .gz apart; '' when it has none. */
export function endingOf(name: string): string {
  const [, ending = ''] = /[^/\\](\.[^./\\\s]+)$/.exec(withoutGz(name)) ?? [];
  return ending.toLowerCase();
}

const isGz = (name: string): boolean => /\.gz$/i.test(name);
const withoutGz = (name: string): string => name.replace(/\.gz$/i, '');

/** Undefined when the ending tells nothing. */
export const kindOf = (name: string): TextFormatName | undefined => kindOfEnding.get(endingOf(name));

/** @throws InputError when files with this ending are known and not read. */
export function checkEnding(name: string): void {
  const ending = endingOf(name);
  const [, fix] = notRead.find(([endings]) => endings.test(ending)) ?? [];
  if (fix !== undefined) throw textRefusal(name, `${ending} files are not read`, fix);
}

/**
 * Of plain text and HTML, the pieces of one text; of everything else, one document after the other. A file with an
 * ending that tells nothing is read as plain text.
 */
export function textsOf(bytes: Bytes, options: TextOptions): { pieces: boolean; texts: AsyncIterable<string> } {
  const { name } = bytes;
  const text = decodeBytes(isGz(name) ? gunzipped(bytes) : bytes, options);
  const kind = kindOf(name);
  const { pieces, read }: TextKind = textKinds[kind === undefined || kind === 'zip' ? 'plain' : kind];
  return { pieces, texts: read?.(text, options) ?? text };
}
