/** The numbers of README, documentation and write-ups, compared with the committed results that they come from. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readResult } from '../../../runner/experiment/results/read.ts';
import { commandsOf } from '../../../site/words/docs/contents.ts';
import { lastNumber, type Mark, marksOf, typed, unmarked } from './marks.ts';
import { docsFacts, valueAt } from './paths.ts';

const files = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));

const roots = new Map<string, unknown>();

/** A JSON file of the repository, or a published result with what write-ups ask of it. */
async function rootOf(name: string): Promise<unknown> {
  if (name.endsWith('.json')) return JSON.parse(readFileSync(name, 'utf8'));
  return docsFacts(await readResult(join('public/results', name)));
}

async function sourceOf({ source }: Mark, file: string): Promise<string | number | boolean> {
  const [, name = '', path = ''] = /^([^:]+): (.+)$/.exec(source) ?? [];
  const root = roots.get(name) ?? (await rootOf(name));
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
    for (const [file, text] of texts) {
      for (const command of commandsOf(text)) {
        const [, script = '', manifest] = /^npm (?:run )?(\S+)(?: (experiments\/\S+))?/.exec(command) ?? [];
        if (file !== 'CONTRIBUTING.md') expect(Object.keys(scripts)).toContain(script);
        if (file !== 'CONTRIBUTING.md' && manifest !== undefined) expect(existsSync(manifest), manifest).toBe(true);
      }
    }
  });

  it('that is a setting stands in the file that it names', () => {
    for (const [file, text] of texts) {
      for (const { kind, source, before, line } of marksOf(text)) {
        if (kind !== 'set in') continue;
        const shown = lastNumber(before);
        const written = existsSync(source) ? readFileSync(source, 'utf8') : '';
        const forms = shown === null ? [] : [String(shown.value), String(100 * shown.value), `${shown.value}`.slice(1)];
        expect(
          forms.some((form) => written.includes(form)),
          `${file}:${line} ${source}`,
        ).toBe(true);
      }
    }
  });
});

describe('a write-up', () => {
  const writeUps = ['experiments', 'experiments/sweeps', 'site/pages/articles'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.mdx'))
      .map((name) => join(folder, name)),
  );

  it.each(writeUps)('%s types no number that the result could print', (file) => {
    const found = typed(readFileSync(file, 'utf8'));
    expect(found.map(({ line, number }) => `${file}:${line} ${number}`)).toEqual([]);
  });

  it('may say what everybody knows, and what a component prints', () => {
    expect(typed('It is {fixed(auc(lead()) > 0.7, 2)}, 95% of it; 0.5 is chance, 1 is not.')).toEqual([]);
    expect(typed('\nIt is 0.97,\nin 12 minutes.')).toEqual([
      { line: 2, number: '0.97' },
      { line: 3, number: '12 minutes' },
    ]);
  });
});

describe('a mark', () => {
  it('is read with the number before it, in the precision that it is written in', () => {
    const [mark] = marksOf('It costs **.13** nats,\nor\n4,843 <!-- = quotes: model.vocabulary --> tokens.');
    expect(mark).toEqual({
      kind: '=',
      source: 'quotes: model.vocabulary',
      before: 'It costs .13 nats, or 4,843',
      line: 3,
    });
    expect(lastNumber('costs .13')).toEqual({ value: 0.13, digits: 2 });
    expect(lastNumber('of 4,843')).toEqual({ value: 4843, digits: 0 });
    expect(lastNumber('the 95%')).toEqual({ value: 0.95, digits: 2 });
    expect(lastNumber('none')).toBeNull();
  });

  it('is one between two pieces of code, and none inside of one', () => {
    const sources = (text: string) => marksOf(text).map(({ source }) => source);
    expect(sources('| `models/a` | 672 <!-- = a: b --> of `c` |')).toEqual(['a: b']);
    expect(sources('Write `9 <!-- = a: b -->` so.')).toEqual([]);
  });

  it('is missed where a measured number has none, and not in code', () => {
    expect(unmarked('It takes 12 seconds.\n\nUse `95%` and 3 MB <!-- by npm run doctor -->.')).toEqual([
      { line: 1, number: '12 seconds' },
    ]);
    const page = 'Text.\n<!-- table: a -->\nIt took 9 seconds.\n<!-- end of the table -->\nIt took 8 seconds.';
    expect(unmarked(page)).toEqual([{ line: 5, number: '8 seconds' }]);
  });
});
