/**
 * Makes `lib/`, which the package carries instead of the sources: JavaScript with types and source maps, in the same
 * folders, and the site as Astro needs it (its pages, with the JavaScript beside them). `lib/` mirrors this project's
 * folder, so that every path between files holds in both. `npm pack` calls it; nothing in a clone reads `lib/`.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { packageProgram } from '../runner/cli/commands/program.ts';
import { withGenerated } from '../site/data/docs/loader.ts';
import { asCompiled } from './compiled-paths.ts';
import { showPackageReadme } from './readme.ts';

const project = fileURLToPath(new URL('..', import.meta.url));
const lib = join(project, 'lib');

/** What every site has; results and pictures of the README stay behind. */
const published = ['favicon.svg', 'calibration.json', 'manifest.schema.json', 'sweep.schema.json', '.nojekyll'];

function compile(): void {
  const { status } = spawnSync(process.execPath, [packageProgram('typescript', 'tsc'), '-p', 'tsconfig.package.json'], {
    cwd: project,
    // npm pack --json prints nothing else.
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('the sources could not be compiled');
}

/** Files of the runner and the site that are no TypeScript, and the types that it takes from beside packages. */
function copyTheRest(): void {
  for (const room of ['runner', 'site']) {
    for (const name of readdirSync(join(project, room), { recursive: true, encoding: 'utf8' })) {
      if (!(room === 'site' ? /\.(astro|css|mdx)$/ : /\.(wasm|d\.ts)$/).test(name)) continue;
      const from = join(project, room, name);
      const to = join(lib, room, name);
      cpSync(from, to, { recursive: true });
    }
  }
  for (const name of published) cpSync(join(project, 'public', name), join(lib, 'public', name));
  cpSync(join(project, 'astro.config.mjs'), join(lib, 'astro.config.mjs'));
  // The programs that make its pictures stay behind.
  cpSync(join(project, 'docs'), join(lib, 'docs'), { recursive: true, filter: (name) => !name.endsWith('.ts') });
  const { name, version, type, license, optionalDependencies } = JSON.parse(
    readFileSync(join(project, 'package.json'), 'utf8'),
  );
  const own = { name, version, type, license, optionalDependencies };
  writeFileSync(join(lib, 'package.json'), `${JSON.stringify(own)}\n`);
}

/** `rnn-atlas/read` is one file that a page loads as it is: with what it imports, and nothing of Node. */
const bundleReading = () =>
  build({
    entryPoints: [join(project, 'runner/read.ts')],
    outfile: join(lib, 'read.js'),
    bundle: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2024',
    minify: true,
    logLevel: 'error',
  });

/** The documentation of the library is read from its sources, which the package does not bring. */
async function describeLibrary(): Promise<void> {
  const page = join(lib, 'docs/program.md');
  writeFileSync(page, await withGenerated(readFileSync(page, 'utf8'), join(project, 'docs')));
}

/** Astro takes every file among its pages for a page: no maps there, and none named. Nobody imports the site: no types. */
function leaveOutTypesOfTheSite(): void {
  for (const name of readdirSync(join(lib, 'site'), { recursive: true, encoding: 'utf8' })) {
    const path = join(lib, 'site', name);
    if (/\.d\.ts$|^pages\b.*\.map$/.test(name)) rmSync(path);
    else if (/^pages\b.*\.js$/.test(name))
      writeFileSync(path, readFileSync(path, 'utf8').replace(/\/\/# sourceMappingURL=\S+\s*$/, ''));
  }
}

/** Paths of TypeScript files become those of the files that were made of them. */
function settlePaths(): void {
  for (const name of readdirSync(lib, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(js|mjs|astro|mdx|d\.ts)$/.test(name)) continue;
    const path = join(lib, name);
    const text = readFileSync(path, 'utf8');
    const settled = asCompiled(text);
    if (settled !== text) writeFileSync(path, settled);
  }
}

rmSync(lib, { recursive: true, force: true });
compile();
leaveOutTypesOfTheSite();
copyTheRest();
await bundleReading();
await describeLibrary();
settlePaths();
showPackageReadme();
