import { describe, expect, it } from 'vitest';
import { documentTokens } from '../../../../runner/corpus/documents.ts';
import { generatedDocuments } from '../../../../runner/corpus/sources/generate.ts';
import { openSources, pairsNamed } from '../../../../runner/corpus/sources/index.ts';
import { documentHash } from '../../../../runner/corpus/splits.ts';
import { countTokens } from '../../../../runner/corpus/tokens.ts';

const languages = [
  { name: 'counter', unit: 'character' },
  { name: 'brackets', unit: 'character' },
  { name: 'quoted', unit: 'character' },
  { name: 'agreement', unit: 'word' },
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

describe('the pairs of agreement', () => {
  const [head = '', ...lines] = (pairsNamed('agreement') ?? '').trimEnd().split('\n');
  const columns = head.split('\t');
  const pairs = lines.map((line) => Object.fromEntries(line.split('\t').map((cell, at) => [columns[at] ?? '', cell])));
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
    expect(['counter', 'stories', 'pairs.tsv'].map(pairsNamed)).toEqual([null, null, null]);
  });
});
