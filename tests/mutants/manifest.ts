/** From a manifest to features and hashes. */
import { type Mutant, unit } from './mutant.ts';

export const manifest: readonly Mutant[] = [
  {
    about: 'another seed uses the model of the first',
    in: 'trainingHash',
    find: 'seed,',
    replace: '',
    tests: unit('experiment/manifest/hash'),
  },
  {
    about: 'a text that was moved trains anew',
    in: 'trainingHash',
    find: 'source: corpusHash,',
    replace: '',
    tests: unit('experiment/manifest/hash'),
  },
  {
    about: 'a character is said to decide a feature of words',
    in: 'decidedByToken',
    find: "(unit === 'word' || !ofWords) && decides(feature)",
    replace: 'decides(feature)',
    tests: unit('text/labels/decided-by-token'),
  },
  {
    about: 'what the manifest says a feature is compared with is passed over',
    in: 'referenceClass',
    find: 'isClass(feature.among) ? feature.among : kindNamed(feature).referenceClass(feature)',
    replace: 'kindNamed(feature).referenceClass(feature)',
    tests: unit('text/labels/reference-class'),
  },
  {
    about: 'all documents are marked as one',
    in: 'featureValues',
    find: 'documents.forEach',
    replace: '[0].forEach',
    tests: unit('text/labels/mark'),
  },
];
