/**
 * What is done to the finished pages. A page's scripts are asked for after its letters: what a reader sees first needs none of
 * them, and a browser asks for a module as early as for a font. And search engines get a list of the pages, all of which they may
 * read. A page that only leads on gets the icon of the others, else a browser asks for one that is not there. Node only; an integration
 * of Astro.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { under } from '../words/url.ts';

export const finishedPages = (base: string, site: string): AstroIntegration => ({
  name: 'rnn-atlas:finished-pages',
  hooks: {
    'astro:build:done': async ({ dir }) => {
      const folder = fileURLToPath(dir);
      const addresses: string[] = [];
      for (const file of (await readdir(folder, { recursive: true })).sort()) {
        if (!file.endsWith('.html')) continue;
        const html = await readFile(join(folder, file), 'utf8');
        // What leads on, and what stands in other pages, is no page by itself.
        if (file.endsWith('index.html') && !/<meta (http-equiv="refresh"|name="robots" content="noindex")/.test(html))
          addresses.push(file.replaceAll(sep, '/').replace(/index\.html$/, ''));
        const icon = `<link rel="icon" type="image/svg+xml" href="${under(base, 'favicon.svg')}">`;
        const later = html
          .replaceAll('<script type="module" src="', '<script type="module" fetchpriority="low" src="')
          .replace(/^<!doctype html><title>Redirecting to: .*?<\/title>/, (head) => head + icon);
        if (later !== html) await writeFile(join(folder, file), later);
      }
      const absolute = (path: string): string => new URL(under(base, encodeURI(path)), site).href;
      const entries = addresses.map((path) => `<url><loc>${absolute(path).replaceAll('&', '&amp;')}</loc></url>`);
      await writeFile(
        join(folder, 'sitemap.xml'),
        `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('\n')}\n</urlset>\n`,
      );
      await writeFile(join(folder, 'robots.txt'), `User-agent: *\nAllow: /\nSitemap: ${absolute('sitemap.xml')}\n`);
    },
  },
});
