/** What the marking of features asks for: a tagger, and the ranks of words; each is made only where a feature needs it. */

import { cutOf } from '../core/cut.ts';
import { readNltkTagger } from '../formats/nltk/tagger.ts';
import { type Corpus, documentsOf } from '../text/corpus.ts';
import { type Feature, featuresNeed } from '../text/labels/features.ts';
import type { FeatureTools } from '../text/labels/kind.ts';
import { makePerceptron } from '../text/labels/perceptron.ts';
import { makeTag, type Tag } from '../text/labels/tagger.ts';
import { loadWinkTagger } from '../text/labels/tagger-wink.ts';
import { rankWords } from '../text/labels/word-ranks.ts';

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
