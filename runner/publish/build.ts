/** Builds the site into a folder of its own, so that nobody's `dist` is touched. Runs Astro as a program. */
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { RunError } from '../core/errors.ts';
import { inPackage } from '../core/place.ts';
import { astroRun, siteProject } from './astro.ts';

export interface Build {
  /** The folder with `results/`. */
  publicDirectory: string;
  /** The path under which the pages will be served, with both slashes. */
  base: string;
  /** 'https://<you>.github.io', null when unknown. */
  site: string | null;
  /** False: without the documentation, of which a page that is taken away shows nothing. */
  docs?: boolean;
  /** With figures for a paper: millimetres, and the neuron that they are of. */
  paper?: { width: number; neuron: number | null };
}

export interface BuiltSite {
  dist: string;
  seconds: number;
  remove(): Promise<void>;
}

/**
 * @param astro the file of Astro's command.
 * @throws RunError with the end of what Astro said when the site cannot be built.
 */
export async function buildSite(
  astro: string,
  { publicDirectory, base, site, docs = true, paper }: Build,
): Promise<BuiltSite> {
  const folder = await buildFolder();
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const dist = join(folder, 'dist');
  const begin = performance.now();
  // In a clone write-ups and models are the project's own, wherever the command is given.
  const { cwd, environment } = await astroRun(inPackage ? resolve('.') : siteProject, folder);
  const { code, output } = await run(astro, cwd, {
    ...environment,
    RNN_ATLAS_PUBLIC: resolve(publicDirectory),
    RNN_ATLAS_DIST: dist,
    RNN_ATLAS_CACHE: join(folder, 'cache'),
    RNN_ATLAS_BASE: base,
    ...(site === null ? {} : { RNN_ATLAS_SITE: site }),
    ...(!docs && { RNN_ATLAS_DOCS: join(folder, 'no-docs') }),
    ...(paper && { RNN_ATLAS_PAPER: JSON.stringify(paper) }),
  });
  if (code !== 0) {
    await remove();
    throw new RunError('site-not-built', {
      what: `The site could not be built: ${reasonOf(output)}`,
    });
  }
  return { dist, seconds: (performance.now() - begin) / 1000, remove };
}

/**
 * A fresh folder to build into. In a clone it lies in the project: pages that go elsewhere are made ready in one folder of
 * the project, where builds at the same time would take each other's files away. In the package it is Astro's project.
 */
export async function buildFolder(): Promise<string> {
  if (inPackage) return realpath(await mkdtemp(join(tmpdir(), 'rnn-atlas-site-')));
  const builds = join(siteProject, '.astro', 'builds');
  await mkdir(builds, { recursive: true });
  return mkdtemp(join(builds, 'build-'));
}

/** What Astro says went wrong: from its last [ERROR] on, without its log's times and its stack traces. */
export function reasonOf(output: string): string {
  const lines = output.trim().split('\n');
  const last = lines.findLastIndex((line) => line.includes('[ERROR]'));
  const said = lines.slice(last === -1 ? 0 : last).map((line) => line.trim());
  const hint = said.indexOf('Hint:');
  const words = said
    .slice(0, hint === -1 ? undefined : hint)
    .filter((line) => !/^(at |Stack trace:|Node\.js v|$)/.test(line));
  // A page's own message follows the line that names the page.
  const message = last !== -1 && words.length > 1 ? words.slice(1) : words.slice(-6);
  return message.join(' ').replace(/^[\d:]+ \[ERROR\]\s*/, '');
}

function run(
  astro: string,
  cwd: string,
  environment: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [astro, 'build'], {
      cwd,
      env: { ...ownEnvironment(), ...environment, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    child.on('error', failed);
    child.on('close', (code) => done({ code, output }));
  });
}

/** Without a BASE_URL, which Vite takes for the pages' own, and as a build for readers whatever the shell says. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const { BASE_URL, ...rest } = process.env;
  return { ...rest, NODE_ENV: 'production' };
}

/** A public folder with one result, and what every site has (icon, schema); to be removed by the caller. */
export async function publicFolderOf(result: string, id: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-public-'));
  const common = join(siteProject, 'public');
  for (const name of await readdir(common)) {
    if (name !== 'results') await cp(join(common, name), join(folder, name), { recursive: true });
  }
  await mkdir(join(folder, 'results'));
  await cp(result, join(folder, 'results', id), { recursive: true });
  return folder;
}
