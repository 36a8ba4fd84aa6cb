/**
 * A page of the built site as one HTML file that opens from the disk, offline: style, scripts, images and data stand in
 * it, under a policy that allows that one script by its hash and no request at all.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { parseHTML } from 'linkedom';
import { fileOf } from './serve.ts';

const offline = fileURLToPath(new URL('./offline.ts', import.meta.url));
const imageTypes: Readonly<Record<string, string>> = { svg: 'image/svg+xml', png: 'image/png' };

export interface Page {
  /** The built site, and the path it was built for. */
  dist: string;
  base: string;
  /** The page's address under the site: '/experiments/lstm-dots/'. */
  address: string;
  /** Where the site is published, for links to its other pages; null makes those plain text. */
  site: string | null;
}

export async function singleFile({ dist, base, address, site }: Page): Promise<string> {
  const read = async (path: string): Promise<Buffer> => {
    const file = await fileOf(dist, base, path);
    if (file === null) throw new Error(`the page names ${path}, which was not built`);
    return readFile(file);
  };
  const { document } = parseHTML((await read(address)).toString());
  await inlineStyles(document, read);
  await inlineFonts(document, base, read);
  await inlineImages(document, base, read);
  settleLinks(document, address, base, site);
  // Cards are for links, and nobody links to a file.
  for (const card of document.querySelectorAll('meta[property^="og:"], meta[name^="twitter:"]')) card.remove();
  const script = await bundle(takeScripts(document), dist, base);
  const held = await heldFiles(dist, base, `${document.toString()}${script}`);
  setPolicy(document, script);
  // linkedom writes its text as it is, as though it were a script's: a title could end itself and go on as a tag.
  for (const title of document.querySelectorAll('title')) title.textContent = escaped(title.textContent ?? '');
  // The closing tag is the last one: a text of the corpus has its '<' escaped.
  const html = `<!doctype html>\n${document.documentElement.outerHTML}`;
  const end = html.lastIndexOf('</body>');
  return `${html.slice(0, end)}${held}<script>${script}</script>${html.slice(end)}\n`;
}

type Read = (path: string) => Promise<Buffer>;

async function inlineStyles(document: Document, read: Read): Promise<void> {
  for (const link of document.querySelectorAll('link[rel=stylesheet]')) {
    const style = document.createElement('style');
    style.textContent = (await read(link.getAttribute('href') ?? '')).toString();
    link.replaceWith(style);
  }
}

/** Fonts that styles name stand in them; what asks for files before they are needed goes. */
async function inlineFonts(document: Document, base: string, read: Read): Promise<void> {
  for (const link of document.querySelectorAll('link[rel=preload]')) link.remove();
  for (const style of document.querySelectorAll('style')) {
    let text = style.textContent ?? '';
    for (const [whole, , path = ''] of text.matchAll(/url\((["']?)([^"')]+\.woff2)\1\)/g)) {
      if (!path.startsWith(base)) continue;
      const font = (await read(path)).toString('base64');
      text = text.replaceAll(whole, () => `url(data:font/woff2;base64,${font})`);
    }
    style.textContent = text;
  }
}

async function inlineImages(document: Document, base: string, read: Read): Promise<void> {
  for (const [selector, name] of [
    ['img[src]', 'src'],
    ['link[rel=icon]', 'href'],
  ] as const) {
    for (const element of document.querySelectorAll(selector)) {
      const path = element.getAttribute(name) ?? '';
      if (!path.startsWith(base)) continue;
      const type = imageTypes[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
      element.setAttribute(name, `data:${type};base64,${(await read(path)).toString('base64')}`);
    }
  }
}

/** Downloads stay: the script answers them. Links to other pages lead to the published site, or nowhere. */
function settleLinks(document: Document, address: string, base: string, site: string | null): void {
  for (const link of document.querySelectorAll('a[href]')) {
    const href = link.getAttribute('href') ?? '';
    if (!href.startsWith(base) || link.hasAttribute('download')) continue;
    if (href === address || href.startsWith(`${address}#`))
      link.setAttribute('href', href.slice(address.length) || '#');
    else if (site !== null) link.setAttribute('href', new URL(href, site).href);
    else link.replaceWith(...link.childNodes);
  }
}

function takeScripts(document: Document): string[] {
  const scripts = [...document.querySelectorAll('script[src]')];
  for (const script of scripts) script.remove();
  return scripts.map((script) => script.getAttribute('src') ?? '');
}

/** The page's modules and what they import as one script; ours first. */
async function bundle(scripts: readonly string[], dist: string, base: string): Promise<string> {
  const paths = [offline, ...scripts.map((path) => join(dist, decodeURIComponent(path.slice(base.length))))];
  const { outputFiles } = await build({
    stdin: { contents: paths.map((path) => `import ${JSON.stringify(path)};`).join('\n'), resolveDir: dist },
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: true,
    charset: 'ascii',
    define: { 'import.meta.url': '"file:///"' },
    logLevel: 'silent',
  });
  return outputFiles[0]?.text.trim() ?? '';
}

/** Every built file that the page or its scripts name, and that is not in the page already. */
async function heldFiles(dist: string, base: string, page: string): Promise<string> {
  const all = (await readdir(dist, { recursive: true, withFileTypes: true }))
    .filter((each) => each.isFile() && !/\.(html|css)$/.test(each.name))
    .map((each) => relative(dist, join(each.parentPath, each.name)).split(sep).join('/'))
    .sort();
  const parts: string[] = [];
  for (const name of all) {
    const path = base + encodeURI(name);
    if (!page.includes(path) && !page.includes(path.replaceAll('&', '&amp;'))) continue;
    const bytes = await readFile(join(dist, name));
    const attribute = name.endsWith('.js') ? 'data-program' : 'data-file';
    const held = name.endsWith('.js') ? bytes : gzipSync(bytes, { level: 9 });
    parts.push(`<script type="text/plain" ${attribute}="${escaped(path)}">${held.toString('base64')}</script>\n`);
  }
  return parts.join('');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function setPolicy(document: Document, script: string): void {
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    // Tokens carry their colours, and the style sheet stands in the page.
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'font-src data:',
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  document.querySelector('meta[http-equiv=Content-Security-Policy]')?.setAttribute('content', policy);
}
