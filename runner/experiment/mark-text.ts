/**
 * Which tokens of the observed text carry features. Documents are marked as a whole and their marks are cut to what is read of
 * them: a quotation that opens before a segment is open in it, and a token's place in its sentence, line or document is the
 * true one. Pure but for the tools.
 */

import { item } from '../core/at.ts';
import { cutOf } from '../core/cut.ts';
import type { FeatureValues } from '../core/values.ts';
import { readNltkTagger } from '../formats/nltk/tagger.ts';
import { type Corpus, documentsOf } from '../text/corpus.ts';
import { catalogue } from '../text/labels/catalogue.ts';
import type { MarkedFeature } from '../text/labels/features.ts';
import { type Feature, featuresNeed, featureValues, numberBehind } from '../text/labels/features.ts';
import type { FeatureTools } from '../text/labels/kind.ts';
import { makePerceptron } from '../text/labels/perceptron.ts';
import { makeTag, type Tag } from '../text/labels/tagger.ts';
import { loadWinkTagger } from '../text/labels/tagger-wink.ts';
import { rankWords } from '../text/labels/word-ranks.ts';
import type { ObservedText, ReadDocument } from '../text/observe-text.ts';
import { evidenceLevel } from './manifest/evidence.ts';
import type { Manifest } from './manifest/resolved.ts';

type Documents = Pick<ObservedText, 'direction' | 'documents' | 'documentStarts' | 'tokens'>;

/** @returns [features] each [tokens of the observed text], 1 where the token carries it, or its number. */
export function markObserved(features: readonly Feature[], text: Documents, tools: FeatureTools): FeatureValues[] {
  const { length } = text.tokens;
  const marks = features.map(({ number }) => (number ? new Float32Array(length) : new Uint8Array(length)));
  if (features.length === 0) return marks;
  text.documents.forEach((document, index) => {
    const whole = document.whole();
    features.forEach((feature, f) => {
      putRead(item(marks, f), text, index, featureValues(feature, whole, tools));
    });
  });
  return marks;
}

/**
 * Puts what is read of a document in its place in the observed text, in the order in which that is read.
 * @param marks [tokens of the observed text]
 * @param whole [tokens of the document]
 */
export function putRead(
  marks: FeatureValues,
  { direction, documents, documentStarts }: Omit<Documents, 'tokens'>,
  index: number,
  whole: FeatureValues,
): void {
  const { places, length }: ReadDocument = item(documents, index);
  const start = item(documentStarts, index);
  places.forEach((place, segment) => {
    const own = whole.subarray(place, place + length);
    marks.set(direction === 'backward' ? own.toReversed() : own, start + segment * length);
  });
}

interface ToolsTask {
  /** Folder of NLTK's tagger; null: the built-in one. */
  tagger: string | null;
  corpus: Corpus;
  cwd: string;
}

export async function featureTools(
  features: readonly Feature[],
  { tagger, corpus, cwd }: ToolsTask,
): Promise<FeatureTools> {
  const { unit, tokens } = corpus;
  const cut = cutOf({ unit: 'word', tokens });
  const unloaded = (what: string) => (): never => {
    throw new Error(`features: ${what} was asked for and none was loaded`);
  };
  const tag: Tag = featuresNeed(features, 'tags')
    ? makeTag(tagger === null ? loadWinkTagger() : makePerceptron(await readNltkTagger(tagger, cwd)), tokens)
    : unloaded('a tagger');
  const rankOf = featuresNeed(features, 'ranks')
    ? rankWords(
        documentsOf(corpus, 'training')
          .values()
          .map(({ text }) => text),
        cut,
      )
    : unloaded('a rank');
  return { tag, rankOf, unit, ...(tokens !== undefined && { tokens }) };
}

/** A feature, and of a range the number that it is a range of. */
export type RangedFeature = MarkedFeature & { number?: MarkedFeature | null };

/**
 * The features that neurons are compared by: the experiment's own, then, where an atlas or evidence is wanted, those of the catalogue, each
 * with the observed tokens that carry it, for another feature may go with the claimed one.
 */
export async function compare({
  manifest,
  marked,
  corpus,
  observed,
  paths,
  tools,
}: {
  manifest: Pick<Manifest, 'atlas' | 'evidence' | 'tagger'>;
  marked: readonly MarkedFeature[];
  corpus: Corpus;
  observed: ObservedText;
  paths: { cwd: string };
  tools: FeatureTools;
}): Promise<readonly RangedFeature[]> {
  if (manifest.atlas === 'none' && evidenceLevel(manifest.evidence) === 'none') return marked;
  const names = new Set(marked.map(({ feature }) => feature.name));
  const others = catalogue(tools.unit).filter(({ name }) => !names.has(name));
  // Several ranges of one number have it marked once.
  const numbers = new Map<string, Feature>();
  const keyOf = (feature: Feature): string | null => {
    const number = numberBehind(feature);
    if (number === null) return null;
    const key = JSON.stringify({ ...number, name: '' });
    numbers.set(key, number);
    return key;
  };
  const all = [...marked.map(({ feature }) => feature), ...others];
  const keys = all.map(keyOf);
  const needed = [...others, ...numbers.values()];
  const marks = markObserved(
    needed,
    observed,
    await featureTools(needed, { tagger: manifest.tagger, corpus, cwd: paths.cwd }),
  );
  const behind = new Map(
    [...numbers].map(([key, feature], n) => [key, { feature, mask: item(marks, others.length + n) }]),
  );
  return all.map((feature, f) => ({
    feature,
    mask: marked[f]?.mask ?? item(marks, f - marked.length),
    number: behind.get(keys[f] ?? '') ?? null,
  }));
}
