/** The rows of a table (CSV, TSV) or of JSON lines, one column of each a document. Knows no files. */
import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { FormatError } from '../format-error.ts';
import { isObject } from '../json.ts';
import type { TextOptions } from './text-options.ts';

const defaultColumn = 'text';

/**
 * @param separator as the file's name has it: a tab, or a comma unless the first line has semicolons alone.
 * @throws FormatError when the table is damaged, with its line, or has no such column.
 */
export async function* readCsv(
  text: AsyncIterable<string>,
  separator: ',' | '\t',
  column: TextOptions['column'],
): AsyncGenerator<string> {
  const pieces = text[Symbol.asyncIterator]();
  const head = await pieces.next();
  if (head.done === true) return;
  const parser = parse({ delimiter: separatorOf(head.value, separator), skip_empty_lines: true });
  parser.write(head.value);
  // Errors arrive where the rows are awaited.
  pipeline({ [Symbol.asyncIterator]: () => pieces }, parser, () => undefined);
  let at: number | null = typeof column === 'number' ? column - 1 : null;
  try {
    for await (const row of parser as AsyncIterable<string[]>) {
      if (at === null) {
        at = columnOf(row, column);
        continue;
      }
      const cell = row[at];
      if (cell === undefined) throw noColumn(`${column}`, `it has ${row.length}`);
      if (cell !== '') yield cell;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new FormatError(`it is not a sound table: ${error.message}`, 'Correct it, or save it as CSV again');
  }
}

function separatorOf(text: string, byName: ',' | '\t'): string {
  const [line = ''] = text.split('\n', 1);
  return byName === ',' && line.includes(';') && !line.includes(',') ? ';' : byName;
}

function columnOf(names: readonly string[], column: TextOptions['column']): number {
  if (column === undefined && names.length === 1) return 0;
  const wanted = String(column ?? defaultColumn);
  const at = names.indexOf(wanted);
  if (at !== -1) return at;
  throw noColumn(JSON.stringify(wanted), `they are ${names.slice(0, 20).join(', ')}`);
}

const noColumn = (column: string, why: string): FormatError =>
  new FormatError(
    `it has no column ${column}: ${why}`,
    'Name the one that holds the text in corpus.column; if the table has no header, give its number, from 1',
  );

/**
 * Each line a JSON object, of which the column is the text, or a string.
 * @throws FormatError, with the line, when it is neither.
 */
export async function* readJsonLines(
  text: AsyncIterable<string>,
  column: string | number = defaultColumn,
): AsyncGenerator<string> {
  let number = 0;
  for await (const line of linesOf(text)) {
    number++;
    if (line.trim() === '') continue;
    const cell = cellOf(line, String(column), number);
    // Lone surrogates, which \ud800 may write, are no characters.
    if (cell !== '') yield cell.toWellFormed();
  }
}

function cellOf(line: string, column: string, number: number): string {
  const wrong = (why: string, fix: string) => new FormatError(`line ${number}: ${why}`, fix);
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw wrong(`it is not JSON (${(error as Error).message})`, 'Write one JSON object a line');
  }
  if (typeof value === 'string') return value;
  if (!isObject(value)) throw wrong('it is neither an object nor a string', 'Write one JSON object a line');
  const cell = Object.hasOwn(value, column) ? value[column] : undefined;
  if (typeof cell === 'string') return cell;
  if (cell === null) return '';
  const keys = Object.keys(value).slice(0, 20).join(', ');
  const why = cell === undefined ? `it has no "${column}"; it has ${keys || 'nothing'}` : `its "${column}" is not text`;
  throw wrong(why, 'Name the key of the text with corpus.column');
}

/** Lines without their breaks. */
export async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let parts: string[] = [];
  for await (const piece of text) {
    const lines = piece.split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      parts.push(line);
      yield parts.join('');
      parts = [];
    }
    parts.push(last);
  }
  const rest = parts.join('');
  if (rest !== '') yield rest;
}
