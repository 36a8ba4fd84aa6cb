import { expect, it } from 'vitest';
import { readCsv, readJsonLines } from '../../../../../runner/io/formats/texts/rows.ts';
import { all, piecesOf } from './read-text.ts';

const csv = (text: string, column?: string | number, separator: ',' | '\t' = ',', length?: number) =>
  all(readCsv(piecesOf(text, length), separator, column));
const jsonl = (text: string, column?: string, length?: number) => all(readJsonLines(piecesOf(text, length), column));

it.each<[string, table: string, documents: string[], column?: string | number, separator?: '\t']>([
  ['of the column named', 'id,text,"a ""b"""\n1,"one, two\nthree",x\n2,four,y\n', ['one, two\nthree', 'four']],
  ['of another column', 'id,text,"a ""b"""\n1,"one",x\n2,four,y\n', ['x', 'y'], 'a "b"'],
  ['of the only column', 'only\na\n', ['a']],
  ['without a line of names, by the number of its column', '1,one\n2,two\n', ['one', 'two'], 2],
  ['parted by tabs', 'id\ttext\n1\ta, b\n', ['a, b'], undefined, '\t'],
  ['parted by semicolons', 'id;text\n1;a, b\n', ['a, b']],
  ['but for a row without text, where white space is text', 'id,text\n1,\n2, \n3,a\n', [' ', 'a']],
])('a table gives a document a row, %s', async (_, table, documents, column, separator) => {
  // However it comes in pieces, of which the first shows what parts its cells.
  for (const length of [10, 11, 100]) expect(await csv(table, column, separator, length)).toEqual(documents);
});

it.each<[table: string, why: string | RegExp, column?: number]>([
  ['id,words\n1,a\n', 'it has no column "text": they are id, words'],
  ['1,one\n', 'it has no column 3: it has 2', 3],
  ['id,text\n1,"a\n2,b\n', 'it is not a sound table: Quote Not Closed'],
  ['id,text\n1,a"b"\n', 'Invalid Opening Quote'],
  ['id,text\n1\n', /Invalid Record Length.*line 2/],
])('a table that is damaged or lacks its column is refused: %j', async (table, why, column) => {
  await expect(csv(table, column)).rejects.toThrow(why);
});

it('JSON lines give a document a line: a string, or the key of an object', async () => {
  const lines = '{"text":"one\\ntwo","id":1}\n\n"three"\r\n{"id":2,"text":"four \\ud83d\\ude00"}';
  for (const length of [1, 9, 200])
    expect(await jsonl(lines, undefined, length)).toEqual(['one\ntwo', 'three', 'four 😀']);
  expect(await jsonl('{"body":"x"}', 'body')).toEqual(['x']);
  expect(await jsonl('{"text":"\\ud800"}\n" "')).toEqual(['\ufffd', ' ']);
});

it.each<[lines: string, why: string, column?: string]>([
  ['"a"\n{"text":', 'line 2: it is not JSON'],
  ['[1]', 'line 1: it is neither an object nor a string'],
  ['{"words":"x"}', 'line 1: it has no "text"; it has words'],
  ['{"text":5}', 'its "text" is not text'],
  ['{"a":1}', 'it has no "constructor"', 'constructor'],
])('JSON lines that are wrong are refused with their line: %s', async (lines, why, column) => {
  await expect(jsonl(lines, column)).rejects.toThrow(why);
});
