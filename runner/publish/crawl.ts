/**
 * Follows every address of a served site, as a reader's browser and its scripts would: links, images, styles, scripts,
 * addresses in data attributes and in embedded JSON, and the anchors that links name. Imports htmlparser2: no document is
 * made, which for hundreds of pages takes most of the time. (linkinator follows neither data attributes nor JSON nor the images of an SVG.)
 */
import { Parser } from 'htmlparser2';

export interface CrawledPage {
  address: string;
  html: string;
}

export interface Crawl {
  pages: CrawledPage[];
  /** Addresses asked for, pages included. */
  asked: number;
  problems: string[];
  /** Other sites that are linked to; not asked for. */
  external: string[];
}

interface Reference {
  target: string;
  /** A file of the page, and not a link to go to. */
  resource: boolean;
}

/** @param site the public origin that absolute addresses name; null when there is none. */
export async function crawl(origin: string, base: string, site: string | null): Promise<Crawl> {
  const start = new URL(base, origin).href;
  const queue = [start, new URL('sitemap.xml', start).href, new URL('robots.txt', start).href];
  /** Every address, and the first page or file that named it. */
  const seen = new Map(queue.map((address) => [address, '']));
  const pages: CrawledPage[] = [];
  const anchors = new Map<string, Set<string>>();
  const wantedAnchors: { from: string; to: string }[] = [];
  const problems = new Set<string>();
  const external = new Set<string>();
  for (let address = queue.shift(); address !== undefined; address = queue.shift()) {
    const path = address.slice(origin.length);
    const response = await fetch(address);
    const type = response.headers.get('content-type') ?? '';
    if (!response.ok) {
      problems.add(`${path}: the server answers ${response.status}${from(seen.get(address))}`);
      continue;
    }
    const body = await response.text();
    let references: Reference[] = [];
    if (type.startsWith('text/html')) {
      const read = readPage(body, address, base);
      anchors.set(address, read.anchors);
      references = read.references;
      pages.push({ address, html: body });
    } else if (type.startsWith('text/css')) {
      references = [...body.matchAll(/url\(\s*["']?([^"')]+)/g)].map(([, target = '']) => resource(target, address));
    } else if (/^(text|application)\/xml/.test(type)) {
      references = [...body.matchAll(/<loc>([^<]+)/g)].map(([, target = '']) => link(target, address));
    }
    for (const { target, resource } of references) {
      const local = site !== null && target.startsWith(`${site}/`) ? target.replace(site, () => origin) : target;
      if (!/^https?:/.test(local)) continue;
      if (!local.startsWith(`${origin}/`)) {
        if (resource) problems.add(`${path}: loads ${local} from another site`);
        else external.add(local);
        continue;
      }
      const [file = local, anchor = ''] = local.split('#', 2);
      // State that scripts keep in the address is no anchor: it has '=' in it, or is a neuron's number.
      if (anchor !== '' && !anchor.includes('=') && !/^\d+$/.test(anchor))
        wantedAnchors.push({ from: path, to: `${file}#${anchor}` });
      if (!file.startsWith(start)) problems.add(`${path}: ${local.slice(origin.length)} lies outside of ${base}`);
      else if (!seen.has(file)) {
        seen.set(file, path);
        queue.push(file);
      }
    }
  }
  for (const { from, to } of wantedAnchors) {
    const [file = '', anchor = ''] = to.split('#', 2);
    const known = anchors.get(file);
    if (known && !known.has(decodeURIComponent(anchor)))
      problems.add(`${from}: there is no ${to.slice(origin.length)}`);
  }
  return { pages, asked: seen.size, problems: [...problems], external: [...external] };
}

const from = (path = ''): string => (path === '' ? '' : `, linked from ${path}`);
const reference = (target: string, page: string, resource: boolean): Reference => ({
  target: URL.parse(target, page)?.href ?? '',
  resource,
});
const resource = (target: string, page: string): Reference => reference(target, page, true);
const link = (target: string, page: string): Reference => reference(target, page, false);

function readPage(html: string, page: string, base: string): { references: Reference[]; anchors: Set<string> } {
  const references: Reference[] = [];
  const anchors = new Set<string>();
  let isJson = false;
  new Parser({
    onopentag(name, attributes) {
      if (attributes.id !== undefined) anchors.add(attributes.id);
      isJson = name === 'script' && attributes.type === 'application/json';
      for (const [attribute, value] of Object.entries(attributes)) {
        const isLink =
          (attribute === 'href' && (name !== 'link' || attributes.rel === 'canonical')) ||
          (attribute === 'content' && attributes.property === 'og:image');
        if (isLink) references.push(link(value, page));
        else if (attribute === 'srcset') {
          for (const each of value.split(',')) references.push(resource(each.trim().split(/\s+/)[0] ?? '', page));
        } else if (
          attribute === 'src' ||
          attribute === 'href' ||
          (attribute.startsWith('data-') && isAddress(value, base))
        )
          references.push(resource(value, page));
      }
    },
    // That of a script comes in one piece.
    ontext(text) {
      if (isJson) references.push(...strings(JSON.parse(text), base).map((each) => resource(each, page)));
    },
    onclosetag() {
      isJson = false;
    },
  }).end(html);
  return { references, anchors };
}

/** An address of a file under the base: with '/' as the base, a text may begin so too, and a file has an ending. */
const isAddress = (text: string, base: string): boolean => text.startsWith(base) && /^\/\S+\.[a-z0-9]+$/i.test(text);

function strings(value: unknown, base: string): string[] {
  if (typeof value === 'string') return isAddress(value, base) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap((each) => strings(each, base)) : [];
}
