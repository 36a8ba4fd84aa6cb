/**
 * The walls of the house: which room may import from which. Data flows down the list and never back up. `npm run check`
 * holds every file to it (cruise.ts), types included.
 */

/** The shapes in which findings, atlas and pairs answer, `<part>-schema.ts`: what pages may know of the rooms that compute. */
export const shapes = 'analysis/(findings|atlas|pairs)/[a-z]+-schema';

/** The rooms of the runner, from the ground up: each may import from itself and from those named, and from no other. */
export const runnerRooms: Readonly<Record<string, readonly string[]>> = {
  core: [],
  formats: ['core'],
  executors: ['core'],
  text: ['core', 'formats'],
  models: ['core', 'formats'],
  engines: ['core', 'formats', 'models'],
  training: ['core', 'formats', 'models', 'engines'],
  exchange: ['core', 'formats', 'text', 'models', 'engines'],
  'analysis/stats': ['core'],
  'analysis/reading': ['core', 'formats', 'analysis/stats', 'models', 'engines'],
  // The names of components stand in one table.
  'analysis/findings': ['core', 'analysis/stats', 'models/networks', 'analysis/pairs/pairs-schema'],
  'analysis/atlas': ['core', 'formats', 'analysis/stats', 'analysis/findings'],
  'analysis/pairs': ['core', 'text', 'analysis/stats', 'analysis/findings', 'models/networks'],
  embeddings: ['core', 'formats', 'analysis/stats', 'text', 'models'],
  'experiment/manifest': ['core', 'formats', 'executors', 'text', 'models', 'training', 'analysis/pairs'],
  'experiment/results': ['core', 'formats', 'text', 'models', 'analysis', 'experiment/manifest'],
  words: ['core', 'experiment/results', shapes, 'models/networks'],
  experiment: [
    ...['core', 'formats', 'executors', 'text', 'models', 'engines', 'training', 'exchange', 'analysis', 'embeddings'],
    'words',
  ],
  sweep: ['core', 'executors', 'text', 'models', 'training', 'engines', 'experiment'],
  scaffold: ['core', 'formats', 'text', 'models', 'engines', 'experiment'],
  terminal: ['core', 'text', 'models', 'analysis', 'experiment/manifest', 'experiment/results', 'words'],
  publish: ['core', 'experiment/results'],
  library: ['core', 'text', 'models', 'engines', 'exchange', 'analysis', 'experiment'],
  commands: [
    ...['core', 'formats', 'text', 'models', 'engines', 'training', 'exchange', 'analysis', 'experiment', 'sweep'],
    ...['executors', 'scaffold', 'terminal', 'publish', 'library', 'open', 'words'],
  ],
};

/** Of the runner's core what scripts and pages use too: places of arrays, how a text was cut into tokens, numbers in words. */
const plain = ['at', 'cut', 'words'].map((file) => `runner/core/${file}.ts`);

/** What is published, as all pages may know it. */
const published = [
  ...['runner/experiment/results', 'runner/words', `runner/${shapes}`],
  'runner/analysis/atlas/atlas-(arrays|file)',
];

/** What the site's rooms may import: rooms of the site, and of the runner by their whole path. */
export const siteRooms: Readonly<Record<string, readonly string[]>> = {
  styles: [],
  words: [
    ...published,
    'runner/core',
    'runner/analysis/findings',
    'runner/models/cells',
    'runner/models/networks',
    ...['distributions', 'shift', 'summary'].map((file) => `runner/analysis/stats/${file}.ts`),
  ],
  figures: ['words', ...published, 'runner/core', 'runner/models/cells'],
  data: [
    'words',
    ...published,
    'runner/core',
    'runner/text/labels',
    ...['distributions', 'spectrum'].map((file) => `runner/analysis/stats/${file}`),
  ],
  browser: ['words', 'figures', ...plain, ...published],
  components: ['words', 'figures', 'data', 'browser', 'styles', ...plain, ...published],
  layouts: ['words', 'figures', 'data', 'styles', 'components', ...published],
  pages: ['words', 'figures', 'data', 'browser', 'styles', 'components', 'layouts', ...plain, ...published],
};

/** Rooms that are pure: neither they nor what they import reach files, processes, engines or the terminal. */
export const pureRooms: readonly string[] = [
  ...[
    'runner/analysis/stats',
    'runner/analysis/findings',
    'runner/analysis/pairs',
    'runner/text/labels',
    'runner/analysis/atlas',
    'runner/executors',
    'runner/words',
  ],
  ...['site/words', 'site/figures', 'site/browser'],
];

/**
 * What `npm run experiment` loads only when it needs it, rooms and packages: what is wrong with a manifest is told at once, without
 * all that would have run it.
 */
export const loadedLate: {
  readonly by: string;
  readonly places: readonly string[];
  readonly packages: readonly string[];
} = {
  by: 'runner/commands/experiment.ts',
  places: [
    ...['analysis/atlas', 'analysis/findings', 'analysis/reading', 'analysis/stats', 'experiment/results'],
    ...['engines', 'exchange', 'library', 'publish', 'sweep', 'words'],
    ...['text/sources', 'formats/texts/kinds', 'formats/vectors', 'terminal/claims', 'terminal/table'],
  ],
  packages: ['csv-parse', 'htmlparser2', 'onnxruntime-node', 'prismjs', 'stopword', 'string-width', 'wrap-ansi'],
};

/** Of the runner the live model in the browser runs these and nothing else: the same reading and sampling as the runner's. */
export const liveModelMayImport: readonly string[] = [
  'runner/models/',
  'runner/text/tokens.ts',
  'runner/text/vocabulary.ts',
  'runner/formats/safetensors/file.ts',
  'runner/text/labels/nesting.ts',
  'runner/analysis/reading/sample.ts',
  'runner/analysis/stats/auc.ts',
  'runner/analysis/stats/likeliest.ts',
  'runner/analysis/stats/substitutes.ts',
];

/** An arrow that stands although the plan has it otherwise, and why. There should be none. */
export interface Exception {
  /** The beginning of the importing file's path. */
  readonly from: string;
  /** The beginning of the imported file's path. */
  readonly to: string;
  readonly why: string;
}

export const exceptions: readonly Exception[] = [];
