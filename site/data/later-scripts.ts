/**
 * A page's scripts are asked for after its letters: what a reader sees first needs none of them, and a browser asks for
 * a module as early as for a font. Node only; an integration of Astro, which knows no attribute of its own for that.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const withLaterScripts = (html: string): string =>
  html.replaceAll('<script type="module" src="', '<script type="module" fetchpriority="low" src="');

export const laterScripts = () => ({
  name: 'rnn-atlas:later-scripts',
  hooks: {
    'astro:build:done': async ({ dir }: { dir: URL }) => {
      const folder = fileURLToPath(dir);
      for (const file of await readdir(folder, { recursive: true })) {
        if (!file.endsWith('.html')) continue;
        const html = await readFile(join(folder, file), 'utf8');
        await writeFile(join(folder, file), withLaterScripts(html));
      }
    },
  },
});
