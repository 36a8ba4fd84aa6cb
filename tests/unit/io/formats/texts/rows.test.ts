import { describe, expect, it } from 'vitest';
import { readCsv, readJsonLines } from '../../../../../runner/io/formats/texts/rows.ts';
import { all, piecesOf } from './read-text.ts';

const csv = (text: string, column?: string | number, separator: ',' | '\t' = ',', length?: number) =>
  all(readCsv(piecesOf(text, length), separator, column));
const jsonl = (text: string, column?: string, length?: number) => all(readJsonLines(piecesOf(text, length), column));

describe('a table', () => {
  it('gives a document a row, of the column named', async () => {
    const table = 'id,text,"a ""b"""\n1,"one, two\nthree",x\n2,four,y\n';
    for (const length of [1, 5, 100]) {
      expect(await csv(table, undefined, ',', length)).toEqual(['one, two\nthree', 'four']);
    }
    expect(await csv(table, 'a "b"')).toEqual(['x', 'y']);
    expect(await csv('only\na\n')).toEqual(['a']);
  });

  it('has no line of names when its column is a number', async () => {
    expect(await csv('1,one\n2,two\n', 2)).toEqual(['one', 'two']);
  });

  it('may have tabs or semicolons', async () => {
    expect(await csv('id\ttext\n1\ta, b\n', undefined, '\t')).toEqual(['a, b']);
    expect(await csv('id;text\n1;a, b\n')).toEqual(['a, b']);
  });

  it('without the column says which it has', async () => {
    await expect(csv('id,words\n1,a\n')).rejects.toThrow('it has no column "text": they are id, words');
    await expect(csv('1,one\n', 3)).rejects.toThrow('it has no column 3: it has 2');
  });

  it('that is damaged is refused with its line', async () => {
    await expect(csv('id,text\n1,"a\n2,b\n')).rejects.toThrow('it is not a sound table: Quote Not Closed');
    await expect(csv('id,text\n1,a"b"\n')).rejects.toThrow('Invalid Opening Quote');
    await expect(csv('id,text\n1\n')).rejects.toThrow(/Invalid Record Length.*line 2/);
  });

  it('has no document of a row without text', async () => {
    expect(await csv('id,text\n1,\n2,a\n')).toEqual(['a']);
  });
});

describe('JSON lines', () => {
  it('give a document a line: a string, or the key of an object', async () => {
    const lines = '{"text":"one\\ntwo","id":1}\n\n"three"\r\n{"id":2,"text":"four \\ud83d\\ude00"}';
    for (const length of [1, 9, 200])
      expect(await jsonl(lines, undefined, length)).toEqual(['one\ntwo', 'three', 'four 😀']);
    expect(await jsonl('{"body":"x"}', 'body')).toEqual(['x']);
    expect(await jsonl('{"text":"\\ud800"}')).toEqual(['\ufffd']);
  });

  it('that are wrong are refused with their line', async () => {
    await expect(jsonl('"a"\n{"text":')).rejects.toThrow('line 2: it is not JSON');
    await expect(jsonl('[1]')).rejects.toThrow('line 1: it is neither an object nor a string');
    await expect(jsonl('{"words":"x"}')).rejects.toThrow('line 1: it has no "text"; it has words');
    await expect(jsonl('{"text":5}')).rejects.toThrow('its "text" is not text');
    await expect(jsonl('{"a":1}', 'constructor')).rejects.toThrow('it has no "constructor"');
  });
});
