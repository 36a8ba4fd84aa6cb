/**
 * The walls of the house: which room may import from which. Data flows down the list and never back up. `npm run check`
 * holds every file to it (cruise.ts), types included.
 */

/**
 * The shapes of what is published, `results/<part>-schema.ts`: the words in which ladder and atlas answer. They import
 * nothing but one another and the cells' tables (and zod). That of the evidence is none of them: it is made of the findings.
 */
export const shapes = 'results/(?!evidence)[a-z]+-schema';

/** The rooms of the runner, from the ground up: each may import from itself and from those named, and from no other. */
export const runnerRooms: Readonly<Record<string, readonly string[]>> = {
  core: [],
  formats: ['core'],
  executors: ['core'],
  stats: ['core'],
  corpus: ['core', 'formats'],
  models: ['core', 'formats'],
  features: ['core', 'formats', 'corpus', 'stats'],
  ladder: ['core', 'stats', shapes],
  atlas: ['core', 'formats', 'stats', 'ladder', shapes],
  pairs: ['core', 'corpus', 'stats', shapes],
  engines: ['core', 'formats', 'models'],
  training: ['core', 'formats', 'models', 'engines'],
  recording: ['core', 'formats', 'stats', 'models', 'engines'],
  embeddings: ['core', 'formats', 'stats', 'corpus', 'models'],
  // The names of components stand in one table.
  words: ['core', 'results', 'models/networks'],
  manifest: ['core', 'formats', 'executors', 'corpus', 'models', 'training', 'features', 'pairs'],
  results: ['core', 'formats', 'stats', 'models', 'features', 'ladder', 'atlas', 'manifest'],
  exchange: ['core', 'formats', 'corpus', 'models', 'engines'],
  experiment: [
    ...['core', 'formats', 'stats', 'corpus', 'models', 'features', 'ladder', 'atlas', 'engines', 'training'],
    ...['recording', 'embeddings', 'manifest', 'results', 'words', 'exchange', 'pairs'],
  ],
  sweep: ['core', 'executors', 'corpus', 'models', 'training', 'engines', 'manifest', 'results', 'experiment'],
  scaffold: [...['core', 'formats', 'corpus', 'models', 'features', 'engines', 'manifest', 'experiment']],
  terminal: ['core', 'stats', 'models', 'features', 'ladder', 'manifest', 'results', 'words'],
  publish: ['core', 'results'],
  calibration: [
    ...['core', 'formats', 'stats', 'corpus', 'models', 'features', 'ladder', 'atlas', 'engines', 'training'],
    ...['recording', 'manifest', 'results', 'experiment', 'pairs'],
  ],
  library: [
    ...['core', 'stats', 'corpus', 'models', 'features', 'engines', 'recording', 'manifest', 'results', 'experiment'],
    ...['exchange', 'pairs'],
  ],
  commands: [
    ...['core', 'formats', 'corpus', 'models', 'features', 'ladder', 'engines', 'training', 'recording', 'manifest'],
    ...['results', 'exchange', 'experiment', 'sweep', 'executors', 'scaffold', 'terminal', 'publish', 'calibration'],
    ...['library', 'open', 'words'],
  ],
};

/** Of the runner's core what scripts and pages use too: places of arrays, how a text was cut into tokens, numbers in words. */
const plain = ['at', 'cut', 'words'].map((file) => `runner/core/${file}.ts`);

/** What the site's rooms may import: rooms of the site, and of the runner by their whole path. */
export const siteRooms: Readonly<Record<string, readonly string[]>> = {
  styles: [],
  words: [
    'runner/core',
    'runner/results',
    'runner/words',
    'runner/ladder',
    'runner/models/cells',
    'runner/models/networks',
    ...['distributions', 'shift', 'summary'].map((file) => `runner/stats/${file}.ts`),
  ],
  figures: ['words', 'runner/core', 'runner/results', 'runner/words', 'runner/models/cells'],
  data: [
    'words',
    'runner/core',
    'runner/results',
    'runner/words',
    'runner/features',
    ...['distributions', 'spectrum'].map((file) => `runner/stats/${file}`),
  ],
  browser: ['words', 'figures', ...plain, 'runner/results', 'runner/words'],
  components: ['words', 'figures', 'data', 'browser', 'styles', ...plain, 'runner/results', 'runner/words'],
  layouts: ['words', 'figures', 'data', 'styles', 'components', 'runner/results', 'runner/words'],
  pages: [
    ...['words', 'figures', 'data', 'browser', 'styles', 'components', 'layouts'],
    ...plain,
    'runner/results',
    'runner/words',
  ],
};

/** Rooms that are pure: neither they nor what they import reach files, processes, engines or the terminal. */
export const pureRooms: readonly string[] = [
  ...[
    'runner/stats',
    'runner/ladder',
    'runner/pairs',
    'runner/features',
    'runner/atlas',
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
    ...[
      'atlas',
      'engines',
      'exchange',
      'ladder',
      'library',
      'publish',
      'recording',
      'results',
      'stats',
      'sweep',
      'words',
    ],
    ...['corpus/sources', 'formats/texts/kinds', 'formats/vectors', 'terminal/claims', 'terminal/table'],
  ],
  packages: ['csv-parse', 'htmlparser2', 'onnxruntime-node', 'prismjs', 'stopword', 'string-width', 'wrap-ansi'],
};

/** Of the runner the live model in the browser runs these and nothing else: the same reading and sampling as the runner's. */
export const liveModelMayImport: readonly string[] = [
  'runner/models/',
  'runner/corpus/tokens.ts',
  'runner/corpus/vocabulary.ts',
  'runner/formats/safetensors/file.ts',
  'runner/features/nesting.ts',
  'runner/recording/sample.ts',
  'runner/stats/auc.ts',
  'runner/stats/likeliest.ts',
  'runner/stats/substitutes.ts',
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
