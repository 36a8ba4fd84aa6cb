/** What the browser tests share: the pages of the built site, and a watch over what a page does wrong. */
import { readFileSync } from 'node:fs';
import { type Page, test as plain } from '@playwright/test';
import { claimedNeurons } from '../../site/words/atlas/address.ts';
import { docsPages } from '../../site/words/docs/contents.ts';
import { acrossFolder, featureFolder } from '../../site/words/page-features.ts';
import { buildResult } from '../fixtures/results/build-result.ts';
import { type Case, cases } from '../fixtures/results/cases.ts';
import { inventedSweep } from '../fixtures/results/make-sweep.ts';

export { expect } from '@playwright/test';

export const experimentPath = (id: string): string => `experiments/${encodeURIComponent(id)}/`;

/** Another feature of an experiment than its leading one. */
export const featurePath = (id: string, feature: string): string => `${experimentPath(id)}${feature}/`;

export const sweepPath = `sweeps/${inventedSweep.id}/`;

export const atlasPath = (id: string): string => `${experimentPath(id)}atlas/`;

/** The case with pairs (make-results.ts). */
export const pairsPath = `${experimentPath('hostile')}pairs/`;

/** The cases with an atlas. */
const withAtlas = cases.filter(({ atlas }) => atlas !== 'none').map(({ id }) => id);

/** The pages of single neurons: of those that a case makes claims about. */
const neuronPathsOf = (id: string): string[] => {
  const { component, layer } = caseNamed(id);
  const atlases = [{ component, layer, path: '', bytes: 0 }];
  return claimedNeurons({ ...buildResult(caseNamed(id)).result, atlases }).map(
    (neuron) => `${experimentPath(id)}neurons/${neuron}/`,
  );
};
export const neuronPaths = neuronPathsOf('hostile');

export function caseNamed(id: string): Case {
  const found = cases.find((each) => each.id === id);
  if (!found) throw new Error(`no case ${id}`);
  return found;
}

export const neuronsPath = `${experimentPath('hostile')}neurons/`;

/** The features of the cases with an atlas (tests/fixtures/results/made-atlas.ts), by the paths of their pages. */
const featuresOf = (id: string): { name: string }[] => [
  ...caseNamed(id).features,
  ...['inside quotes', 'past tense', 'late in a line', 'never there'].map((name) => ({ name })),
];
const featurePagesOf = (id: string): string[] => {
  const features = featuresOf(id);
  const asked = new Set(caseNamed(id).features.map(({ name }) => name));
  // What an experiment asks for has its page there.
  return features.flatMap(({ name }, index) =>
    asked.has(name) ? [] : [`${experimentPath(id)}features/${featureFolder({ features }, index + 1)}/`],
  );
};
export const pastTensePath = `${experimentPath('hostile')}features/past-tense/`;
const acrossPaths = [
  ...new Set(withAtlas.flatMap((id) => featuresOf(id).map(({ name }) => `features/${acrossFolder(name)}/`))),
];

/** The pages of the documentation besides their list. */
const docsPaths = docsPages(readFileSync('docs/README.md', 'utf8')).map(({ id }) => `docs/${id}/`);

/** Every page, by its path under the base; of pages that are alike, the one with the worst text. */
export const pagePaths = [
  '',
  'methods/',
  'articles/',
  'glossary/',
  'compare/',
  'search/',
  'docs/',
  'docs/features/',
  sweepPath,
  ...cases.map(({ id }) => experimentPath(id)),
  featurePath('gru-2-layers', 'commas'),
  atlasPath('hostile'),
  atlasPath('no-curve'),
  pairsPath,
  ...neuronPaths.slice(0, 1),
  neuronsPath,
  'features/past-tense/',
  pastTensePath,
  ...featurePagesOf('hostile').slice(0, 1),
  ...featurePagesOf('no-curve').slice(0, 1),
];

/** The pages that are like one of those. */
export const alikePaths = [
  featurePath('catalogue', 'feature-2'),
  ...[
    ...withAtlas.flatMap((id) => [atlasPath(id), `${experimentPath(id)}neurons/`]),
    ...withAtlas.flatMap(neuronPathsOf),
    ...withAtlas.flatMap(featurePagesOf),
    ...acrossPaths,
  ].filter((path) => !pagePaths.includes(path)),
  ...docsPaths.filter((path) => !pagePaths.includes(path)),
];

/** A test that fails when its page logs an error, asks for something that is not there, or opens a dialog. */
export const test = plain.extend<{ faults: string[] }>({
  faults: [
    async ({ page }, use) => {
      const faults: string[] = [];
      watch(page, faults);
      await use(faults);
      plain.expect(faults).toEqual([]);
    },
    { auto: true },
  ],
});

function watch(page: Page, faults: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => {
    // A page that a test leaves, or that asks anew, gives up what it was still asking for. What is not there answers 404.
    const givenUp = request.failure()?.errorText === 'net::ERR_ABORTED';
    if (!givenUp) faults.push(`failed: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
}

export interface Build {
  dist: string;
  publicDirectory: string;
  seconds: number;
  work: number;
}

/** Where the served site was built, how long that took, and for how many seconds it had a core. */
export async function builtSite(page: Page): Promise<Build> {
  const response = await page.request.get('/build.json');
  return (await response.json()) as Build;
}

/** The reader chooses a neuron in another figure of the page. */
export const announced = (page: Page, neuron: number): Promise<void> =>
  page.evaluate((detail) => {
    document.dispatchEvent(new CustomEvent('chosenneuron', { detail }));
  }, neuron);
