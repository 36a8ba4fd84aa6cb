/** Cuts a page of the documentation at its headings, for the search. */
import { parseHTML } from 'linkedom';
import type { Section } from '../../words/docs/search.ts';

const clean = (text: string): string => text.replace(/\s+/g, ' ').trim();

export function sectionsOf(page: { title: string; address: string; html: string }): Section[] {
  const { document } = parseHTML(`<html><body>${page.html}</body></html>`);
  const sections: Section[] = [{ page: page.title, heading: page.title, address: page.address, text: '' }];
  for (const element of document.body.children) {
    const last = sections.at(-1);
    if (/^H[23]$/i.test(element.tagName) && element.id !== '') {
      const heading = clean(element.textContent ?? '');
      sections.push({ page: page.title, heading, address: `${page.address}#${element.id}`, text: '' });
    } else if (last) last.text = clean(`${last.text} ${readable(element)}`);
  }
  return sections;
}

/** Cells and list items would run into one another. */
function readable(element: Element): string {
  for (const part of element.querySelectorAll('td, th, li, p')) part.append(' ');
  return element.textContent ?? '';
}
