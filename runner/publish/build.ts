/**
 * Builds the site into a folder of its own, so that nobody's `dist` is touched until the whole of it can take its place.
 * Runs Astro as a program.
 */
import { cp, mkdir, mkdtemp, readdir, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { replaceFolder } from '../core/atomic-files.ts';
import { exitCode, InputError, Interrupted, RunError } from '../core/errors.ts';
import { both, counted } from '../core/format.ts';
import { asTyped, inPackage } from '../core/installation.ts';
import { exists, pathFrom } from '../core/paths.ts';
import { damagedResults, sumsFile } from '../experiment/results/result-folder.ts';
import { astroRun, siteProject } from './astro.ts';

export interface Build {
  publicDirectory: string;
  /** The path under which the pages will be served, with both slashes; null: that of the environment or of site.yaml. */
  base: string | null;
  /** 'https://<you>.github.io'; null: that of the environment or of site.yaml, if any. */
  site: string | null;
  /** Where what builds have in common is kept; nowhere when left out. */
  cache?: string;
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

/** Runs Astro's command with these words; returns its exit code. */
type RunAstro = (
  words: readonly string[],
  running: { cwd: string; environment: NodeJS.ProcessEnv; onOutput(text: string): void },
) => Promise<number>;

/** @throws RunError with the reason that Astro gives when the site cannot be built; Interrupted when it was told to end. */
export async function buildSite(
  runAstro: RunAstro,
  { publicDirectory, base, site, cache, docs = true, paper }: Build,
): Promise<BuiltSite> {
  await checkResults(publicDirectory);
  const folder = await buildFolder();
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const dist = join(folder, 'dist');
  const begin = performance.now();
  try {
    // In a clone write-ups and models are the project's own, wherever the command is given.
    const { cwd, environment } = await astroRun(inPackage ? resolve('.') : siteProject, folder);
    let output = '';
    const code = await runAstro(['build'], {
      cwd,
      environment: {
        ...environment,
        RNN_ATLAS_PUBLIC: resolve(publicDirectory),
        RNN_ATLAS_DIST: dist,
        RNN_ATLAS_CACHE: cache ?? join(folder, 'cache'),
        ...(base !== null && { RNN_ATLAS_BASE: base }),
        ...(site !== null && { RNN_ATLAS_SITE: site }),
        ...(!docs && { RNN_ATLAS_DOCS: join(folder, 'no-docs') }),
        ...(paper && { RNN_ATLAS_PAPER: JSON.stringify(paper) }),
        // Vite takes it for the pages' own.
        BASE_URL: undefined,
        // Built for readers, whatever the shell says.
        NODE_ENV: 'production',
        NO_COLOR: '1',
      },
      onOutput(text) {
        output += text;
        if (process.env.DEBUG) process.stderr.write(text);
      },
    });
    if (code === exitCode.interrupted) throw new Interrupted('stopped-building', { what: 'The build was stopped' });
    if (code !== exitCode.done) throw new RunError('site-not-built', { what: reasonOf(output) });
  } catch (error) {
    await remove();
    throw error;
  }
  return { dist, seconds: (performance.now() - begin) / 1000, remove };
}

/** @throws InputError that names the files of published results that are not what was written. */
async function checkResults(publicDirectory: string): Promise<void> {
  const [first, ...more] = await damagedResults(join(publicDirectory, 'results'));
  if (first === undefined) return;
  const results = more.length === 0 ? '' : `, and files of ${counted(more.length, 'other result')}`;
  const shown = pathFrom(process.cwd(), join(publicDirectory, 'results', first.id));
  throw new InputError('result-damaged', {
    what: `${both(first.files.slice(0, 3))} in ${shown} ${first.files.length === 1 ? 'is' : 'are'} not what was written${results}`,
    fix: asTyped(
      `Run the experiment again (npm run experiment experiments/${first.id}.yaml) or take the files back from git; if you meant to change them, delete ${sumsFile} there`,
    ),
  });
}

/** What every built site has, and hardly another folder. */
const mark = '_astro';

/** @throws InputError when a folder holds something that is no built site, which `deliver` would take away. */
export async function checkDelivery(target: string): Promise<void> {
  const there = (await exists(target)) ? await readdir(target) : [];
  if (there.length === 0 || there.includes(mark)) return;
  throw new InputError('no-built-site', {
    what: `${pathFrom(process.cwd(), target)} holds other files than a built site`,
  });
}

/** Lets a built site take the place of the one in `target`. A repository of git that lies there stays. */
export async function deliver({ dist }: Pick<BuiltSite, 'dist'>, target: string): Promise<void> {
  // Behind a link, what it leads to is replaced.
  const place = await realpath(target).catch(() => target);
  await mkdir(dirname(place), { recursive: true });
  await replaceFolder(place, async (fresh) => {
    await cp(dist, fresh, { recursive: true });
    const repository = join(place, '.git');
    if (await exists(repository)) await cp(repository, join(fresh, '.git'), { recursive: true });
  });
}

/**
 * A fresh folder to build into. In a clone it lies in the project: pages that go elsewhere are made ready in one folder of
 * the project, where builds at the same time would take each other's files away. In the package it is Astro's project.
 */
export async function buildFolder(): Promise<string> {
  if (inPackage) return realpath(await workingFolder(tmpdir(), 'rnn-atlas-site-'));
  const builds = join(siteProject, '.astro', 'builds');
  await mkdir(builds, { recursive: true });
  return workingFolder(builds, 'build-');
}

/** No build takes so many milliseconds. */
const day = 86_400_000;

/** A fresh folder; those of builds that were killed, of a day ago and before, are removed. */
export async function workingFolder(parent: string, prefix: string, now = Date.now()): Promise<string> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const place = join(parent, name);
    const left = await stat(place).catch(() => null);
    // Another user's stay.
    if (left !== null && now - left.mtimeMs > day) await rm(place, { recursive: true, force: true }).catch(() => {});
  }
  return mkdtemp(join(parent, prefix));
}

/** What Astro says went wrong: from its last [ERROR] on, without its log's times, its hints and its stack traces. */
export function reasonOf(output: string): string {
  const lines = output
    .trim()
    .split('\n')
    .map((line) => line.trim());
  const last = lines.findLastIndex((line) => line.includes('[ERROR]'));
  const said = lines.slice(Math.max(0, last));
  const end = said.findIndex((line) => /^(?:at |Hint:|Stack trace:|Node\.js v)/.test(line));
  const words = said.slice(0, end === -1 ? undefined : end);
  // A page's own message follows the line that names the page.
  const message = last !== -1 && words.length > 1 ? words.slice(1) : words.slice(-6);
  return message.join(' ').replace(/^[\d:]+ \[ERROR\]\s*/, '');
}

/** A public folder with one result, and what every site has (icon, schema); to be removed by the caller. */
export async function publicFolderOf(result: string, id: string): Promise<string> {
  const folder = await workingFolder(tmpdir(), 'rnn-atlas-public-');
  const common = join(siteProject, 'public');
  for (const name of await readdir(common)) {
    if (name !== 'results') await cp(join(common, name), join(folder, name), { recursive: true });
  }
  await mkdir(join(folder, 'results'));
  await cp(result, join(folder, 'results', id), { recursive: true });
  return folder;
}

/** What a built site weighs, bytes: the whole, and its largest file. */
export async function weigh(folder: string) {
  const all = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((each) => each.isFile());
  const weights = await Promise.all(
    all.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return { name: relative(folder, path), bytes: (await stat(path)).size };
    }),
  );
  const [largest = { name: '', bytes: 0 }] = weights.toSorted((a, b) => b.bytes - a.bytes);
  return { total: weights.reduce((sum, { bytes }) => sum + bytes, 0), files: weights.length, largest };
}
