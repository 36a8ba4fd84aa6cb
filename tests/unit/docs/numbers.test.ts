/**
 * The numbers of README, documentation and write-ups. A comment behind one says where it comes from:
 *
 * - `9.04 <!-- = quotes: observation.perplexity -->`: it is in the committed result of that experiment, under a path that
 *   `valueAt` reads; or in a JSON file of this repository (`public/calibration.json: experiments`).
 * - `12 <!-- by npm run doctor -->`: that command prints it, and it is another number on another machine.
 * - `95% <!-- set in runner/analysis/findings/rungs/held-out.ts -->`: it is no measurement; it stands in that file.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import { readResult } from '../../../runner/experiment/results/read.ts';
import type { Result } from '../../../runner/experiment/results/schema.ts';
import { headline, verdictPhrase } from '../../../runner/wording/verdict.ts';
import { claimsOn, leadClaim } from '../../../site/words/claims.ts';
import { commandsOf } from '../../../site/words/docs/contents.ts';
import { detectedNeurons } from '../../../site/words/lead.ts';

interface Mark {
  kind: '=' | 'by' | 'set in';
  /** What stands behind the kind. */
  source: string;
  /** The text before the comment, back to the one before or the beginning of the paragraph, without Markdown's marks. */
  before: string;
  line: number;
}

const comment = /<!-- (=|by|set in) (.+?) -->/g;

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

/** With spaces in the place of what is no prose, so that lines and places stay. */
const blank = (text: string, ...patterns: readonly RegExp[]): string =>
  patterns.reduce((left, pattern) => left.replace(pattern, (found) => found.replace(/[^\n]/g, ' ')), text);

/** Without code and links' addresses. */
const prose = (text: string): string => blank(text, /```.*?```/gs, /`[^`\n]*`/g, /\]\([^)]*\)/g);

/** Text as it is read: without emphasis, code marks and line breaks. */
const read = (text: string): string =>
  text
    .replace(/\n> ?/g, ' ')
    .replace(/[*`_>]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

function marksOf(whole: string): Mark[] {
  // Comments that are only spoken of, in code, are none.
  const text = whole.replace(/`[^`\n]*`/g, (code) => (code.includes('<!--') ? ' '.repeat(code.length) : code));
  let end = 0;
  return [...text.matchAll(comment)].map(({ index, 0: found, 1: kind, 2: source = '' }) => {
    const before = read(
      text
        .slice(end, index)
        .split(/\n\s*\n/)
        .at(-1) ?? '',
    );
    end = index + found.length;
    return { kind: kind as Mark['kind'], source, before, line: lineAt(text, index) };
  });
}

/** The last number before a mark, with what it says of its own precision. */
function lastNumber(text: string): { value: number; digits: number } | null {
  const [number, whole = '', fraction = '', percent] =
    [...text.matchAll(/(-?\d[\d,]*)?(?:\.(\d+))?(%)?/g)].filter(([each]) => /\d/.test(each)).at(-1) ?? [];
  if (number === undefined) return null;
  const value = Number(`${whole.replaceAll(',', '') || '0'}.${fraction || '0'}`);
  return percent ? { value: value / 100, digits: fraction.length + 2 } : { value, digits: fraction.length };
}

/** What only a measurement can say: so many seconds, megabytes, nats, per cent. */
const measured = /\d[\d.,]*\s?(?:seconds?|minutes?|hours?|[KMG]B|nats|%|times (?:as|faster|slower))(?!\w)/g;

/** Numbers that are measured and carry no mark before the next of them. */
function unmarked(whole: string): { line: number; number: string }[] {
  // What stands in a table's place is made from a file, to which tables.test.ts holds it.
  const text = blank(whole, /^<!-- table: .*?^<!-- end of the table -->$/gms);
  const found = [...prose(text).matchAll(measured)];
  return found.flatMap(({ index, 0: number }, place) => {
    const rest = text.slice(index, found[place + 1]?.index ?? text.length).split(/\n\s*\n/)[0] ?? '';
    return rest.includes('<!-- ') ? [] : [{ line: lineAt(text, index), number }];
  });
}

/** What needs no source: the middle of an AUC, and the usual confidence. */
const wellKnown = /^(?:0?\.50?|95\s?%)$/;

/** Numbers of a write-up that were typed although only a measurement can say them: expressions print such. */
function typed(text: string): { line: number; number: string }[] {
  const told = prose(blank(text, /\{.*?\}/gs, /<[A-Z][^>]*>/g));
  return [...told.matchAll(new RegExp(`${measured.source}|(?<![\\d.])\\d*\\.\\d+`, 'g'))]
    .filter(([number]) => !wellKnown.test(number))
    .map(({ index, 0: number }) => ({ line: lineAt(text, index), number }));
}

/** A result, and by the names of its features the claims that speak for them, in words, and the neurons that were chosen. */
function docsFacts(result: Result): unknown {
  const byName = (of: (feature: Result['features'][number]) => unknown) =>
    Object.fromEntries(result.features.map((feature) => [feature.name, of(feature)]));
  const inWords = (claim: Claim | undefined) =>
    claim && { ...claim, headline: headline(claim), verdict: { ...claim.verdict, phrase: verdictPhrase(claim) } };
  return {
    ...result,
    lead: byName((feature) => inWords(leadClaim(claimsOn(result, feature)))),
    chosen: byName(detectedNeurons),
  };
}

/** What an element of a list can be called by, in this order. */
const names = ['name', 'feature', 'neuron', 'epoch'];

/**
 * The value at a path of keys with dots between them. In a list an element is called by its name, feature, neuron or epoch
 * (evidence.claims.commas.251: by two of them), else by its place from 0; 'first' and 'last' go everywhere.
 * @throws Error with `place` when there is no one value.
 */
function valueAt(root: unknown, path: string, place: string): string | number | boolean {
  const found = path.split('.').reduce((value: unknown, step) => {
    if (!Array.isArray(value)) return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    if (step === 'first' || step === 'last') return value.at(step === 'first' ? 0 : -1);
    const called = value.filter((each) => isObject(each) && names.some((name) => String(each[name]) === step));
    return called.length === 0 ? value[Number(step)] : called.length === 1 ? called[0] : called;
  }, root);
  if (typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean') return found;
  throw new Error(`${place}: there is no value at ${path}`);
}

/** The numbers that stand in code, comments left out. */
const numbersIn = (code: string): number[] =>
  [
    ...blank(code, /\/\*.*?\*\//gs, /(?<![:\w])\/\/.*$/gm).matchAll(
      /(?<![\w.])(?:\d[\d_]*(?:\.\d+)?|\.\d+)(?:e\d+)?(?!\w)/g,
    ),
  ].map(([each]) => Number(each.replaceAll('_', '')));

/** What an interval of 95% reaches to either side, in standard deviations of a normal distribution. */
const reachOf95 = 1.959963984540054;

/** Whether a number of the code is the one that is told: a share may be told in per cent, bytes and milliseconds in larger units. */
const isSame = (written: number, told: number): boolean =>
  (told === 0.95 && written === reachOf95) ||
  [1, 100, 1e3, 1e6, 1e9].some((unit) => Math.abs(written - unit * told) < 1e-9 * written);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const inFolder = (folder: string, ending: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
const files = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...inFolder('docs', '.md')];
const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));

const roots = new Map<string, unknown>();

/** What is in a JSON file of the repository, or in a published result with what write-ups ask of it. */
async function sourceOf({ source }: Mark, file: string): Promise<string | number | boolean> {
  const [, name = '', path = ''] = /^([^:]+): (.+)$/.exec(source) ?? [];
  const root =
    roots.get(name) ??
    (name.endsWith('.json')
      ? JSON.parse(readFileSync(name, 'utf8'))
      : docsFacts(await readResult(join('public/results', name))));
  roots.set(name, root);
  return valueAt(root, path, `${file}: ${source}`);
}

/** What the documentation says and what the result says, where they are not the same. */
async function difference(mark: Mark, file: string): Promise<string | null> {
  const value = await sourceOf(mark, file);
  const place = `${file}:${mark.line} ${mark.source}`;
  if (typeof value === 'string')
    return mark.before.endsWith(value) ? null : `${place}: "${mark.before}", not "${value}"`;
  const shown = lastNumber(mark.before);
  if (shown === null) return `${place}: there is no number before it`;
  const half = 0.5 * 10 ** -shown.digits;
  const agrees = Math.abs(Number(value) - shown.value) <= half * (1 + 1e-9);
  return agrees ? null : `${place}: ${shown.value}, not ${value}`;
}

describe('a number of the documentation', () => {
  it('has a mark in many places', () => {
    const kinds = [...texts.values()].flatMap(marksOf).map(({ kind }) => kind);
    for (const kind of ['=', 'by', 'set in']) expect(kinds.filter((each) => each === kind).length).toBeGreaterThan(1);
  });

  it.each(files)('of %s is that of the committed result', async (file) => {
    const marks = marksOf(texts.get(file) ?? '').filter(({ kind }) => kind === '=');
    const differences = await Promise.all(marks.map((mark) => difference(mark, file)));
    expect(differences.filter((each) => each !== null)).toEqual([]);
  });

  it.each(files)('of %s that is measured says where it comes from', (file) => {
    expect(unmarked(texts.get(file) ?? '').map(({ line, number }) => `${file}:${line} ${number}`)).toEqual([]);
  });

  it('that a command prints names one that there is, with a manifest that there is', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    const told = [...texts].flatMap(([file, text]) => (file === 'CONTRIBUTING.md' ? [] : commandsOf(text)));
    for (const command of told) {
      const [, script = '', manifest = '.'] = /^npm (?:run )?(\S+)(?: (experiments\/\S+))?/.exec(command) ?? [];
      expect(scripts).toHaveProperty([script]);
      expect(existsSync(manifest), manifest).toBe(true);
    }
  });

  it('that is a setting stands in the file that it names', () => {
    for (const [file, text] of texts)
      for (const { source, before, line } of marksOf(text).filter(({ kind }) => kind === 'set in')) {
        const { value } = lastNumber(before) ?? { value: Number.NaN };
        const written = existsSync(source) ? numbersIn(readFileSync(source, 'utf8')) : [];
        expect(
          written.some((each) => isSame(each, value)),
          `${file}:${line} ${source}: ${value}`,
        ).toBe(true);
      }
  });

  it('of a file is a whole number of its code, whichever way it is written', () => {
    const numbers = numbersIn('const a = 131_072 / .05; // 7\n/** 8 */ const b2 = 8e6 ** 0x10, c = layer1.of("9 %");');
    expect(numbers).toEqual([131072, 0.05, 8e6, 9]);
    const found = (value: number) => numbers.some((each) => isSame(each, value));
    expect([131072, 0.05, 8, 0.09].map(found)).toEqual([true, true, true, true]);
    expect([5, 0.5, 7, 3107, 1].map(found)).toEqual([false, false, false, false, false]);
  });
});

describe('a write-up', () => {
  const folders = ['experiments', 'experiments/sweeps', 'site/pages/articles'];
  const writeUps = [...folders.flatMap((folder) => inFolder(folder, '.mdx')), 'site/pages/_methods.mdx'];

  it.each(writeUps)('%s types no number that the result could print', (file) => {
    const found = typed(readFileSync(file, 'utf8'));
    expect(found.map(({ line, number }) => `${file}:${line} ${number}`)).toEqual([]);
  });

  // The settings of word2vec are held to the code by tests/unit/site/words/criteria.test.ts.
  it('that is the methods page types no setting in words either', () => {
    const setting = /\b(?:two|three|four|five|hundred) (?:levels|quantiles|documents|for each)/g;
    expect(readFileSync('site/pages/_methods.mdx', 'utf8').match(setting) ?? []).toEqual([]);
  });

  it('may say what everybody knows, and what a component prints', () => {
    const said = (text: string) => typed(text).map(({ line, number }) => `${line}: ${number}`);
    expect(said('It is {fixed(auc(lead()) > 0.7, 2)}, 95% of it; 0.5 is chance, 1 is not.')).toEqual([]);
    expect(said('\nIt is 0.97,\nin 12 minutes.')).toEqual(['2: 0.97', '3: 12 minutes']);
  });
});

describe('a mark', () => {
  it('is missed where a measured number has none, and not in code', () => {
    const marked = 'It takes 12 seconds.\n\nUse `95%` and 3 MB <!-- by npm run doctor -->.';
    expect(unmarked(marked)).toEqual([{ line: 1, number: '12 seconds' }]);
    const page = 'Text.\n<!-- table: a -->\nIt took 9 seconds.\n<!-- end of the table -->\nIt took 8 seconds.';
    expect(unmarked(page)).toEqual([{ line: 5, number: '8 seconds' }]);
  });
});
