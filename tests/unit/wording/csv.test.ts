import { expect, test } from 'vitest';
import { csv, csvLines, plainColumns } from '../../../runner/wording/csv.ts';

test('fields are quoted only where they must be', () => {
  const quoting = [null, 'say "no"\n'];
  expect(csv(['a', 'b'], [[1, 'x,y'], quoting])).toBe('a,b\r\n1,"x,y"\r\n,"say ""no""\n"\r\n');
});

test('a text that a spreadsheet would run is marked as text; numbers and single signs stay as they are', () => {
  const column = (texts: string[]): string => {
    const rows = texts.map((text) => [text]);
    return csv(['a'], rows);
  };
  const hostile = [
    '=1+1',
    '+1-1',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '=HYPERLINK("http://x")',
    '--',
    '-cmd|x',
    '-1,5',
  ];
  const [, ...lines] = column(hostile).slice(0, -2).split('\r\n');
  // Read back as RFC 4180 has it.
  const fields = lines.map((line) => (line.startsWith('"') ? line.slice(1, -1).replaceAll('""', '"') : line));
  expect(fields).toEqual(hostile.map((text) => `'${text}`));
  const harmless = ['=', '+', '-', '@', '\t', '-0.25', '+3', '-1e-7', '-.5', 'a=b', ' -x', "'=1", '', '1e+21'];
  expect(column(harmless)).toBe(`a\r\n${harmless.join('\r\n')}\r\n`);
  expect(csv(['a'], [[-1.5], [-1e-7], [-Infinity], [Number.NaN]])).toBe('a\r\n-1.5\r\n-1e-7\r\n-Infinity\r\nNaN\r\n');
});

test('for programs texts stand as they are, and columns have plain names, each once', () => {
  expect([...csvLines(['a'], [['=1+1'], ['\t\t']], { exact: true })].join('')).toBe('a\r\n=1+1\r\n\t\t\r\n');
  expect(plainColumns(['held', 'number of nouns', 'Größe (cm)', '?', 'number-of-nouns'], ['held'])).toEqual([
    'held_2',
    'number_of_nouns',
    'Größe_cm',
    'column',
    'number_of_nouns_2',
  ]);
});
