/** A validator is for whoever reads files that others wrote; in a page it would be half of the scripts, and the page's policy refuses its `eval`. */
import { globSync } from 'node:fs';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

/** What of the packages comes along with a script, unused exports left out. */
async function packagesIn(code: { entryPoints: string[] } | { stdin: { contents: string; resolveDir: string } }) {
  const { metafile } = await build({
    ...code,
    bundle: true,
    format: 'esm',
    outdir: 'not-written',
    write: false,
    metafile: true,
    minify: true,
    logLevel: 'silent',
    external: ['node:*', '*.wasm'],
  });
  const packages = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) =>
      bytesInOutput > 0 ? (/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []) : [],
    ),
  );
  return new Set(packages);
}

test('no script of a page brings the validator along', async () => {
  const entryPoints = globSync('site/browser/*.ts');
  expect(entryPoints.length).toBeGreaterThan(15);
  expect([...(await packagesIn({ entryPoints }))]).not.toContain('zod');
});

test('one that asks a schema module for anything but types would', async () => {
  const contents =
    "import { atlasSchema } from './runner/analysis/atlas/atlas-schema.ts'; globalThis.schema = atlasSchema;";
  expect([...(await packagesIn({ stdin: { contents, resolveDir: process.cwd() } }))]).toContain('zod');
});
