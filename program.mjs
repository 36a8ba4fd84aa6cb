// The library: the sources in a clone, and what was compiled of them in the package. A test holds this list to that of
// runner/index.ts, where each function is documented.
import { existsSync } from 'node:fs';

const sources = new URL('./runner/index.ts', import.meta.url);
const library = await import(existsSync(sources) ? sources.href : './lib/runner/index.js');

export const {
  AtlasError,
  InputError,
  Interrupted,
  RunError,
  Vocabulary,
  amplitudeSpectrum,
  auc,
  bandPeak,
  benjaminiHochberg,
  chooseEngine,
  errorCatalogue,
  fisherG,
  frequency,
  headline,
  loadCheckpoint,
  loadManifest,
  manifestOf,
  mannWhitneyP,
  memorySink,
  observe,
  open,
  pointBiserial,
  random,
  readResult,
  reasonSentence,
  relevance,
  runExperiment,
  sample,
  saveCheckpoint,
  tokenize,
  trainSteps,
  unknownToken,
  verdictPhrase,
} = library;
