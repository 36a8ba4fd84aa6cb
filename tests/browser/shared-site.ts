/** The sites that tests look at, built from synthetic results under a base path, as GitHub Pages serves them. */
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runAstro } from '../../runner/cli/commands/program.ts';
import { type BuiltSite, buildSite, deliver } from '../../runner/publish/build.ts';
import { articleNames, articles } from '../../site/words/article/contents.ts';
import { asked as counted } from '../../site/words/article/counting.ts';
import { cases } from '../fixtures/results/cases.ts';
import { makeCalibration } from '../fixtures/results/make-calibration.ts';
import { makeResults } from '../fixtures/results/make-results.ts';
import { makeSweep } from '../fixtures/results/make-sweep.ts';
import { onceARun, oneAtATime, runFolder } from '../one-build.ts';

export const base = '/atlas/';
/** Where the pages say that they are published. */
export const publicSite = 'https://atlas.example';

/** Pages with nothing on them that others have not. */
export const likeOthers = [
  'articles/',
  ...['all-carriers', 'by-hand', 'lstm-dots', 'lstm-spaces', 'gru-2-layers/commas'].map((id) => `experiments/${id}/`),
  ...['hostile', 'no-curve'].map((id) => `experiments/${id}/features/inside-quotes/`),
];

/** The pages that a browser looks at in whole, by address; of pages that are alike, the one with the worst text. */
export const lookedAt = [
  '',
  'methods/',
  'glossary/',
  'compare/',
  'search/',
  'docs/',
  'docs/features/',
  'sweeps/which-size/',
  ...articleNames.map((name) => `articles/${name}/`),
  ...cases.map(({ id }) => `experiments/${id}/`).filter((page) => !likeOthers.includes(page)),
  ...['atlas/', 'pairs/', 'neurons/', 'neurons/45/', 'features/past-tense/'].map(
    (page) => `experiments/hostile/${page}`,
  ),
  'experiments/no-curve/atlas/',
  'features/past-tense/',
];

/** The typefaces are cut once for all builds, by whoever comes first. @param cache of a build, which is made where it is missing. */
export async function linkTypefaces(cache: string): Promise<void> {
  const typefaces = resolve('node_modules', '.astro', 'typefaces');
  await mkdir(typefaces, { recursive: true });
  await mkdir(cache, { recursive: true });
  await symlink(typefaces, join(cache, 'typefaces'), 'junction');
}

/** @param folder with `public`, and with `experiments` where there are write-ups. */
export async function buildIn(folder: string, { docs }: { docs: boolean }): Promise<BuiltSite> {
  const [publicDirectory, experiments, cache] = [
    join(folder, 'public'),
    join(folder, 'experiments'),
    join(folder, 'cache'),
  ];
  for (const file of ['favicon.svg', '.nojekyll']) await cp(join('public', file), join(publicDirectory, file));
  await mkdir(experiments, { recursive: true });
  await linkTypefaces(cache);
  // What Vitest tells its own processes Vite would take for the pages'.
  const own = {
    RNN_ATLAS_EXPERIMENTS: experiments,
    DEV: undefined,
    PROD: undefined,
    MODE: undefined,
    VITEST: undefined,
  };
  const run: typeof runAstro = (words, running) =>
    runAstro(words, { ...running, environment: { ...running?.environment, ...own } });
  return oneAtATime(() => buildSite(run, { publicDirectory, base, site: publicSite, cache, docs }));
}

/** What is written of the real lstm-dots stands with an experiment that was tested and with one that was not. */
const writtenOfDots = ['lstm-dots', 'no-curve'];

/**
 * The site of all synthetic results, a calibration, a sweep and write-ups, and of the real results that the articles tell of: built
 * once a run of the tests. Its files, and those that it was made of.
 */
export const sharedSite = () =>
  onceARun('site', async () => {
    const [publicDirectory, experiments, dist] = [
      join(runFolder, 'public'),
      join(runFolder, 'experiments'),
      join(runFolder, 'dist'),
    ];
    await makeResults(publicDirectory);
    await makeCalibration(publicDirectory);
    await makeSweep(publicDirectory);
    for (const id of [...Object.values(articles).map(({ experiment }) => experiment), counted.sweep])
      await cp(join('public/results', id), join(publicDirectory, 'results', id), { recursive: true });
    await cp('tests/fixtures/write-ups', experiments, { recursive: true });
    // The shorter of the two observed texts has 120 tokens.
    const dots = (await readFile('experiments/lstm-dots.mdx', 'utf8')).replace('to={140}', 'to={100}');
    for (const id of writtenOfDots) await writeFile(join(experiments, `${id}.mdx`), dots);
    const built = await buildIn(runFolder, { docs: true });
    await deliver(built, dist);
    await built.remove();
    return { dist, publicDirectory };
  });
