import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../../../runner/io/formats/format-error.ts';
import { readPickle } from '../../../../../runner/io/formats/pickle/pickle.ts';
import { attributesOf, described, PickledObject } from '../../../../../runner/io/formats/pickle/python.ts';
import { processorTime } from '../../../../processor-time.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const read = (text: string, persistent?: (id: unknown) => unknown) =>
  readPickle(bytes(text), persistent && { persistent });

// What Python 3.13's pickle.dumps gives, by protocol.
it.each<[string, string, unknown]>([
  ['a list, protocol 0', '(lp0\nI1\naI-2\naI01\naVa\\u00e9\np1\na.', [1, -2, true, 'aé']],
  ['numbers, protocol 2', '\x80\x02(K\x01M\x10\x27J\xfe\xff\xff\xffG?\xf8\0\0\0\0\0\0t.', [1, 10000, -2, 1.5]],
  ['a long negative number', '\x80\x02\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\xff.', -(2n ** 64n)],
  ['a number that fits, written long', '\x80\x02\x8a\x05\x00\x00\x00\x00\x01.', 2 ** 32],
  ['a dict, protocol 4', '\x80\x04\x95\x09\0\0\0\0\0\0\0}\x94(\x8c\x01a\x94K\x07u.', new Map([['a', 7]])],
  ['a set', '\x80\x04\x8f\x94(K\x01K\x02\x90.', new Set([1, 2])],
  ['bytes', '\x80\x03C\x02\x01\xff.', Uint8Array.of(1, 255)],
  ['a value that is remembered', '\x80\x04(\x8c\x01x\x94h\x00h\x00t.', ['x', 'x', 'x']],
  ['an ordered dict', '\x80\x02ccollections\nOrderedDict\n)R(X\x01\x00\x00\x00aK\x05u.', new Map([['a', 5]])],
  ['nothing', '\x80\x04N.', null],
  // By Python 2.7, whose texts of protocol 0 are literals.
  [
    'bytes as literals',
    `(lp0\nS'it\\'s "x"\\n\\t\\\\n'\np1\naS'\\xc3\\xa9\\x00'\np2\naS"don't"\np3\na.`,
    ['it\'s "x"\n\t\\n', 'Ã©\0', "don't"],
  ],
  ['an octal escape and one that is none', "(lp0\nS'\\303\\7'\naS'\\q'\na.", ['Ã\x07', '\\q']],
  [
    'characters beyond the first 65,536, and backslashes',
    '(lp0\nV\\U0001f600\np1\naVa\\u005cb\\u000a\\u005cu0041\np2\naV\\x41 \\\\u0041\na.',
    ['😀', 'a\\b\n\\u0041', '\\x41 \\\\u0041'],
  ],
])('a pickle is read: %s', (_what, text, value) => {
  expect(read(text)).toEqual(value);
});

it('what reads pickles keeps objects of known classes closed, with their attributes', () => {
  const value = read('\x80\x02cnumpy\ndtype\n(X\x02\x00\x00\x00f4tR}X\x01\x00\x00\x00aK\x01sb.');
  expect(value).toBeInstanceOf(PickledObject);
  expect(value).toMatchObject({ className: 'numpy dtype', args: ['f4'], state: new Map([['a', 1]]) });
});

it('what reads pickles keeps objects of unknown classes closed, dicts and lists of their own kind too, and calls none', () => {
  const list = read('\x80\x02cmine\nRows\n)\x81(K\x01K\x02e.');
  expect(list).toMatchObject({ className: 'mine Rows', items: [1, 2] });
  const dict = read('\x80\x02cmine\nSettings\n)\x81X\x01\x00\x00\x00aK\x05s.');
  expect(attributesOf(dict)).toEqual(new Map([['a', 5]]));
  expect(read('\x80\x02cpathlib\nPosixPath\n(X\x01\x00\x00\x00atR.')).toMatchObject({ args: ['a'] });
  expect(() => read('\x80\x02cmine\nSettings\n(X\x01\x00\x00\x00atR.')).toThrow(/asks for mine\.Settings/);
});

it('what reads pickles asks the reader what an outside reference stands for', () => {
  expect(read('\x80\x02X\x01\x00\x00\x00kQ.', (id) => `is ${id}`)).toBe('is k');
  expect(() => read('\x80\x02X\x01\x00\x00\x00kQ.')).toThrow(/outside/);
});

/** A tuple of two, each a tuple of the same two, and so on: 2^levels items in seven bytes a level. It lies on the stack. */
const nested = (levels: number): string => {
  const place = (i: number) => String.fromCharCode(i);
  return `)q\0${Array.from({ length: levels }, (_, i) => `h${place(i)}h${place(i)}\x86q${place(i + 1)}`).join('')}`;
};
const word = (value: number): string => String.fromCharCode(...[0, 8, 16, 24].map((bits) => (value >>> bits) & 255));
const within = (milliseconds: number, act: () => unknown): void => {
  const began = processorTime();
  act();
  expect(processorTime() - began).toBeLessThan(milliseconds);
};

describe('a short pickle that describes much', () => {
  it('is a value like others, and is printed as "an object"', () => {
    within(500, () => expect(Array.isArray(read(`\x80\x02${nested(100)}.`))).toBe(true));
    expect(described(read(`\x80\x02${nested(100)}.`))).toBe('an object');
    expect(described('x'.repeat(1000))).toHaveLength(80);
  });

  it('is no name', () => {
    within(500, () => expect(() => read(`\x80\x02${nested(22)}X\x01\0\0\0a\x93.`)).toThrow(/broken/));
    within(500, () => expect(() => read(`\x80\x02X\x01\0\0\0a${nested(22)}\x93.`)).toThrow(/broken/));
    expect(() => read(`c${'a'.repeat(1e6)}\nb\n)R.`)).toThrow(/^.{0,300}$/s);
  });

  const entries = (end: string) => Array.from({ length: 5000 }, (_, i) => `J${word(i)}N${end}`).join('');
  const dicts = `0ccollections\nOrderedDict\nq\x01${'h\x01h\0\x85R'.repeat(10_000)}.`;
  it.each([
    ['empty dicts', `\x80\x02${'}'.repeat(2e6)}.`],
    ['marks', `\x80\x02${'('.repeat(4e6)}N.`],
    ['copies of one dict', `\x80\x02}q\0(${entries('')}u${dicts}`],
    ['dicts of one list of pairs', `\x80\x02]q\0(${entries('\x86')}e${dicts}`],
  ])('is refused for its %s, soon and in little memory', (_what, text) => {
    const before = process.memoryUsage().rss;
    within(20_000, () => expect(() => read(text)).toThrow(/describes more than a file of its size may/));
    expect(process.memoryUsage().rss - before).toBeLessThan(400e6 + 4 * text.length);
  });

  it('is read where an honest program wrote it: a vocabulary of 300,000 words', () => {
    const words = Array.from({ length: 300_000 }, (_, i) => `word${i}`);
    const entries = words.map((text, i) => `X${word(text.length)}${text}r${word(i + 1)}J${word(i)}`).join('');
    const value = read(`\x80\x02}q\0(${entries}u.`) as ReadonlyMap<string, number>;
    expect([value.size, words.every((text, i) => value.get(text) === i)]).toEqual([words.length, true]);
  });
});

it.each([
  ['that calls os.system', 'cos\nsystem\n(S"true"\ntR.', /asks for os\.system, which is more than data/],
  ["that calls an object's prototype", 'c__proto__\nconstructor\n)R.', /__proto__\.constructor/],
  ['that calls what is no class', '\x80\x02K\x01)R.', /broken/],
  ['of a later protocol', '\x80\x09N.', /later protocol/],
  ['that ends too early', '\x80\x04\x8c\xffab', /ends too early/],
  ['without an end', '\x80\x04N', /ends too early/],
  ['that takes more than it has', '\x80\x040.', /broken/],
  ['that recalls what was never kept', '\x80\x04h\x07.', /broken/],
  ['with an endless number', `\x80\x02\x8b\xff\xff\xff\x7f`, /ends too early/],
  ['of a claimed size beyond any', '\x80\x04\x8d\xff\xff\xff\xff\xff\xff\xff\xff', /ends too early/],
  ['with an unknown operation', '\x80\x04\xfe.', /byte 2 of its pickle is not an operation/],
  ['whose list is no list', '\x80\x02K\x01K\x02a.', /broken/],
])('a pickle is refused %s', (_what, text, why) => {
  expect(() => read(text)).toThrow(FormatError);
  expect(() => read(text)).toThrow(why);
});
