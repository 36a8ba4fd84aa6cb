/** Reads and marks the observed text as other settings would have it, to see what of the evidence it is too small for. */

import { item } from '../core/at.ts';
import { warmUpOf } from '../core/cut.ts';
import { InputError } from '../core/errors.ts';
import { checkTrainable } from '../text/check-trainable.ts';
import type { Corpus, CorpusDocument } from '../text/corpus.ts';
import type { MarkedFeature } from '../text/labels/features.ts';
import type { FeatureTools } from '../text/labels/kind.ts';
import { type ObservedText, observedDocuments } from '../text/observe-text.ts';
import { type CorpusSplit, corpusSplitOf } from '../text/splits.ts';
import { labelMarks } from './labels.ts';
import type { Manifest } from './manifest/resolved.ts';
import { markObserved } from './mark-text.ts';
import type { ShortageTrial } from './remedy.ts';
import { shortagesOf } from './shortages.ts';

export interface ReadingTask {
  manifest: Manifest;
  corpus: Corpus;
  tools: FeatureTools;
  cwd: string;
}

/**
 * The text that the manifest asks for, with its features.
 * @throws InputError when there is nothing to read, or a file of labels is not about it.
 */
export async function markedText({ manifest, corpus, tools, cwd }: ReadingTask) {
  const text = await observedDocuments(manifest.observe, { corpus, cwd, direction: manifest.model.direction });
  return { text, marked: await markedFeatures(text, { manifest, corpus, tools, cwd }) };
}

export async function markedFeatures(
  text: ObservedText,
  { manifest, corpus, tools, cwd }: ReadingTask,
): Promise<MarkedFeature[]> {
  const { features } = manifest;
  const labels = await labelMarks(features, { observed: text, corpus, cwd, manifest });
  const marks = markObserved(features, text, tools);
  return features.map((feature, f) => ({ feature, mask: labels.get(feature.name) ?? item(marks, f) }));
}

/** @param trains whether a model is to be trained on what the shares leave. */
export const trialOf =
  (task: ReadingTask, trains: boolean): ShortageTrial =>
  async ({ heldOut, documents, tokens, segment, warmUp }) => {
    const { corpus, observe, train } = task.manifest;
    const own = resplit(task.corpus, { heldOut, validation: corpus.validation });
    const manifest = { ...task.manifest, observe: { ...observe, documents, tokens, segment, warmUp } };
    try {
      if (trains) checkTrainable(own, train);
      const { text, marked } = await markedText({ ...task, manifest, corpus: own });
      return shortagesOf({ text, marked, warmUp: warmUpOf(text.segments.length, manifest), unit: own.unit });
    } catch (error) {
      if (error instanceof InputError) return null;
      throw error;
    }
  };

/** A corpus as other shares would split it, to see beforehand what they would give. Its vocabulary stays. */
export function resplit(corpus: Corpus, shares: Pick<Corpus['settings'], 'heldOut' | 'validation'>): Corpus {
  const settings = { ...corpus.settings, ...shares };
  return {
    ...corpus,
    settings,
    documents: corpus.documents.map((document) => new Resplit(document, corpusSplitOf(document.hash, settings))),
  };
}

/** Text and tokens are read anew each time, as of the document that it is. */
class Resplit implements CorpusDocument {
  readonly hash: string;
  readonly source: number;
  readonly tokens: number;
  readonly split: CorpusSplit;
  readonly #document: CorpusDocument;

  constructor(document: CorpusDocument, split: CorpusSplit) {
    this.hash = document.hash;
    this.source = document.source;
    this.tokens = document.tokens;
    this.split = split;
    this.#document = document;
  }

  get text(): string {
    return this.#document.text;
  }

  get ids(): Int32Array {
    return this.#document.ids;
  }
}
