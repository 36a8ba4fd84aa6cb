import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { escapeLatex } from '../../../../runner/core/latex.ts';
import { bibtex, citationFile } from '../../../../site/words/citation.ts';

const cited = {
  id: 'lstm dots+seed-3',
  manifest: { author: null },
  title: '50% of {neurons} & <b>',
  provenance: { started: '2026-03-07T10:00:00Z', configHash: 'ab'.repeat(32), versions: { 'rnn-atlas': '0.1.0' } },
};

test('BibTeX has a key without spaces, and a title that LaTeX prints as it is', () => {
  expect(bibtex(cited, 'https://a.example/x/')).toMatchSnapshot();
});

test('a backslash is escaped once, not the escapes themselves', () => {
  expect(escapeLatex('\\_')).toBe('\\textbackslash{}\\_');
});

test('without a public site there is no address', () => {
  expect(bibtex(cited, null)).not.toContain('url');
  const file = parse(citationFile(cited, null));
  expect(file).toMatchObject({
    'cff-version': '1.2.0',
    title: cited.title,
    version: '0.1.0',
    'date-released': '2026-03-07',
  });
  expect(file).not.toHaveProperty('url');
});

test('a licence is what the manifest or the site states, and none where nobody does', () => {
  const site = {
    title: 'My atlas',
    author: 'Ada L.',
    address: null,
    licence: 'CC-BY-4.0',
    experiments: ['*'],
    docs: null,
  };
  expect(parse(citationFile(cited, null))).not.toHaveProperty('license');
  expect(parse(citationFile(cited, null, site)).license).toBe('CC-BY-4.0');
  expect(parse(citationFile(cited, null, site)).authors).toEqual([{ name: 'Ada L.' }]);
  expect(bibtex(cited, null, site)).toMatch(/author = \{\{Ada L\.\}\}[\s\S]*howpublished = \{My atlas\}/);
  const own = { ...cited, manifest: { author: null, licence: 'CC0-1.0' } };
  expect(parse(citationFile(own, null, site)).license).toBe('CC0-1.0');
  expect(parse(citationFile(own, null)).license).toBe('CC0-1.0');
});

test('the author whom the manifest names is cited', () => {
  const own = { ...cited, manifest: { author: 'Ada & Sons' } };
  expect(bibtex(own, null)).toContain('author = {{Ada \\& Sons}}');
  expect(parse(citationFile(own, null)).authors).toEqual([{ name: 'Ada & Sons' }]);
});
