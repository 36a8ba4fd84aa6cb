/** The documentation as its files tell it: the order of its pages, where their links lead, what printed their numbers. Pure. */
import { both } from '../../../runner/core/format.ts';

export interface DocsPage {
  /** The file's name without its ending, which is also the address. */
  id: string;
  title: string;
  /** One sentence: what the page is for. */
  description: string;
  group: string;
}

/** The pages in order, as docs/README.md gives it in groups: of lines as `- [Start](start.md): the first five minutes` under `## Group`. */
export function docsPages(readme: string): DocsPage[] {
  const pages: DocsPage[] = [];
  let group = '';
  for (const line of readme.split('\n')) {
    group = /^## (.+)$/.exec(line)?.[1] ?? group;
    const [, title, id, description] = /^- \[([^\]]+)\]\(([\w-]+)\.md\): (.+)$/.exec(line) ?? [];
    if (title !== undefined && id !== undefined && description !== undefined) {
      pages.push({ id, title, description: description.replaceAll('`', ''), group });
    }
  }
  return pages;
}

const experimentFile = /^\.\.\/experiments\/([\w+.-]+)\.(yaml|mdx)$/;

/**
 * Links are written for those who read the files, relative to docs/; here they become addresses on the site.
 * @param experiments ids of the published ones.
 * @returns the address relative to the site's root; null for a file of the repository that the site has no page for, of
 * which only the words stay. Anchors and whole addresses stay as they are.
 */
export function siteAddress(link: string, experiments: readonly string[]): string | null {
  if (/^(#|[a-z]+:)/i.test(link)) return link;
  const [, path = '', anchor = ''] = /^([^#]*)(#.*)?$/.exec(link) ?? [];
  const [, page] = /^([\w-]+)\.md$/.exec(path) ?? [];
  if (page !== undefined) return page === 'README' ? `docs/${anchor}` : `docs/${page}/${anchor}`;
  const [, image] = /^(images\/[\w.-]+)$/.exec(path) ?? [];
  if (image !== undefined) return `docs/${image}`;
  const [, file] = /^\.\.\/site\/pages\/([\w/-]+)\.astro$/.exec(path) ?? [];
  if (file !== undefined) return `${file.replace(/(^|\/)index$/, '$1').replace(/([^/])$/, '$1/')}${anchor}`;
  const [, published] = /^\.\.\/public\/([\w./-]+)$/.exec(path) ?? [];
  if (published !== undefined) return published;
  const [, id = '', ending] = experimentFile.exec(path) ?? [];
  if (!experiments.includes(id)) return null;
  return `experiments/${id}/${anchor || (ending === 'mdx' ? '#write-up' : '')}`;
}

/** Files that are no result of an experiment, and what writes them. */
const writers: Readonly<Record<string, string>> = { 'public/calibration.json': 'npm run calibrate' };

const comment = /<!-- (=|by) (.+?) -->/g;

/** Which commands print the numbers of a page: read from the comments behind them (CONTRIBUTING.md, Documentation). */
export function commandsOf(text: string): string[] {
  const found = [...text.matchAll(comment)].map(([, kind, source = '']) => {
    if (kind === 'by') return source;
    const name = source.split(': ')[0] ?? '';
    return name.endsWith('.json') ? writers[name] : `npm run experiment experiments/${name}.yaml`;
  });
  return [...new Set(found.filter((command) => command !== undefined))];
}

/** A paragraph for the end of the page; empty where no number has a source. */
export function numbersNote(text: string): string {
  const commands = commandsOf(text);
  if (commands.length === 0) return '';
  return `\n\n*The measured numbers on this page are printed by ${both(commands.map((each) => `\`${each}\``))}.*\n`;
}
