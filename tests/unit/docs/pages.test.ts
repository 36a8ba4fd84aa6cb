/** The files of the documentation: all listed, and every link between them leads somewhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rungWords } from '../../../runner/analysis/findings/findings.ts';
import { docsPages } from '../../../site/words/docs/contents.ts';

const pages = readdirSync('docs').filter((name) => name.endsWith('.md'));
const listed = docsPages(readFileSync('docs/README.md', 'utf8'));
const read = (file: string): string => readFileSync(file, 'utf8');

/** As GitHub and the site name a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

const withoutCode = (text: string): string => text.replace(/```.*?```/gs, '').replace(/`[^`\n]*`/g, '');

function brokenLinks(file: string): string[] {
  const text = withoutCode(read(file));
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/i.test(link)) return [];
    const [path = '', heading] = link.split('#');
    const target = path === '' ? file : join(dirname(file), path);
    if (!existsSync(target)) return [`${file}: ${link}`];
    if (heading === undefined || !target.endsWith('.md')) return [];
    const anchors = [...read(target).matchAll(/^#+ (.+)$/gm)].map(([, words = '']) => anchor(words));
    return anchors.includes(heading) ? [] : [`${file}: ${link}`];
  });
}

describe('the documentation', () => {
  it('lists every page once, by its own title', () => {
    expect(listed.map(({ id }) => `${id}.md`).sort()).toEqual(pages.filter((name) => name !== 'README.md').sort());
    for (const { id, title } of listed) expect(read(`docs/${id}.md`)).toMatch(`# ${title}\n`);
  });

  it.each(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...pages.map((name) => `docs/${name}`)])(
    'has no link in %s that leads nowhere',
    (file) => {
      expect(brokenLinks(file)).toEqual([]);
    },
  );

  it('has no name in angle brackets outside of code, which would be read as an element', () => {
    const found = pages.flatMap((name) => {
      const text = withoutCode(read(`docs/${name}`)).replace(/<!--.*?-->/gs, '');
      return [...text.matchAll(/<[a-z/][^>]*>/gi)].map(([element]) => `${name}: ${element}`);
    });
    expect(found).toEqual([]);
  });

  it('names in CONTRIBUTING and in the comments of site and runner only files that there are', () => {
    const sources = ['site', 'runner', 'tests', 'build', 'docs'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    );
    const there = (name: string): boolean => sources.some((file) => `/${file}`.endsWith(`/${name}`));
    const commented = sources.filter((file) => /^(?:site|runner)\/.*\.(?:ts|astro|css)$/.test(file));
    const texts: [file: string, text: string][] = [
      ['CONTRIBUTING.md', (read('CONTRIBUTING.md').match(/`[^`\n]*`/g) ?? []).join(' ')],
      ...commented.map((file): [string, string] => [
        file,
        (read(file).match(/\/\*.*?\*\/|(?<=^|\s)\/\/.*?$/gms) ?? []).join(' '),
      ]),
    ];
    const missing = texts.flatMap(([file, text]) =>
      [...text.matchAll(/(?<![\w<>./*$-])((?:[\w-]+\/)*[\w-]+(?:\.[\w-]+)*\.(?:ts|astro|css|mdx))(?![\w<(])/g)].flatMap(
        ([, name = '']) => (there(name) || existsSync(name) ? [] : [`${basename(file)}: ${name}`]),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('says of whole networks that they are trained further, and nowhere that they are not', () => {
    const [networks = ''] = /## Whole networks[\s\S]*?(?=\n## )/.exec(read('docs/your-own-model.md')) ?? [];
    expect(networks).toMatch(/trained further by `train.continue`/);
    expect(networks).not.toMatch(/trained it is not|not trained/);
  });

  it('has a README of at most 150 lines', () => {
    expect(read('README.md').split('\n').length).toBeLessThanOrEqual(150);
  });

  // What is computed: tests/unit/analysis/stats/max-t.test.ts, pair by pair.
  it.each([
    ['runner/analysis/stats/local-auc.ts', /The size of an effect: the AUC ([\s\S]*?)\*\//],
    ['runner/experiment/results/evidence-schema.ts', /Effects are local AUCs([\s\S]*?)\*\//],
    ['runner/experiment/results/sweep-schema.ts', /\/\*\*([^*]*?) local AUC on the confirmation half/i],
    ['CONTRIBUTING.md', /\| local AUC \|(.*)/],
    ['docs/evidence.md', /The \*\*local AUC\*\* is([\s\S]*?)\n\n/],
    ['site/words/glossary.ts', /'Local AUC':\s*'(.*)'/],
    ['site/pages/_methods.mdx', /id="effect-title"([\s\S]*?)<\/section>/],
    ['site/pages/experiments/[id]/atlas/index.astro', /A score is a local AUC([\s\S]*?)<\/p>/],
  ])('says in %s that the local AUC compares within segments and subtracts nothing', (file, of) => {
    const [said = ''] = of.exec(read(file)) ?? [];
    expect(said).not.toBe('');
    expect(said).not.toMatch(/swap-centred|by swapping|less what swapped|of one document|within documents|passage/i);
    if (!file.includes('sweep-schema')) expect(said).toMatch(/segment/);
  });

  it('has the formula of the local AUC on the methods page, with its source', () => {
    const [effect = ''] = /id="effect-title"[\s\S]*?<\/section>/.exec(read('site/pages/_methods.mdx')) ?? [];
    expect(effect).toMatch(/Σ.*AUC<sub>s<\/sub>/);
    expect(effect).toContain("'vanElteren'");
  });

  it('asks the questions of the rungs as the program asks them', () => {
    const rows = [...read('docs/evidence.md').matchAll(/^\| ([a-z ]+) \| ([^|]+\?) \|/gm)].map(
      ([, , question]) => question,
    );
    expect(rows).toEqual(rungWords.map(({ question }) => question));
  });

  it('names for each setting of the thesis a test that there is', () => {
    const rows = read('docs/thesis-settings.md').match(/^\| (?!thesis).*/gm) ?? [];
    expect(rows.length).toBeGreaterThan(30);
    const lost = rows.filter((row) => {
      const [, file = '', words = ''] = /\| `(tests\/[^`]+)`: (.+) \|$/.exec(row) ?? [];
      return !existsSync(file) || !read(file).includes(words.replaceAll('`', ''));
    });
    expect(lost).toEqual([]);
  });
});
