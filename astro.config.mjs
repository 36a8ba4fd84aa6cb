// The site's build: static pages from public/results. Where things are comes from the environment, so that tests can
// build other results into other folders and a deployment can set its base path.
import { resolve } from 'node:path';
import { defineConfig } from 'astro/config';

const { RNN_ATLAS_SITE, RNN_ATLAS_BASE, RNN_ATLAS_PUBLIC, RNN_ATLAS_DIST, RNN_ATLAS_CACHE } = process.env;

export default defineConfig({
  site: RNN_ATLAS_SITE || 'http://localhost:4321',
  base: RNN_ATLAS_BASE || '/',
  trailingSlash: 'always',
  srcDir: './site',
  publicDir: resolve(RNN_ATLAS_PUBLIC || 'public'),
  outDir: resolve(RNN_ATLAS_DIST || 'dist'),
  cacheDir: resolve(RNN_ATLAS_CACHE || 'node_modules/.astro'),
  compressHTML: true,
  build: { inlineStylesheets: 'never' },
  devToolbar: { enabled: false },
  // Small scripts stay files too: the pages' Content-Security-Policy allows no inline script.
  vite: { build: { assetsInlineLimit: 0 } },
});
