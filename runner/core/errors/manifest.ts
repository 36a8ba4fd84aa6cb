/** Errors in a manifest, its overrides and the files that it names. */
import { type ErrorEntries, nothingWritten } from './entry.ts';

export const manifestErrors = {
  'invalid-manifest': {
    kind: 'input',
    title: 'A manifest has an unknown key, a value of the wrong kind, or keys that contradict each other',
    fix: 'Correct the keys that the message names; file, line and column are given',
    files: nothingWritten,
  },
  'manifest-not-yaml': {
    kind: 'input',
    title: 'A manifest is not valid YAML',
    fix: 'Correct that line',
    files: nothingWritten,
  },
  'manifest-empty': {
    kind: 'input',
    title: 'A manifest is empty',
    fix: 'It needs at least a title',
    files: nothingWritten,
  },
  'manifest-not-keys': {
    kind: 'input',
    title: 'A manifest is not a group of keys',
    why: 'A manifest is a group of keys',
    fix: 'Begin with a key, as in title: My experiment',
    files: nothingWritten,
  },
  'manifest-unreadable': {
    kind: 'input',
    title: 'A manifest cannot be read',
    fix: 'Correct the path; experiments/ holds those that come with the project',
    files: nothingWritten,
  },
  'not-utf8': {
    kind: 'input',
    title: 'A manifest or a list of words is not UTF-8 text',
    fix: 'Save it as UTF-8 text',
    files: nothingWritten,
  },
  'word-list-unreadable': {
    kind: 'input',
    title: 'A list of words that a feature names cannot be read',
    files: nothingWritten,
  },
  'word-list-empty': {
    kind: 'input',
    title: 'A list of words that a feature names holds none',
    fix: 'Write one word a line',
    files: nothingWritten,
  },
  'invalid-id': {
    kind: 'input',
    title: 'The name of an experiment cannot name a folder and a page',
    fix: 'Use letters, digits and hyphens; id=name sets it by hand',
    files: nothingWritten,
  },
  'no-such-feature': {
    kind: 'input',
    title: 'A feature is not in the catalogue, and no token of the text matches it',
    files: nothingWritten,
  },
  'override-not-key-value': {
    kind: 'input',
    title: 'A word after the manifest is not an override of the form key=value',
    fix: 'Write for example seed=3 or model.units=128',
    files: nothingWritten,
  },
  'override-not-yaml': {
    kind: 'input',
    title: 'The value of an override is not valid YAML',
    fix: 'Write numbers and words as they are, lists as [1, 2], groups as {name: adam}, and quote them for the shell',
    files: nothingWritten,
  },
  'override-no-such-place': {
    kind: 'input',
    title: 'An override names a place that a list or a single value does not have',
    files: nothingWritten,
  },
  'checkpoint-fixes-model': {
    kind: 'input',
    title: 'A manifest contradicts the checkpoint that it names',
    why: 'A checkpoint fixes the model',
    fix: 'Leave the key out, or train a new model by leaving the checkpoint empty: model.checkpoint=',
    files: nothingWritten,
  },
  'no-such-layer': {
    kind: 'input',
    title: 'record.layer names a layer that the checkpoint does not have',
    fix: 'Choose a layer that it has; layers count from 1',
    files: nothingWritten,
  },
  'no-such-component': {
    kind: 'input',
    title: 'record.component names a component that the cell of the checkpoint does not have',
    files: nothingWritten,
  },
  'no-such-neuron': {
    kind: 'input',
    title: 'A neuron is named that the layer does not have',
    fix: 'Neurons count from 0, layers from 1: choose one that is there',
    files: nothingWritten,
  },
  'no-frequency-in-band': {
    kind: 'input',
    title: 'No frequency of the text lies in fourier.band',
    fix: 'Widen the band, or give a longer text',
    files: nothingWritten,
  },
  'invalid-pattern': {
    kind: 'input',
    title: 'A feature has an invalid regular expression',
    fix: 'Correct it; a mark that means itself takes a backslash: \\.',
    files: nothingWritten,
  },
  'labels-unusable': {
    kind: 'input',
    title: 'The labels that a feature names cannot be used',
    files: nothingWritten,
  },
  'prompt-empty': {
    kind: 'input',
    title: 'sample.prompt is empty',
    fix: 'Give at least one token in sample.prompt',
    files: nothingWritten,
  },
  'vector-size-mismatch': {
    kind: 'input',
    title: 'model.embedding.size is not the size of the vectors in the file that model.embedding.from names',
    fix: 'Leave the size out, or name vectors of that size',
    files: nothingWritten,
  },
  'nothing-to-continue': {
    kind: 'input',
    title: 'train.continue is true, but there is no checkpoint to continue from',
    fix: 'Name one, or leave train.continue out',
    files: nothingWritten,
  },
  'continue-replaces-checkpoint': {
    kind: 'input',
    title: 'train.continue would replace the checkpoint that it continues from',
    why: 'This experiment keeps its own model there',
    fix: 'Give the experiment another name, as in id=continued, or copy the checkpoint to another folder first',
    files: nothingWritten,
  },
  'folders-overlap': {
    kind: 'input',
    title: 'The trained model and the result would lie in the same folder',
    why: 'A result replaces everything in its folder, including the model',
    fix: 'Choose different folders for runs and results, as in runs=runs results=public/results',
    files: nothingWritten,
  },
} as const satisfies ErrorEntries;
