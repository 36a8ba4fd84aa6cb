/**
 * `npm run bench size [quick=true] [case=atlas] [to=docs/tables/limits.json]`: what time and memory grow with. Every line is the whole
 * command, in processes of its own: `experiment` that reads and records, then adds an atlas, then its evidence; the site's build;
 * and an import.
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { random } from '../../runner/core/random.ts';
import { encodeSafetensors } from '../../runner/io/formats/safetensors/file.ts';
import { type Checkpoint, saveCheckpoint } from '../../runner/nn/models/checkpoint.ts';
import { buildIn } from '../browser/shared-site.ts';
import { copyResults } from '../fixtures/results/copied-results.ts';
import { randomWeights } from './cases.ts';
import { growth, type SizeRow } from './growth.ts';
import { inFolder, type Taken, taken, takenBy } from './measured.ts';
import type { Options, Outcome } from './outcome.ts';

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
async function writeExperiment(folder: string, units: number, tokens: number): Promise<void> {
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
    evidence: 'none',
    atlas: 'none',
    watch: 'none',
    live: false,
  };
  writeFileSync(join(folder, 'size.yaml'), stringify(manifest));
}

/** A file of another program with a model of about so many MB, and its vocabulary. */
function writeForeign(folder: string, MB: number): void {
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

interface Series {
  /** What its sizes count. */
  of: string;
  /** [small, large]. */
  sizes: { quick: readonly number[]; whole: readonly number[] };
  measure(size: number, folder: string): Promise<Taken>;
}

const atlasTokens = 8192;
const evidenceUnits = 512;
const experiment = (folder: string, words: readonly string[]) => takenBy('experiment', ['size.yaml', ...words], folder);
const ofUnits = { of: 'units', sizes: { quick: [128, 256], whole: [512, 1024, 2048, 3072] } };
/** Reads and records, and what `words` add to that. */
async function added(units: number, tokens: number, words: readonly string[], folder: string): Promise<Taken> {
  await writeExperiment(folder, units, tokens);
  await experiment(folder, []);
  return experiment(folder, ['id=size', ...words]);
}

const series: Readonly<Record<string, Series>> = {
  recording: {
    ...ofUnits,
    async measure(units, folder) {
      await writeExperiment(folder, units, atlasTokens);
      return experiment(folder, []);
    },
  },
  atlas: {
    ...ofUnits,
    measure: (units, folder) => added(units, atlasTokens, ['atlas=component'], folder),
  },
  evidence: {
    of: 'units x tokens',
    sizes: { quick: [2 ** 20, 2 ** 21], whole: [2 ** 22, 2 ** 23, 2 ** 24, 2 ** 25] },
    measure: (size, folder) => added(evidenceUnits, size / evidenceUnits, ['evidence=full'], folder),
  },
  site: {
    of: 'experiments',
    sizes: { quick: [2, 6], whole: [6, 24, 96, 240] },
    async measure(count, folder) {
      await copyResults(join(folder, 'public'), count);
      return taken(async (environment) => {
        const before = { ...process.env };
        Object.assign(process.env, environment);
        const site = await buildIn(folder, { docs: false });
        process.env = before;
        await site.remove();
      });
    },
  },
  import: {
    of: 'MB of weights',
    sizes: { quick: [2, 8], whole: [8, 32, 128, 512] },
    async measure(MB, folder) {
      writeForeign(folder, MB);
      return takenBy('import', ['theirs.safetensors', 'as=big', 'vocabulary=words.json', 'text=text.txt'], folder);
    },
  },
};

export async function bench({ cases, quick }: Options): Promise<Outcome> {
  const parts: Record<string, readonly (SizeRow & Record<string, unknown>)[]> = {};
  for (const [name, { of, sizes, measure }] of Object.entries(series)) {
    if (cases.length > 0 && !cases.includes(name)) continue;
    const rows = [];
    for (const size of quick ? sizes.quick : sizes.whole)
      rows.push({ of, size, ...(await inFolder((folder) => measure(size, folder))) });
    parts[name] = rows;
  }
  const all = Object.entries(parts);
  return {
    rows: all.flatMap(([name, rows]) => rows.map((row) => ({ case: name, ...row }))),
    parts,
    notes: all.map(([name, rows]) => `${name}: ${growth(rows)}`),
  };
}
