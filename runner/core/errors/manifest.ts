/** Errors in a manifest, its overrides and the files that it names. */
import { input } from './entry.ts';

export const manifestErrors = {
  'invalid-manifest': input(
    'A manifest has an unknown key, a value of the wrong kind, or keys that contradict each other',
  ),
  'manifest-not-yaml': input('A manifest is not valid YAML', { fix: 'Correct that line' }),
  'manifest-not-keys': input('A manifest is not a group of keys', {
    why: 'A manifest is a group of keys',
    fix: 'Begin with a key, as in title: My experiment',
  }),
  'manifest-unreadable': input('A manifest cannot be read', {
    fix: 'Correct the path; experiments/ holds those that come with the project',
  }),
  'not-utf8': input('A manifest or a list of words is not UTF-8 text', { fix: 'Save it as UTF-8 text' }),
  'word-list-unreadable': input('A list of words that a feature names cannot be read'),
  'word-list-empty': input('A list of words that a feature names holds none', { fix: 'Write one word a line' }),
  'invalid-id': input('The name of an experiment cannot name a folder and a page'),
  'no-such-feature': input('A feature is not in the catalogue, and no token of the text matches it'),
  'override-not-key-value': input('A word after the manifest is not an override of the form key=value', {
    fix: 'Write for example seed=3 or model.units=128',
  }),
  'override-not-yaml': input('The value of an override is not valid YAML', {
    fix: 'Write numbers and words as they are, lists as [1, 2], groups as {name: adam}, and quote them for the shell',
  }),
  'override-no-such-place': input('An override names a place that a list or a single value does not have'),
  'checkpoint-fixes-model': input('A manifest contradicts the checkpoint that it names', {
    why: 'A checkpoint fixes the model',
  }),
  'no-such-layer': input('record.layer names a layer that the checkpoint does not have', {
    fix: 'Choose a layer that it has; layers count from 1',
  }),
  'no-such-component': input('record.component names a component that the cell of the checkpoint does not have'),
  'no-such-neuron': input('A neuron is named that the layer does not have'),
  'no-frequency-in-band': input('No frequency of the text lies in fourier.band'),
  'invalid-pattern': input('A feature has an invalid regular expression', {
    fix: 'Correct it; a mark that means itself takes a backslash: \\.',
  }),
  'number-for-mask': input('A feature is a number where tokens that carry it are asked for'),
  'pattern-too-slow': input('A regular expression does not come to an end', {
    why: 'A repetition inside of a repetition, as in (a+)+, tries every way to divide a text, and there are too many',
    fix: 'Write it with one repetition: (a+)+ is a+, (a|b)* is [ab]*',
  }),
  'labels-unusable': input('The labels that a feature names cannot be used'),
  'pairs-unusable': input('A file of pairs cannot be used'),
  'prompt-empty': input('sample.prompt is empty'),
  'vector-size-mismatch': input(
    'model.embedding.size is not the size of the vectors in the file that model.embedding.from names',
    { fix: 'Leave the size out, or name vectors of that size' },
  ),
  'nothing-to-continue': input('train.continue is true, but there is no checkpoint to continue from', {
    fix: 'Name one, or leave train.continue out',
  }),
  'continue-replaces-checkpoint': input('train.continue would replace the checkpoint that it continues from', {
    why: 'This experiment keeps its own model there',
    fix: 'Give the experiment another name, as in id=continued, or copy the checkpoint to another folder first',
  }),
  'folders-overlap': input('The trained model and the result would lie in the same folder', {
    why: 'A result replaces everything in its folder, including the model',
    fix: 'Choose different folders for runs and results, as in runs=runs results=public/results',
  }),
} as const;
