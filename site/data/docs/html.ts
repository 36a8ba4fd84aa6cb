/** What becomes of a page's HTML after Markdown: addresses of this site, sizes of pictures, tables that may be wider than a phone. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import sharp from 'sharp';
import { type SitePages, siteAddress } from '../../words/docs/links.ts';
import { under } from '../../words/url.ts';

export interface Surroundings {
  base: string;
  folder: string;
  site: SitePages;
  /** The Markdown file, for messages. */
  file: string;
}

/** @throws Error for a link to a page, or a picture, that is not there. */
export async function finished(html: string, around: Surroundings): Promise<string> {
  // Comments are for those who write: where a number comes from.
  const { document } = parseHTML(`<html><body>${html.replace(/ ?<!--.*?-->/gs, '')}</body></html>`);
  for (const link of document.querySelectorAll('a[href]')) leadToSite(link, around);
  for (const picture of document.querySelectorAll('img')) await measure(picture, around);
  for (const table of document.querySelectorAll('table')) {
    // One that is wider than its place is moved sideways, by keyboard too.
    const frame = document.createElement('div');
    frame.setAttribute('class', 'docs-table');
    frame.setAttribute('tabindex', '0');
    frame.setAttribute('role', 'group');
    frame.setAttribute('aria-label', 'Table');
    table.replaceWith(frame);
    frame.append(table);
    for (const cell of table.querySelectorAll('thead th')) cell.setAttribute('scope', 'col');
  }
  return document.body.innerHTML;
}

function leadToSite(link: Element, { base, folder, site, file }: Surroundings): void {
  const written = link.getAttribute('href') ?? '';
  const [, page] = /^([\w-]+\.md)(#|$)/.exec(written) ?? [];
  if (page !== undefined && !existsSync(join(folder, page)))
    throw new Error(`${file} links to ${page}, which is not there`);
  const address = siteAddress(written, site);
  if (address === null) link.replaceWith(...link.childNodes);
  else if (!/^(#|[a-z]+:)/i.test(address)) link.setAttribute('href', under(base, address));
}

async function measure(picture: Element, { folder, file }: Surroundings): Promise<void> {
  const name = /\/docs\/(images\/[\w.-]+)$/.exec(picture.getAttribute('src') ?? '')?.[1];
  if (name === undefined) throw new Error(`${file}: pictures lie in docs/images`);
  const { width, height, pageHeight } = await sharp(join(folder, name), { animated: true }).metadata();
  picture.setAttribute('width', String(width));
  picture.setAttribute('height', String(pageHeight ?? height));
  picture.setAttribute('loading', 'lazy');
}
