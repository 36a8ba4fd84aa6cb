/**
 * The comments that say where a number of the documentation comes from. They stand behind it:
 *
 * - `9.04 <!-- = quotes: observation.perplexity -->`: it is in the committed result of that experiment, under a path that
 *   paths.ts reads; or in a JSON file of this repository (`public/calibration.json: experiments`).
 * - `12 <!-- by npm run doctor -->`: that command prints it, and it is another number on another machine.
 * - `95% <!-- set in runner/analysis/findings/rungs/held-out.ts -->`: it is no measurement; it stands in that file.
 */
export interface Mark {
  kind: '=' | 'by' | 'set in';
  /** What stands behind the kind. */
  source: string;
  /** The text before the comment, back to the one before or the beginning of the paragraph, without Markdown's marks. */
  before: string;
  line: number;
}

const comment = /<!-- (=|by|set in) (.+?) -->/g;

/** Text as it is read: without emphasis, code marks and line breaks. */
const read = (text: string): string =>
  text
    .replace(/\n> ?/g, ' ')
    .replace(/[*`_>]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** Comments that are only spoken of, in code, are none. */
const withoutExamples = (text: string): string =>
  text.replace(/`[^`\n]*`/g, (code) => (code.includes('<!--') ? ' '.repeat(code.length) : code));

export function marksOf(whole: string): Mark[] {
  const text = withoutExamples(whole);
  let end = 0;
  return [...text.matchAll(comment)].map(({ index, 0: found, 1: kind, 2: source = '' }) => {
    const before =
      text
        .slice(end, index)
        .split(/\n\s*\n/)
        .at(-1) ?? '';
    end = index + found.length;
    return { kind: kind as Mark['kind'], source, before: read(before), line: text.slice(0, index).split('\n').length };
  });
}

/** The last number before a mark, with what it says of its own precision. */
export interface Shown {
  value: number;
  digits: number;
}

export function lastNumber(text: string): Shown | null {
  const [number, whole = '', fraction = '', percent] =
    [...text.matchAll(/(-?\d[\d,]*)?(?:\.(\d+))?(%)?/g)].filter(([each]) => /\d/.test(each)).at(-1) ?? [];
  if (number === undefined) return null;
  const value = Number(`${whole.replaceAll(',', '') || '0'}.${fraction || '0'}`);
  return percent ? { value: value / 100, digits: fraction.length + 2 } : { value, digits: fraction.length };
}

/** Prose alone: without code, links' addresses and what the marks themselves hold. */
const prose = (text: string): string =>
  text
    .replace(/```.*?```/gs, (code) => code.replace(/[^\n]/g, ' '))
    .replace(/`[^`\n]*`/g, (code) => ' '.repeat(code.length))
    .replace(/\]\([^)]*\)/g, (link) => ' '.repeat(link.length));

/** What only a measurement can say: so many seconds, megabytes, nats, per cent. */
const measured = /\d[\d.,]*\s?(?:seconds?|minutes?|hours?|[KMG]B|nats|%|times (?:as|faster|slower))(?!\w)/g;

/** What stands in a table's place is made from a file, to which tables.test.ts holds it. */
const withoutMade = (text: string): string =>
  text.replace(/^<!-- table: .*?^<!-- end of the table -->$/gms, (made) => made.replace(/[^\n]/g, ' '));

/** Numbers that are measured and carry no mark before the next of them. */
export function unmarked(whole: string): { line: number; number: string }[] {
  const text = withoutMade(whole);
  const found = [...prose(text).matchAll(measured)];
  return found.flatMap(({ index, 0: number }, place) => {
    const rest = text.slice(index, found[place + 1]?.index ?? text.length).split(/\n\s*\n/)[0] ?? '';
    return rest.includes('<!-- ') ? [] : [{ line: text.slice(0, index).split('\n').length, number }];
  });
}

/** What needs no source: the middle of an AUC, and the usual confidence. */
const wellKnown = /^(?:0?\.50?|95\s?%)$/;

/** Numbers of a write-up that were typed although only a measurement can say them: expressions print such. */
export function typed(text: string): { line: number; number: string }[] {
  const told = text
    .replace(/\{.*?\}/gs, (code) => code.replace(/[^\n]/g, ' '))
    .replace(/<[A-Z][^>]*>/g, (tag) => tag.replace(/[^\n]/g, ' '));
  const numbers = [...prose(told).matchAll(new RegExp(`${measured.source}|(?<![\\d.])\\d*\\.\\d+`, 'g'))];
  return numbers
    .filter(([number]) => !wellKnown.test(number))
    .map(({ index, 0: number }) => ({ line: text.slice(0, index).split('\n').length, number }));
}
