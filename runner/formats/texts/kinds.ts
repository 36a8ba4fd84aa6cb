/** What a file holds, told by its name, and its documents. */
import { InputError } from '../../core/errors.ts';
import { type Bytes, gunzipped } from './bytes.ts';
import { decodeBytes } from './encoding.ts';
import { readHtml } from './html.ts';
import { readCsv, readJsonLines } from './rows.ts';
import type { TextOptions } from './text-options.ts';
import { readXml } from './xml.ts';

export type Kind = 'plain' | 'html' | 'xml' | 'csv' | 'tsv' | 'jsonl' | 'zip';

const kinds: Readonly<Record<string, Kind>> = {
  '.txt': 'plain',
  '.text': 'plain',
  '.md': 'plain',
  '': 'plain',
  '.html': 'html',
  '.htm': 'html',
  '.xhtml': 'html',
  '.xml': 'xml',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.zip': 'zip',
};

/** What is known and not read, and what to do instead. */
const notRead: Readonly<Record<string, string>> = {
  '.tar': 'Unpack it and name the folder',
  '.tgz': 'Unpack it and name the folder',
  '.7z': 'Unpack it and name the folder',
  '.json': 'Write one JSON object a line (.jsonl): jq -c ".[]" does so with a list',
  '.pdf': 'Save it as plain text: pdftotext does so',
  '.epub': 'Save it as plain text or HTML',
  '.docx': 'Save it as plain text',
  '.odt': 'Save it as plain text',
};

export const readable = '.txt, .md, .html, .xml, .csv, .tsv, .jsonl, .gz of these, .zip, folders and patterns';

/** The last ending of a file's name, in small letters, that of .gz apart; '' when it has none. */
export function endingOf(name: string): string {
  const [, ending = ''] = /[^/\\](\.[^./\\\s]+)$/.exec(withoutGz(name)) ?? [];
  return ending.toLowerCase();
}

const isGz = (name: string): boolean => /\.gz$/i.test(name);
const withoutGz = (name: string): string => name.replace(/\.gz$/i, '');

/** Undefined when the ending tells nothing. */
export const kindOf = (name: string): Kind | undefined => kinds[endingOf(name)];

/** @throws InputError when files with this ending are known and not read. */
export function checkEnding(name: string): void {
  const ending = endingOf(name);
  const fix = notRead[ending];
  if (fix !== undefined) throw new InputError('kind-not-read', { what: `${name}: ${ending} files are not read`, fix });
}

/**
 * Of plain text and HTML, the pieces of one text; of everything else, one document after the other. A file with an
 * ending that tells nothing is read as plain text.
 */
export function textsOf(bytes: Bytes, options: TextOptions): { pieces: boolean; texts: AsyncIterable<string> } {
  const { name } = bytes;
  const text = decodeBytes(isGz(name) ? gunzipped(bytes) : bytes, options);
  switch (kindOf(name)) {
    case 'html':
      return { pieces: true, texts: readHtml(text) };
    case 'xml':
      return { pieces: false, texts: readXml(text, name, options.path) };
    case 'csv':
      return { pieces: false, texts: readCsv(text, name, ',', options) };
    case 'tsv':
      return { pieces: false, texts: readCsv(text, name, '\t', options) };
    case 'jsonl':
      return { pieces: false, texts: readJsonLines(text, name, options) };
    default:
      return { pieces: true, texts: text };
  }
}
