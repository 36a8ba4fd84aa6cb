/**
 * The walls of the house: which room may import from which. Data flows down the list and never back up. `npm run check`
 * holds every file to it (check.ts), types included. Places stand with spaces between them: a room, a file without its ending, or a
 * pattern of some.
 */

/** The shapes in which findings, atlas and pairs answer, `<part>-schema.ts`: what pages may know of the rooms that compute. */
export const shapes = 'analysis/(findings|atlas|pairs)/[a-z]+-schema';

/** The rooms of the runner, from the ground up: each may import from itself and from those named, and from no other. */
export const runnerRooms: Readonly<Record<string, string>> = {
  core: '',
  'io/formats': 'core',
  'sweep/executors': 'core',
  text: 'core io/formats',
  'nn/models': 'core io/formats',
  'nn/train': 'core io/formats nn/models',
  'nn/engines': 'core io/formats nn/models nn/train',
  'io/convert': 'core io/formats text nn/models nn/engines',
  'analysis/stats': 'core',
  'analysis/reading': 'core io/formats analysis/stats nn/models nn/engines',
  // The names of components stand in one table.
  'analysis/findings': 'core analysis/stats nn/models/networks analysis/pairs/pairs-schema',
  'analysis/atlas': 'core io/formats analysis/stats analysis/findings',
  'analysis/pairs': 'core text analysis/stats analysis/findings nn/models/networks',
  'io/embeddings': 'core io/formats analysis/stats text nn/models',
  'experiment/manifest': 'core io/formats sweep/executors text nn/models nn/train analysis/pairs',
  'experiment/results': 'core io/formats text nn/models analysis experiment/manifest',
  wording: `core experiment/results ${shapes} nn/models/networks`,
  experiment:
    'core io/formats sweep/executors text nn/models nn/engines nn/train io/convert analysis io/embeddings wording',
  sweep: 'core sweep/executors text nn/models nn/train nn/engines experiment',
  'cli/new': 'core io/formats text nn/models nn/engines experiment',
  'cli/terminal': 'core text nn/models analysis experiment/manifest experiment/results wording',
  publish: 'core experiment/results experiment/manifest',
  library: 'core io/formats text nn/models nn/train nn/engines io/convert analysis experiment',
  'cli/commands':
    'core io/formats text nn/models nn/engines nn/train io/convert analysis experiment sweep sweep/executors ' +
    'cli/new cli/terminal publish library open wording',
};

/** What is published, as all pages may know it. */
const published = `runner/experiment/results runner/wording runner/${shapes} runner/analysis/atlas/atlas-(arrays|file)`;

/** Of the runner's core what scripts and pages use too: places of arrays, how a text was cut into tokens, numbers as text. */
const plain = 'runner/core/(at|cut|format)';

/** Of the runner the live model in the browser runs these and nothing else: it reads as programs do where there is no Node. */
const liveModel =
  'runner/read runner/text/tokens runner/text/vocabulary runner/text/labels/nesting ' +
  'runner/analysis/reading/sample runner/analysis/stats/(auc|continuations|likeliest|logits)';

/** What the site's rooms may import: rooms of the site, and of the runner by their whole path. */
export const siteRooms: Readonly<Record<string, string>> = {
  styles: '',
  words:
    `${published} runner/core runner/analysis/findings runner/nn/models/cells runner/nn/models/networks ` +
    'runner/analysis/stats/(distributions|summary)',
  figures: `words ${published} runner/core`,
  // The file that a page loads is made where it is offered.
  data:
    `words ${published} runner/core runner/text/labels runner/analysis/stats/distributions ` +
    'runner/nn/models/(checkpoint|quantized-weights) runner/read',
  browser: `words figures ${plain} ${published} ${liveModel}`,
  components: `words figures data browser styles ${plain} ${published} runner/read runner/analysis/stats/(likeliest|logits)`,
  layouts: `words figures data styles components ${published}`,
  pages: `words figures data browser styles components layouts ${plain} ${published}`,
};

/** Rooms that are pure: neither they nor what they import reach files, processes, engines or the terminal. */
export const pureRooms =
  'runner/analysis/stats runner/analysis/findings runner/analysis/pairs runner/text/labels runner/analysis/atlas ' +
  'runner/sweep/executors/settings runner/wording site/words site/figures site/browser';

/**
 * What `npm run experiment` loads only when it needs it, rooms and packages: what is wrong with a manifest is told at once, without
 * all that would have run it.
 */
export const loadedLate = {
  by: 'runner/cli/commands/experiment.ts',
  places:
    'analysis/atlas analysis/findings analysis/reading analysis/stats experiment/results nn/engines io/convert library ' +
    'publish sweep(?!/executors) wording text/sources io/formats/texts/kinds io/formats/vectors cli/terminal/(claims|table)',
  packages: 'csv-parse htmlparser2 onnxruntime-node prismjs stopword string-width wrap-ansi',
};
