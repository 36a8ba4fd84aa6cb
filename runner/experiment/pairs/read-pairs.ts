/** The pairs of files and of generated languages; those that a manifest names are checked against the model's vocabulary before anything runs. */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { encodePairs, type Pairs, readBackward, vocabularyTokens } from '../../analysis/pairs/encode.ts';
import { type Comparison, type PairFile, type PairSource, pairError } from '../../analysis/pairs/formats/format.ts';
import { formatOf, readPairs } from '../../analysis/pairs/formats/formats.ts';
import { jsonLines } from '../../analysis/pairs/formats/json-lines.ts';
import type { PairSettings } from '../../analysis/pairs/settings.ts';
import { InputError } from '../../core/errors.ts';
import { counted } from '../../core/format.ts';
import type { Reporter } from '../../core/reporter.ts';
import { fileBytes } from '../../io/formats/texts/bytes.ts';
import { decodeBytes } from '../../io/formats/texts/encoding.ts';
import { unitsOf } from '../../nn/models/architecture.ts';
import type { Corpus } from '../../text/corpus.ts';
import { pairsNamed } from '../../text/sources/index.ts';
import { encodeBefore } from '../../text/text.ts';
import { cuttingOf } from '../../text/vocabulary.ts';
import { drawnOf } from '../manifest/record.ts';
import type { Manifest } from '../manifest/resolved.ts';

/** @param place beside the manifest, where there is none in the current folder either. */
const nowhere = (place: string): string => `There is no file ${place}, nor ${basename(place)} in the current folder`;

/** @param folder that the path is relative to. @throws InputError when the file cannot be read or used, naming the line. */
export async function readPairFile(
  source: PairSource,
  compare: Comparison,
  folder: string,
  warn: (text: string) => void,
): Promise<PairFile> {
  const generated = pairsNamed(source.path);
  if (generated !== null) return readPairs(jsonLines, [generated], { source, compare });
  const format = formatOf(source);
  const texts: string[] = [];
  for (const path of format.files(source.path)) {
    const place = resolve(folder, path);
    const found = await stat(place).catch((error: NodeJS.ErrnoException) => error);
    const named = path === source.path ? 'It' : path;
    if (found instanceof Error) {
      throw pairError(source, found.code === 'ENOENT' ? nowhere(place) : found.message);
    }
    if (!found.isFile()) throw pairError(source, `${named} is not a file`);
    texts.push((await Array.fromAsync(decodeBytes(fileBytes(path, place), { warn }))).join(''));
  }
  return readPairs(format, texts, { source, compare });
}

export interface EncodedPairSet extends Pairs {
  settings: PairSettings;
  /** Token ids that are read before each text; none: it begins in the zero state. */
  before: Int32Array;
}

/** @throws InputError naming file, line and word, or the neuron that the layer does not have. */
export async function askedPairs(
  manifest: Pick<Manifest, 'pairs' | 'model' | 'record'>,
  {
    corpus,
    cwd,
    reporter,
  }: { corpus: Pick<Corpus, 'unit' | 'tokens' | 'vocabulary'>; cwd: string; reporter: Reporter },
): Promise<EncodedPairSet[]> {
  if (manifest.pairs !== undefined && manifest.model.direction !== undefined) throw readBackward();
  const { vocabulary } = corpus;
  const cut = cuttingOf(corpus, vocabulary);
  const known = vocabularyTokens(vocabulary, cut);
  const sets: EncodedPairSet[] = [];
  for (const settings of manifest.pairs ?? []) {
    const { name, compare, hold } = settings;
    const source = { path: settings.source, name };
    const held = hold.flatMap(({ neurons }) => neurons);
    checkNeurons(`hold of the pairs "${name}"`, held, unitsOf(manifest.model, drawnOf(manifest).layer));
    const file = await readPairFile(source, compare, cwd, (text) => reporter.note(text));
    const before = encodeBefore(settings.before, { name: `"before" of the pairs "${name}"`, cut, vocabulary });
    const encoded = encodePairs(file, known, { ...settings, source, hasBefore: before.length > 0 });
    for (const note of notesOn(name, encoded)) reporter.note(note);
    sets.push({ ...encoded, settings, before });
  }
  return sets;
}

function notesOn(name: string, { skipped, unknown, pairs }: Pairs): string[] {
  const left = `Pairs "${name}": ${counted(skipped, 'pair is', 'pairs are')} left out, because the model lacks a word of right or wrong.`;
  const strange = `Pairs "${name}": of ${unknown} of ${counted(pairs.length, 'text', 'texts')} the model does not know a word, and reads it as <unk>.`;
  return [...(skipped > 0 ? [left] : []), ...(unknown > 0 ? [strange] : [])];
}

/** @throws InputError when a neuron given by hand is not one of the layer's. */
export function checkNeurons(named: string, neurons: readonly number[], units: number): void {
  const wrong = neurons.find((neuron) => neuron >= units);
  if (wrong === undefined) return;
  throw new InputError('no-such-neuron', {
    what: `${named} names ${wrong}, and the layer has ${counted(units, 'neuron')}`,
    fix: `Neurons count from 0: choose from 0 to ${units - 1}`,
  });
}
