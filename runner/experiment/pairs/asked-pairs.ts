/** The pairs that a manifest names, read and checked against the model's vocabulary before anything runs. */

import { encodePairs, type Pairs, vocabularyTokens } from '../../analysis/pairs/encode.ts';
import { readBackward } from '../../analysis/pairs/read-backward.ts';
import type { PairSettings } from '../../analysis/pairs/settings.ts';
import { InputError } from '../../core/errors.ts';
import type { Reporter } from '../../core/reporter.ts';
import { counted } from '../../core/words.ts';
import { unitsOf } from '../../models/architecture.ts';
import { encodeBefore } from '../../text/before.ts';
import type { Corpus } from '../../text/corpus.ts';
import { cuttingOf } from '../../text/vocabulary.ts';
import { drawnOf } from '../manifest/record.ts';
import type { Manifest } from '../manifest/resolved.ts';
import { readPairFile } from './read-pair-file.ts';

/** One set. */
export interface EncodedPairSet extends Pairs {
  settings: PairSettings;
  /** Token ids that are read before each text; none: it begins in the zero state. */
  before: Int32Array;
}

/** @throws InputError naming file, line and word, or the neuron that the layer does not have. */
export async function askedPairs(
  manifest: Pick<Manifest, 'pairs' | 'model' | 'record'>,
  { corpus, cwd, reporter }: { corpus: Corpus; cwd: string; reporter: Reporter },
): Promise<EncodedPairSet[]> {
  if (manifest.pairs !== undefined && manifest.model.direction !== undefined) throw readBackward();
  const { vocabulary } = corpus;
  const cut = cuttingOf(corpus, vocabulary);
  const known = vocabularyTokens(vocabulary, cut);
  const sets: EncodedPairSet[] = [];
  for (const settings of manifest.pairs ?? []) {
    const { name, compare, hold } = settings;
    const source = { path: settings.source, name };
    checkHeld(
      name,
      hold.flatMap(({ neurons }) => neurons),
      unitsOf(manifest.model, drawnOf(manifest).layer),
    );
    const file = await readPairFile({ source, compare, folder: cwd, warn: (text) => reporter.note(text) });
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

function checkHeld(name: string, neurons: readonly number[], units: number): void {
  const wrong = neurons.find((neuron) => neuron >= units);
  if (wrong === undefined) return;
  throw new InputError('no-such-neuron', {
    what: `hold of the pairs "${name}" names ${wrong}, and the layer has ${counted(units, 'neuron')}`,
    fix: `Neurons count from 0: choose from 0 to ${units - 1}`,
  });
}
