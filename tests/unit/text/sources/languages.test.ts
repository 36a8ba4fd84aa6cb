import { describe, expect, it } from 'vitest';
import { documentTokens } from '../../../../runner/text/documents.ts';
import { openSources, pairsNamed } from '../../../../runner/text/sources/index.ts';
import { closers, generatedDocuments, openers } from '../../../../runner/text/sources/languages.ts';
import { documentHash } from '../../../../runner/text/splits.ts';
import { countTokens } from '../../../../runner/text/tokens.ts';

const languages = [
  { name: 'counter', unit: 'character' },
  { name: 'brackets', unit: 'character' },
  { name: 'quoted', unit: 'character' },
  { name: 'agreement', unit: 'word' },
  { name: 'parity', unit: 'character' },
  { name: 'modulo', unit: 'character' },
  { name: 'brackets-2', unit: 'character' },
  { name: 'shuffle', unit: 'character' },
  { name: 'mode', unit: 'word' },
] as const;

async function documentsOf(name: string): Promise<string[]> {
  const [source, ...others] = await openSources([name], { cwd: '.' });
  expect(others).toEqual([]);
  return Array.fromAsync(source?.texts ?? []);
}
const linesOf = async (name: string) => (await documentsOf(name)).join('').trimEnd().split('\n');

describe.each(languages)('the generated corpus $name', ({ name, unit }) => {
  it('has many documents of whole lines, each long enough for two segments', async () => {
    const documents = await documentsOf(name);
    expect(documents).toHaveLength(generatedDocuments);
    for (const document of documents) {
      expect(countTokens(document, unit)).toBeGreaterThanOrEqual(documentTokens);
      expect(document.endsWith('\n')).toBe(true);
    }
  });

  it('is the same each time, and no document is another', async () => {
    const hashes = (await documentsOf(name)).map(documentHash);
    expect((await documentsOf(name)).map(documentHash)).toEqual(hashes);
    expect(new Set(hashes).size).toBe(generatedDocuments);
  });
});

it('counter has n times a, then n times b, n from 1 to 20, each as often', async () => {
  const counts = new Map<number, number>();
  const lines = await linesOf('counter');
  for (const line of lines) {
    const n = line.length / 2;
    expect(line).toBe('a'.repeat(n) + 'b'.repeat(n));
    counts.set(n, (counts.get(n) ?? 0) + 1);
  }
  expect([...counts.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  for (const count of counts.values()) expect(Math.abs(count / lines.length - 1 / 20)).toBeLessThan(0.01);
});

it('brackets are balanced, at most six deep, and close the likelier the deeper they are', async () => {
  const closing = Array.from({ length: 7 }, () => ({ closed: 0, all: 0 }));
  for (const line of await linesOf('brackets')) {
    expect(line).toMatch(/^[xyz()]+$/);
    let depth = 0;
    for (const token of line.replace(/[xyz]/g, '')) {
      const at = closing[depth];
      if (at === undefined) throw new Error(`depth ${depth}`);
      at.all++;
      if (token === ')') at.closed++;
      depth += token === '(' ? 1 : -1;
    }
    expect(depth).toBe(0);
  }
  const shares = closing.map(({ closed, all }) => closed / all);
  for (const [depth, share] of shares.entries()) expect(Math.abs(share - depth / 6)).toBeLessThan(0.03);
});

it('quoted closes what it opens on the line, and has other letters inside', async () => {
  const counts = { inside: { a: 0, f: 0 }, outside: { a: 0, f: 0 } };
  for (const line of await linesOf('quoted')) {
    expect(line).toMatch(/^[a-f]*(?: ?"[a-f]+(?: [a-f]+)*"(?= |$)|[a-f ]+)*$/);
    for (const [index, part] of line.split('"').entries()) {
      const where = index % 2 === 1 ? counts.inside : counts.outside;
      for (const letter of part) if (letter === 'a' || letter === 'f') where[letter]++;
    }
    expect(line.split('"').length % 2).toBe(1);
  }
  expect(counts.outside.a / counts.outside.f).toBeGreaterThan(7);
  expect(counts.inside.f / counts.inside.a).toBeGreaterThan(7);
});

it('agreement gives the verb the number of the subject, whatever stands between', async () => {
  const plurals = new Set(['are', 'were', 'have', 'seem']);
  const singulars = new Set(['is', 'was', 'has', 'seems']);
  let others = 0;
  let disagreeing = 0;
  const lines = await linesOf('agreement');
  for (const line of lines) {
    const words = line.replace('.', '').split(' ');
    const at = words.findIndex((word) => plurals.has(word) || singulars.has(word));
    expect(words.slice(at + 1).some((word) => plurals.has(word) || singulars.has(word))).toBe(false);
    const isPlural = words[1]?.endsWith('s') ?? false;
    expect([line, plurals.has(words[at] ?? '')]).toEqual([line, isPlural]);
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
      expect([other.twin, other.attractor, other.frame, other.right, other.wrong]).toEqual([
        id,
        attractor,
        frame,
        wrong,
        right,
      ]);
      const [own, its] = [text.split(' '), (other.text ?? '').split(' ')];
      expect([...own.keys()].filter((at) => own[at] !== its[at])).toEqual([1]);
      expect(own[1]).toBe(subject === 'plural' ? `${its[1]}s` : its[1]?.slice(0, -1));
    }
  });

  it('have nouns of the number between subject and verb that they say, as many of each', () => {
    const nouns = (text: string) => [...text.matchAll(/the ([a-z]+)/g)].slice(1).map(([, noun = '']) => noun);
    for (const { text = '', attractor } of pairs) {
      expect(new Set(nouns(text).map((noun) => (noun.endsWith('s') ? 'plural' : 'singular')))).toEqual(
        new Set(attractor === 'none' ? [] : [attractor]),
      );
    }
    for (const key of ['subject', 'attractor'] as const) {
      const counts = [...Map.groupBy(pairs, (pair) => pair[key]).values()].map(({ length }) => length);
      expect(new Set(counts).size).toBe(1);
    }
  });

  it('are sentences of the language: its lines begin with such texts', async () => {
    const known = new Set((await linesOf('agreement')).join(' ').match(/[a-z]+/g));
    for (const { text = '', right = '', wrong = '' } of pairs)
      expect(`${text}${right} ${wrong}`.split(' ').filter((word) => !known.has(word))).toEqual([]);
  });

  it('are those of no other language', () => {
    expect(['brackets', 'stories', 'pairs.tsv'].map(pairsNamed)).toEqual([null, null, null]);
  });
});

/** Each line of a language, what it should end with, told by a second reading of the line. */
const answers: Readonly<Record<string, (line: string) => string | null>> = {
  parity: (line) => (/^[01]{1,20}:/.test(line) ? ((line.match(/1/g) ?? []).length % 2 === 0 ? ':e' : ':o') : null),
  modulo: (line) => (/^[ab]{1,20}:/.test(line) ? `:${(line.split('a').length - 1) % 5}` : null),
};

it.each(Object.keys(answers))('%s ends each line with what its letters come to', async (name) => {
  const lines = await linesOf(name);
  for (const line of lines) expect(line.slice(-2)).toBe(answers[name]?.(line));
  expect(new Set(lines.map((line) => line.at(-1))).size).toBe(name === 'parity' ? 2 : 5);
});

it('brackets-2 closes what was opened last, and both kinds stand within each other', async () => {
  let depth = 0;
  const lines = await linesOf('brackets-2');
  for (const line of lines) {
    let rest = line.replace(/[xyz]/g, '');
    for (let level = 0; rest !== ''; level++) {
      const inner = rest.replace(/\(\)|\[\]/g, '');
      expect(inner).not.toBe(rest);
      rest = inner;
      depth = Math.max(depth, level + 1);
    }
  }
  expect(depth).toBe(6);
  expect(lines.some((line) => /\([xyz]*\[/.test(line))).toBe(true);
});

it('shuffle balances each kind by itself, and lets them cross', async () => {
  const lines = await linesOf('shuffle');
  const counts = { least: 0, most: 0, end: 0 };
  for (const line of lines) {
    for (const own of ['()', '[]']) {
      let open = 0;
      for (const token of line) {
        if (token === own[0]) open++;
        if (token === own[1]) open--;
        counts.least = Math.min(counts.least, open);
        counts.most = Math.max(counts.most, open);
      }
      counts.end = Math.max(counts.end, Math.abs(open));
    }
  }
  expect(counts).toEqual({ least: 0, most: 4, end: 0 });
  expect(lines.some((line) => line.includes('([)]'))).toBe(true);
});

it('mode has other words from one of its openers to one of its closers', async () => {
  const counts = { within: { bread: 0, horse: 0 }, outside: { bread: 0, horse: 0 } };
  for (const line of await linesOf('mode')) {
    let within = false;
    for (const word of line.split(' ')) {
      if (word === 'bread' || word === 'horse') counts[within ? 'within' : 'outside'][word]++;
      const [opens, closes] = [openers, closers].map((turns) => (turns as readonly string[]).includes(word));
      if (opens || closes) {
        // None opens what is open.
        expect(opens).toBe(!within);
        within = !within;
      }
    }
  }
  expect(counts.outside.bread / counts.outside.horse).toBeGreaterThan(7);
  expect(counts.within.horse / counts.within.bread).toBeGreaterThan(7);
});

describe('longer lines than are trained on', () => {
  it('are written of a language, in documents that no training text has', async () => {
    const [source] = await openSources(['counter'], { cwd: '.', longest: 60 });
    const longer = await Array.fromAsync(source?.texts ?? []);
    const lengths = longer.flatMap((text) => text.trimEnd().split('\n')).map((line) => line.length / 2);
    expect(Math.max(...lengths)).toBe(60);
    expect(lengths.filter((length) => length > 20).length / lengths.length).toBeGreaterThan(0.6);
    const known = new Set((await documentsOf('counter')).map(documentHash));
    expect(longer.some((text) => known.has(documentHash(text)))).toBe(false);
    expect(source?.credit).toMatch(/here up to 60 a's of a line$/);
  });

  it.each(['stories', 'agreement', 'my.txt'])('are not asked of %s', async (name) => {
    await expect(openSources([name], { cwd: '.', longest: 60 })).rejects.toThrow(
      /observe\.longest is given, and .* is no language .* one of counter, brackets, quoted, parity, modulo, brackets-2, shuffle, mode/,
    );
  });
});
