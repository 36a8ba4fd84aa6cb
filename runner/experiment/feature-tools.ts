/** What the marking of features asks for: a tagger, and the ranks of words; each is made only where a feature needs it. */

import { cutOf } from '../core/cut.ts';
import { type Corpus, documentsOf } from '../corpus/corpus.ts';
import { type Feature, featuresNeed } from '../features/features.ts';
import type { FeatureTools } from '../features/kind.ts';
import { makePerceptron } from '../features/perceptron.ts';
import { makeTag, type Tag } from '../features/tagger.ts';
import { loadWinkTagger } from '../features/tagger-wink.ts';
import { rankWords } from '../features/word-ranks.ts';
import { readNltkTagger } from '../formats/nltk/tagger.ts';

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
