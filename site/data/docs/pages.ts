/** The pages of the documentation in their order (none where the program came without it), and their sections for the search. */

import { type CollectionEntry, getCollection } from 'astro:content';
import { parseHTML } from 'linkedom';
import { docsFolder } from './folder.ts';

/** What stands between two headings. */
export interface Section {
  /** Of the page, as everything here. */
  page: string;
  heading: string;
  /** Relative to the site's root. */
  address: string;
  text: string;
}

export const docsEntries = async (): Promise<CollectionEntry<'docs'>[]> =>
  // Astro warns of an empty collection each time that it is asked for.
  docsFolder() === null ? [] : (await getCollection('docs')).sort((a, b) => a.data.order - b.data.order);

const clean = (text: string): string => text.replace(/\s+/g, ' ').trim();

export function sectionsOf(page: { title: string; address: string; html: string }): Section[] {
  const { document } = parseHTML(`<html><body>${page.html}</body></html>`);
  const sections: Section[] = [{ page: page.title, heading: page.title, address: page.address, text: '' }];
  for (const element of document.body.children) {
    const last = sections.at(-1);
    if (/^H[23]$/i.test(element.tagName) && element.id !== '') {
      const heading = clean(element.textContent ?? '');
      sections.push({ page: page.title, heading, address: `${page.address}#${element.id}`, text: '' });
    } else if (last && element.tagName !== 'DETAILS') last.text = clean(`${last.text} ${readable(element)}`);
  }
  return sections;
}

/** Cells and list items would run into one another. */
function readable(element: Element): string {
  for (const part of element.querySelectorAll('td, th, li, p')) part.append(' ');
  return element.textContent ?? '';
}
