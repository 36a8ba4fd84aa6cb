/** How texts are read, and what may be asked for. Pure; imports nothing. */

/** How texts are read; what is left out is found from the text itself. */
export interface TextOptions {
  /** A label of the WHATWG Encoding Standard. */
  encoding?: string | undefined;
  /** Of XML: which elements are the documents. */
  path?: string | undefined;
  /** Of tables and JSON lines: where the text is, by its name; a number, from 1, for a table without a line of names. */
  column?: string | number | undefined;
  /** Told what a reader should know. */
  warn(text: string): void;
}

const step = String.raw`//?(?:[\p{L}_][\p{L}\p{N}_.:-]*|\*)`;

/** //content, /xml/file/content, //p/text(): elements by name, and whether only their own text is meant. */
export const xmlPath = new RegExp(String.raw`^(?<elements>(?:${step})+)(?<text>/text\(\))?$`, 'u');

/** Whether text in this encoding can be read; labels are those of the WHATWG Encoding Standard. */
export function isEncoding(label: string): boolean {
  try {
    new TextDecoder(label, { fatal: true });
    return true;
  } catch {
    return false;
  }
}
