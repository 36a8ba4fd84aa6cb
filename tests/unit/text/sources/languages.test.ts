import { describe, expect, it } from 'vitest';
import { documentTokens } from '../../../../runner/text/documents.ts';
import { openSources, pairsNamed } from '../../../../runner/text/sources/index.ts';
import { generatedDocuments } from '../../../../runner/text/sources/languages.ts';
import { documentHash } from '../../../../runner/text/splits.ts';
import { tokenize } from '../../../../runner/text/tokens.ts';

async function documentsOf(name: string, longest?: number): Promise<string[]> {
  const [source] = await openSources([name], { cwd: '.', longest });
  return Array.fromAsync(source?.texts ?? []);
}
const linesOf = async (name: string) => (await documentsOf(name)).join('').trimEnd().split('\n');

it.each([
  ...(['counter', 'brackets', 'quoted'] as const).map((name) => [name, 'character'] as const),
  ['agreement', 'word'] as const,
])('%s has many documents of whole lines, none twice, the same each time', async (name, unit) => {
  const documents = await documentsOf(name);
  expect(documents).toHaveLength(generatedDocuments);
  for (const document of documents) {
    expect(tokenize(document, unit).length).toBeGreaterThanOrEqual(documentTokens);
    expect(document.endsWith('\n')).toBe(true);
  }
  expect(new Set(documents).size).toBe(generatedDocuments);
  expect(documentHash(documents.join('')).slice(0, 16)).toMatchSnapshot();
});

/** A line without its brackets, those that hold nothing first. */
const unfolded = (line: string): string => {
  const inner = line.replaceAll('()', '');
  return inner === line ? line : unfolded(inner);
};

/** What each line of a language is, told by a second reading of it. */
it.each<[string, (line: string) => boolean]>([
  ['counter', (line) => line === 'a'.repeat(line.length / 2) + 'b'.repeat(line.length / 2)],
  ['brackets', (line) => /^[xyz()]+$/.test(line) && unfolded(line.replace(/[xyz]/g, '')) === ''],
  ['quoted', (line) => /^[a-f]*(?: ?"[a-f]+(?: [a-f]+)*"(?= |$)|[a-f ]+)*$/.test(line)],
])('each line of %s is one of the language', async (name, isOne) => {
  expect((await linesOf(name)).filter((line) => !isOne(line))).toEqual([]);
});

it('agreement gives the verb the number of the subject, whatever stands between', async () => {
  const [plurals, singulars] = ['are were have seem'.split(' '), 'is was has seems'.split(' ')];
  const isVerb = (word: string) => plurals.includes(word) || singulars.includes(word);
  let [others, disagreeing] = [0, 0];
  const lines = await linesOf('agreement');
  for (const line of lines) {
    const words = line.replace('.', '').split(' ');
    expect(words.filter(isVerb)).toHaveLength(1);
    const at = words.findIndex(isVerb);
    const isPlural = words[1]?.endsWith('s') ?? false;
    expect([line, plurals.includes(words[at] ?? '')]).toEqual([line, isPlural]);
    const between = words.slice(2, at).filter((_, index, all) => all[index - 1] === 'the');
    others += Math.sign(between.length);
    if (between.length > 0 && between.at(-1)?.endsWith('s') !== isPlural) disagreeing++;
  }
  expect(others / lines.length).toBeGreaterThan(0.7);
  expect(Math.abs(disagreeing / others - 0.5)).toBeLessThan(0.02);
});

const pairsOf = (name: string): Record<string, string>[] =>
  (pairsNamed(name) ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

it('the pairs of counter ask for the end of a line where all is paid, and not before, up to three times as long', () => {
  const pairs = pairsOf('counter');
  expect(pairs).toHaveLength(2 * 60);
  for (const { text = '', right, wrong, n, owed, length = '' } of pairs) {
    const [, as = '', bs = ''] = /^(a+)(b*)$/.exec(text) ?? [];
    expect([as.length, as.length - bs.length]).toEqual([Number(n), Number(owed)]);
    expect([right, wrong]).toEqual(owed === '0' ? ['\n', 'b'] : ['b', '\n']);
    const [low = 0, high = 0] = length.split(' to ').map(Number);
    expect(Number(n) >= low && Number(n) <= high).toBe(true);
  }
});

describe('the pairs of agreement', () => {
  const pairs = pairsOf('agreement');
  const byId = new Map(pairs.map((pair) => [pair.id, pair]));

  it('are twins that differ in the subject alone, and in which side is right', () => {
    expect(pairs).toHaveLength(68 * 6);
    for (const { id, text = '', right, wrong, subject, attractor, frame, twin } of pairs) {
      const other = byId.get(twin) ?? {};
      expect(other).toMatchObject({ twin: id, attractor, frame, right: wrong, wrong: right });
      const [own, its] = [text.split(' '), (other.text ?? '').split(' ')];
      expect([...own.keys()].filter((at) => own[at] !== its[at])).toEqual([1]);
      expect(own[1]).toBe(subject === 'plural' ? `${its[1]}s` : its[1]?.slice(0, -1));
    }
  });

  it('have nouns of the number between subject and verb that they say, as many of each', () => {
    const nouns = (text: string) => [...text.matchAll(/the ([a-z]+)/g)].slice(1).map(([, noun = '']) => noun);
    for (const { text = '', attractor, subject, differing } of pairs) {
      const misleads = attractor !== 'none' && attractor !== subject;
      expect(Number(differing)).toBe(misleads ? nouns(text).length : 0);
      expect(new Set(nouns(text).map((noun) => (noun.endsWith('s') ? 'plural' : 'singular')))).toEqual(
        new Set(attractor === 'none' ? [] : [attractor]),
      );
    }
    for (const key of ['subject', 'attractor'] as const) {
      const counts = [...Map.groupBy(pairs, (pair) => pair[key]).values()].map(({ length }) => length);
      expect(new Set(counts).size).toBe(1);
    }
    expect(new Set(pairs.map(({ differing }) => differing))).toEqual(new Set(['0', '1', '2', '3']));
  });

  it('are sentences of the language: its lines begin with such texts', async () => {
    const known = new Set((await linesOf('agreement')).join(' ').match(/[a-z]+/g));
    for (const { text = '', right = '', wrong = '' } of pairs)
      expect(`${text}${right} ${wrong}`.split(' ').filter((word) => !known.has(word))).toEqual([]);
  });
});

it('longer lines than are trained on are written of a language, in documents that no training text has', async () => {
  const longer = await documentsOf('counter', 60);
  const lengths = longer.flatMap((text) => text.trimEnd().split('\n')).map((line) => line.length / 2);
  expect(Math.max(...lengths)).toBe(60);
  expect(lengths.filter((length) => length > 20).length / lengths.length).toBeGreaterThan(0.6);
  const known = new Set((await documentsOf('counter')).map(documentHash));
  expect(longer.some((text) => known.has(documentHash(text)))).toBe(false);
  const [source] = await openSources(['counter'], { cwd: '.', longest: 60 });
  expect(source?.credit).toMatch(/here up to 60 a's of a line$/);
});

it.each([
  ...['stories', 'agreement', 'my.txt'].map(
    (name) =>
      [60, name, /observe\.longest is given, and .* is no language .* one of counter, brackets, quoted\./] as const,
  ),
  [60, 'brackets', /lines of brackets with at most 10 brackets within each other.*Set observe\.longest to 10 or less/s],
  [1e9, 'counter', /at most 10000 a's of a line/],
  [1e9, 'quoted', /at most 2000 words of a line/],
] as const)('lines with up to %s are not asked of %s, and nothing is written', async (longest, name, says) => {
  await expect(openSources([name], { cwd: '.', longest })).rejects.toThrow(says);
});
