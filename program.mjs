// The library: the sources in a clone, and what was compiled of them in the package. A test holds this list to that of
// runner/index.ts, where each function is documented.
import { inClone, newEnough } from './runner/enter.mjs';

if (!newEnough)
  throw new Error(
    `The package rnn-atlas needs Node 22.18 or later, and this is Node ${process.versions.node}: install Node 24 from ` +
      'https://nodejs.org, or on 64-bit Linux run your program with the Node 24 that came along, as npx node look.ts.',
  );
const library = await import(inClone ? './runner/index.ts' : './lib/runner/index.js');

export const {
  AtlasError,
  InputError,
  Interrupted,
  RunError,
  Vocabulary,
  amplitudeSpectrum,
  argmax,
  auc,
  bandPeak,
  benjaminiHochberg,
  chooseEngine,
  cosine,
  errorCatalogue,
  fisherG,
  frequency,
  headline,
  loadCheckpoint,
  loadManifest,
  logSoftmax,
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
  softmax,
  tokenize,
  trainSteps,
  unknownToken,
  verdictPhrase,
} = library;
