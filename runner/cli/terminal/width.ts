/** How many columns of a terminal a text takes, and its parts that no line may cut. Pure. */
import { createRequire } from 'node:module';

/** Each of these takes one column. */
const printable = /^[\x20-\x7e]*$/;

let measure: ((text: string) => number) | null = null;

/** Loaded when a text needs it: its patterns of all emoji take 50 ms, in a command that may print nothing but an error. */
function loaded(): (text: string) => number {
  measure ??= (createRequire(import.meta.url)('string-width') as typeof import('string-width')).default;
  return measure;
}

export const displayWidth = (text: string): number => (printable.test(text) ? text.length : loaded()(text));

let segmenter: Intl.Segmenter | null = null;

/** The characters as they are seen: letters with their marks, emoji of several parts. */
export function graphemes(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}
