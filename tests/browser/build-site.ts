/** Builds the site from the synthetic results into a fresh folder, under a base path as GitHub Pages does. */
import { spawn } from 'node:child_process';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildFolder } from '../../runner/publish/build.ts';
import type { Case } from '../fixtures/results/cases.ts';
import { makeResults } from '../fixtures/results/make-results.ts';
import { linkTypefaces, oneAtATime } from '../one-build.ts';

export const base = '/atlas/';
/** Where the pages say that they are published. */
export const publicSite = 'https://atlas.example';

/** What is written of the real lstm-dots stands with an experiment that was tested and with one that was not. */
export const writtenOfDots = ['lstm-dots', 'no-curve'];

export interface BuiltSite {
  /** The folder to serve under `base`. */
  dist: string;
  /** The folder with `results/`. */
  publicDirectory: string;
  /** What `astro build` took, and the time of the processor that it needed for that. */
  seconds: number;
  work: number;
  exitCode: number | null;
  output: string;
  remove(): Promise<void>;
}

/**
 * `prepare` may change the public folder before the build, and put write-ups into `experiments` beside it. The documentation
 * is left out where it is of no interest: it takes a third of the time of a small site.
 */
export async function buildSite(
  chosen?: readonly Case[],
  prepare?: (publicDirectory: string) => Promise<void>,
  { documentation = false } = {},
): Promise<BuiltSite> {
  const folder = await buildFolder();
  const publicDirectory = join(folder, 'public');
  const experiments = join(folder, 'experiments');
  const dist = join(folder, 'dist');
  for (const file of ['favicon.svg', '.nojekyll']) await cp(join('public', file), join(publicDirectory, file));
  await mkdir(experiments);
  await linkTypefaces(join(folder, 'cache'));
  await makeResults(publicDirectory, chosen);
  await prepare?.(publicDirectory);
  let begin = performance.now();
  const { exitCode, output, work } = await oneAtATime(() => {
    begin = performance.now();
    return astroBuild({
      RNN_ATLAS_PUBLIC: publicDirectory,
      RNN_ATLAS_EXPERIMENTS: experiments,
      RNN_ATLAS_DIST: dist,
      RNN_ATLAS_CACHE: join(folder, 'cache'),
      RNN_ATLAS_BASE: base,
      RNN_ATLAS_SITE: publicSite,
      ...(!documentation && { RNN_ATLAS_DOCS: join(folder, 'no-docs') }),
    });
  });
  return {
    dist,
    publicDirectory,
    seconds: (performance.now() - begin) / 1000,
    work,
    exitCode,
    output,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Tells the fourth of its streams, when it ends, for how many seconds the process had a core. */
const tellsItsWork = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from 'node:fs';
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    writeSync(3, String((user + system) / 1e6));
  });
`)}`;

function astroBuild(environment: Record<string, string>): Promise<Pick<BuiltSite, 'exitCode' | 'output' | 'work'>> {
  return new Promise((resolve, reject) => {
    const astro = join('node_modules', 'astro', 'bin', 'astro.mjs');
    const build = spawn(process.execPath, ['--import', tellsItsWork, astro, 'build'], {
      env: { ...process.env, ...environment, ASTRO_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    let [output, work] = ['', ''];
    const hear = (chunk: string): void => {
      output += chunk;
    };
    build.stdout?.setEncoding('utf8').on('data', hear);
    build.stderr?.setEncoding('utf8').on('data', hear);
    build.stdio[3]?.on('data', (chunk) => {
      work += chunk;
    });
    build.on('error', reject);
    build.on('close', (exitCode) => resolve({ exitCode, output, work: Number(work) }));
  });
}
