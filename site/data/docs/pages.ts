/** The pages of the documentation in their order (none where the program came without it), and their sections for the search. */
import { type CollectionEntry, getCollection } from 'astro:content';
import { parseHTML } from 'linkedom';
import type { Entry } from '../../words/search/entry.ts';
import { docsFolder } from '../places.ts';

export const docsEntries = async (): Promise<CollectionEntry<'docs'>[]> =>
  // Astro warns of an empty collection each time that it is asked for.
  docsFolder() === null ? [] : (await getCollection('docs')).sort((a, b) => a.data.order - b.data.order);

const clean = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** What stands between two headings of a page is an entry. */
export function sectionsOf(page: { title: string; address: string; html: string }): Entry[] {
  const { document } = parseHTML(`<html><body>${page.html}</body></html>`);
  const section = (title: string, about: string, address: string) => ({
    kind: 'documentation' as const,
    title,
    about,
    address,
    text: '',
  });
  const sections = [section(page.title, '', page.address)];
  for (const element of document.body.children) {
    const last = sections.at(-1);
    if (/^H[23]$/i.test(element.tagName) && element.id !== '') {
      const heading = clean(element.textContent ?? '');
      sections.push(section(heading, heading === page.title ? '' : page.title, `${page.address}#${element.id}`));
    } else if (last && element.tagName !== 'DETAILS') last.text = clean(`${last.text} ${readable(element)}`);
  }
  return sections;
}

/** Cells and list items would run into one another. */
function readable(element: Element): string {
  for (const part of element.querySelectorAll('td, th, li, p')) part.append(' ');
  return element.textContent ?? '';
}
