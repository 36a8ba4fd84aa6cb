/** A small text and manifests that run in a second. */
import { stringify } from 'yaml';
import { random } from '../../runner/core/random.ts';
import { type WorkFolder, workFolder } from './command.ts';

const words =
  'the cat dog saw ran and said I it was not home a bird tree sun over under with big small red green'.split(' ');

/** Sentences of random words, one a line: 16 words and spaces a line, so about 32 lines make a document. */
export function prose(sentences: number, seed = 1): string {
  const draw = random(seed);
  const word = () => words[draw.below(words.length)] ?? '';
  const sentence = () => `${Array.from({ length: 8 }, word).join(' ')}${'.?!'[draw.below(3)]}\n`;
  return Array.from({ length: sentences }, sentence).join('');
}

export type Settings = Record<string, unknown>;

/** For tests of what comes before evidence: half of what such an experiment takes. */
export const untested: Settings = { evidence: 'none' };

/** An LSTM of 8 units on `text.txt`, one epoch, without an atlas; groups of keys are replaced as a whole. */
export const manifest = (changes: Settings = {}): string =>
  stringify({
    title: 'Tiny',
    corpus: { source: 'text.txt', minimumCount: 1, heldOut: 0.3, validation: 0.2 },
    model: { units: 8, embedding: { size: 4 } },
    train: training(1),
    sample: { prompt: 'the cat', length: 20 },
    // Of each of a few documents a fraction.
    observe: { segment: 64, warmUp: 8, tokens: 640 },
    features: [{ name: 'sentence end', match: '[.?!]' }],
    // The text after every epoch takes longer than such a training.
    watch: 'none',
    atlas: 'none',
    ...changes,
  });

/** So many epochs of a training that takes an instant each. */
export const training = (epochs: number, more: Settings = {}): Settings => ({ epochs, batch: 8, window: 8, ...more });

/** A folder with `text.txt`, and manifests by their names. */
export function folderWith(manifests: Readonly<Record<string, Settings>>, sentences = 400): WorkFolder {
  const folder = workFolder();
  folder.write('text.txt', prose(sentences));
  for (const [name, changes] of Object.entries(manifests)) folder.write(`${name}.yaml`, manifest(changes));
  return folder;
}

/** A folder with such a text, and `tiny.yaml`. */
export const tinyFolder = (changes: Settings = {}): WorkFolder => folderWith({ tiny: changes });
