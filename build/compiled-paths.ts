/** Which paths in a compiled file still name a TypeScript file, and what they are called now. Pure. */

const patterns = [
  // import ... from './x.ts', export ... from './x.ts', import './x.ts', import('./x.ts')
  /((?:\bfrom|\bimport)\s*\(?\s*(['"])\.{1,2}\/[^'"\n]+)\.ts(?=\2)/g,
  // new URL('./x-worker.ts', import.meta.url)
  /(\bnew URL\((['"])\.{1,2}\/[^'"\n]+)\.ts(?=\2, import\.meta\.url\))/g,
];

/** As long as before, so that source maps stay true. Declarations keep their own name: './x.d.ts'. */
export const asCompiled = (text: string): string =>
  patterns.reduce(
    (now, pattern) => now.replace(pattern, (whole, start: string) => (start.endsWith('.d') ? whole : `${start}.js`)),
    text,
  );
