/** Networks of any width that never learnt, and a text to read: what costs depends on sizes alone. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { random } from '../../../runner/core/random.ts';
import { encodeSafetensors } from '../../../runner/io/formats/safetensors/file.ts';
import type { Architecture } from '../../../runner/nn/models/architecture.ts';
import { type Checkpoint, saveCheckpoint } from '../../../runner/nn/models/checkpoint.ts';
import { sizeOf } from '../../../runner/nn/models/program.ts';
import { parametersOf } from '../../../runner/nn/models/reading.ts';

const words = ['<unk>', ' ', '\n', '.', '?', '!', ...Array.from({ length: 200 }, (_, word) => `w${word}`)];

export function network(architecture: Architecture, vocabulary: readonly string[] = words): Checkpoint {
  const source = random(5);
  const scale = 1 / Math.sqrt([architecture.units].flat()[0] ?? 1);
  const weights = Object.entries(parametersOf(architecture)).map(
    ([name, shape]) =>
      [
        name,
        { shape, data: Float32Array.from({ length: sizeOf(shape) }, () => (2 * source.uniform() - 1) * scale) },
      ] as const,
  );
  return { architecture, unit: 'word', vocabulary, weights: Object.fromEntries(weights) };
}

/** An RNN of so many units: of all cells it reads soonest. */
export const wide = (units: number): Checkpoint =>
  network({ cell: 'rnn', layers: 1, units, embedding: 32, vocabulary: words.length });

/** Documents of lines of words, so that a word's end of line or sentence can be asked for. */
export function text(documents: number): string {
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
  const { weights } = network(
    { cell: 'lstm', layers: 1, units, embedding: units, vocabulary: vocabulary.length },
    vocabulary,
  );
  const theirs = Object.entries(weights).map(([name, tensor]) => [name.replace('embedding', 'encoder'), tensor]);
  writeFileSync(join(folder, 'theirs.safetensors'), encodeSafetensors(Object.fromEntries(theirs), 'F32'));
  writeFileSync(join(folder, 'words.json'), JSON.stringify(vocabulary));
  writeFileSync(join(folder, 'text.txt'), text(2));
}
