// The site's build: static pages from public/results. Where things are comes from the environment, so that tests can
// build other results into other folders and a deployment can set its base path. In the package this file lies in `lib/`,
// and Astro's project is a folder of the user's (runner/publish/astro.ts).
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { satteri } from '@astrojs/markdown-satteri';
import mdx from '@astrojs/mdx';
import { defineConfig, fontProviders } from 'astro/config';
import { commonFiles } from './site/data/common-files.ts';
import { finishedPages } from './site/data/finished-pages.ts';
import { cutTypefaces } from './site/data/fonts.ts';
import { docsFolder } from './site/data/places.ts';
import { foundFromHere } from './site/data/served-paths.ts';
import { watch } from './site/pages/_watch-server.ts';
import { writeUpMdx } from './site/words/write-up/mdx.ts';

const { RNN_ATLAS_SITE, RNN_ATLAS_BASE, RNN_ATLAS_PUBLIC, RNN_ATLAS_DIST, RNN_ATLAS_CACHE } = process.env;

const base = RNN_ATLAS_BASE || '/';
const site = RNN_ATLAS_SITE || 'http://localhost:4321';
const cacheDir = resolve(RNN_ATLAS_CACHE || 'node_modules/.astro');
const typefaces = await cutTypefaces(join(cacheDir, 'typefaces'));

/** What several scripts of a page import comes in few files: each one more is a wait on a slow line. */
const sharedScripts = {
  groups: [{ name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 4_000 }],
};

export default defineConfig({
  site,
  base,
  trailingSlash: 'always',
  srcDir: fileURLToPath(new URL('./site', import.meta.url)),
  publicDir: resolve(RNN_ATLAS_PUBLIC || 'public'),
  outDir: resolve(RNN_ATLAS_DIST || 'dist'),
  cacheDir,
  fonts: typefaces.map(({ name, cssVariable, path, fallbacks, weights }) => ({
    provider: fontProviders.local(),
    name,
    cssVariable,
    fallbacks,
    // styles/fallbacks.css has better ones. `optional`: a typeface that comes late is kept for the next page; no line breaks anew.
    optimizedFallbacks: false,
    options: { variants: [{ src: [path], weight: weights, style: 'normal', display: 'optional' }] },
  })),
  compressHTML: true,
  // A page's styles come with it: on a slow line each file more is a wait before the first letter.
  // While a picture is drawn by a thread, the next page is made.
  build: { inlineStylesheets: 'always', concurrency: 4 },
  // The colours of a highlighter would be its own, in one scheme.
  markdown: { syntaxHighlight: false },
  integrations: [
    mdx({
      syntaxHighlight: false,
      processor: satteri({ mdastPlugins: [writeUpMdx(base, new URL('./site/', import.meta.url))] }),
    }),
    commonFiles(base),
    finishedPages(base, site),
    watch(),
  ],
  devToolbar: { enabled: false },
  // Small scripts stay files too: the pages' Content-Security-Policy allows no inline script.
  vite: {
    ...foundFromHere(cacheDir),
    environments: { client: { build: { rolldownOptions: { output: { codeSplitting: sharedScripts } } } } },
    define: { 'import.meta.env.RNN_ATLAS_DOCUMENTED': String(docsFolder() !== null) },
    build: {
      assetsInlineLimit: 0,
      rolldownOptions: {
        // Astro's own mark in each write-up, which its next step takes out.
        onLog: (level, log, next) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && next(level, log),
      },
    },
  },
});
