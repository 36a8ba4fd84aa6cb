/** Networks of any width that never learnt, and a text to read: what costs depends on sizes alone. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { random } from '../../runner/core/random.ts';
import { encodeSafetensors } from '../../runner/io/formats/safetensors/file.ts';
import { type Checkpoint, saveCheckpoint } from '../../runner/nn/models/checkpoint.ts';
import { randomWeights } from './cases.ts';

const words = ['<unk>', ' ', '\n', '.', '?', '!', ...Array.from({ length: 200 }, (_, word) => `w${word}`)];

/** An RNN of so many units: of all cells it reads soonest. */
function wide(units: number): Checkpoint {
  const architecture = { cell: 'rnn', layers: 1, units, embedding: 32, vocabulary: words.length } as const;
  const weights = randomWeights(architecture, 1 / Math.sqrt(units));
  return { architecture, unit: 'word', vocabulary: words, weights };
}

/** Documents of lines of words, so that a word's end of line or sentence can be asked for. */
function text(documents: number): string {
  const source = random(6);
  const line = () =>
    `${Array.from({ length: 12 }, () => words[6 + source.below(200)]).join(' ')}${'.?!'[source.below(3)]}`;
  return Array.from({ length: documents }, () => Array.from({ length: 30 }, line).join('\n')).join('\n\n\n\n');
}

/** A folder with a model, a text and an experiment of so many tokens. */
export async function writeExperiment(folder: string, units: number, tokens: number): Promise<void> {
  const segment = 256;
  const documents = Math.max(24, Math.ceil(tokens / (2 * segment)));
  await saveCheckpoint(join(folder, 'model'), wide(units));
  writeFileSync(join(folder, 'text.txt'), text(documents));
  const manifest = {
    title: 'Size',
    model: { checkpoint: 'model' },
    observe: { source: 'text.txt', heldOut: true, segment, warmUp: 32, documents, tokens, unknown: 1 },
    record: { layer: 1, component: 'hidden' },
    features: [
      { name: 'sentence end', match: '[.?!]' },
      { name: 'low words', match: 'w1?[0-9]' },
    ],
    ...{ evidence: 'none', atlas: 'none', watch: 'none', live: false },
  };
  writeFileSync(join(folder, 'size.yaml'), stringify(manifest));
}

/** A file of another program with a model of about so many MB, and its vocabulary. */
export function writeForeign(folder: string, MB: number): void {
  const units = 256;
  const vocabulary = Array.from(
    { length: Math.round((MB * 250_000) / (2 * units)) },
    (_, word) => words[word] ?? `v${word}`,
  );
  const sizes = { cell: 'lstm', layers: 1, units, embedding: units, vocabulary: vocabulary.length } as const;
  const theirs = Object.entries(randomWeights(sizes)).map(
    ([name, tensor]) => [name.replace('embedding', 'encoder'), tensor] as const,
  );
  writeFileSync(join(folder, 'theirs.safetensors'), encodeSafetensors(Object.fromEntries(theirs), 'F32'));
  writeFileSync(join(folder, 'words.json'), JSON.stringify(vocabulary));
  writeFileSync(join(folder, 'text.txt'), text(2));
}
