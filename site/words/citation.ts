/** How a page is cited: BibTeX, and a Citation File Format file. Pure. */
import { stringify } from 'yaml';
import { escapeLatex } from '../../runner/core/latex.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { type SiteSettings, siteSettings } from '../../runner/experiment/results/site-settings.ts';

const authors = 'The RNN Atlas authors';

type Cited = Pick<Result, 'id' | 'title'> & {
  manifest: Pick<Result['manifest'], 'author' | 'licence'>;
  provenance: Pick<Result['provenance'], 'started' | 'configHash' | 'versions'>;
};

/** Whom the manifest names, or else the site. */
export const authorOf = ({ manifest }: Pick<Cited, 'manifest'>, site: SiteSettings = siteSettings()): string =>
  manifest.author ?? site.author ?? authors;

/** What the manifest states, or else the site. Nobody's words are under a licence that nobody gave. */
const licenceOf = ({ manifest }: Cited, site: SiteSettings): string | null => manifest.licence ?? site.licence;

/** 'RNN Atlas 0.1.0, ': with which it was made, where the result says it. */
const versionOf = ({ provenance }: Pick<Cited, 'provenance'>): string => {
  const version = provenance.versions['rnn-atlas'];
  return version === undefined ? '' : `RNN Atlas ${version}, `;
};

/** `address` is the page's, null where the site has no public one. */
export function bibtex(cited: Cited, address: string | null, site: SiteSettings = siteSettings()): string {
  const { id, title, provenance } = cited;
  const [year = '', month = ''] = provenance.started.split('-');
  const key = `rnn-atlas-${id.replace(/[^A-Za-z0-9+.-]+/g, '-')}`;
  const fields = [
    ['author', `{${escapeLatex(authorOf(cited, site))}}`],
    ['title', `{${escapeLatex(title)}}`],
    ['year', year],
    ['month', String(Number(month))],
    ['howpublished', escapeLatex(site.title)],
    ['note', `${versionOf(cited)}configuration ${provenance.configHash.slice(0, 12)}`],
    ...(address === null ? [] : [['url', address]]),
  ];
  return `@misc{${key},\n${fields.map(([name, value]) => `  ${name} = {${value}}`).join(',\n')}\n}\n`;
}

/** One page in a line: author, year, what it is called, where it stands. */
export function citedPage(cited: Cited, title: string, address: string, site: SiteSettings = siteSettings()): string {
  const [year = ''] = cited.provenance.started.split('-');
  return `${authorOf(cited, site)} (${year}). ${title.replace(/[.?!]?$/, (end) => end || '.')} ${site.title}. ${address}`;
}

/** Version 1.2.0 of the format: the experiment as a data set. */
export function citationFile(cited: Cited, address: string | null, site: SiteSettings = siteSettings()): string {
  const { title, provenance } = cited;
  const licence = licenceOf(cited, site);
  return stringify({
    'cff-version': '1.2.0',
    message: 'Cite this experiment as below.',
    type: 'dataset',
    title,
    authors: [{ name: authorOf(cited, site) }],
    ...(provenance.versions['rnn-atlas'] !== undefined && { version: provenance.versions['rnn-atlas'] }),
    'date-released': provenance.started.slice(0, 10),
    identifiers: [
      { type: 'other', value: `sha256:${provenance.configHash}`, description: 'hash of the configuration' },
    ],
    ...(licence === null ? {} : { license: licence }),
    ...(address === null ? {} : { url: address }),
  });
}
