/** Features as a program gives them, and what tells which tokens of a text carry them. */
import { cutOf, joinTokens, type TokenizedText } from '../core/cut.ts';
import { InputError } from '../core/errors.ts';
import { featuresOf } from '../experiment/manifest/load.ts';
import { type Feature, onlyObserved, type WrittenFeature } from '../text/labels/features.ts';
import type { FeatureTools } from '../text/labels/kind.ts';
import { loadWinkTagger, makeTag } from '../text/labels/penn.ts';
import { rankWords } from '../text/labels/word-ranks.ts';
import type { Unit } from '../text/tokens.ts';

/** With its name or without. */
export type Unnamed<Named extends { name: string }> = Named extends { name: string }
  ? Omit<Named, 'name'> & { name?: string }
  : never;

/** A regular expression for a whole token, `[.?!]`, or a feature as a manifest has it; its name may be left out. */
export type GivenFeature = string | Unnamed<WrittenFeature>;

/** As a manifest has it, with the name that shows what it is where it has none. */
export function named(given: GivenFeature): WrittenFeature {
  if (typeof given === 'string') return { name: given, match: given };
  if (typeof given !== 'object' || given === null) return given;
  const words = Object.entries(given).map(([key, value]) => `${key} ${[value].flat().join(' ')}`);
  return { name: words.join(', '), ...given };
}

/** @throws InputError when it is not one feature, or one that is known of the observed text of an experiment only. */
export function featureOf(given: GivenFeature): Feature {
  const [feature] = featuresOf([named(given)]);
  if (feature === undefined || typeof feature === 'string') {
    throw new InputError('not-in-reading', {
      what: 'A reading is marked by one feature at a time',
      fix: 'Give one feature, or a regular expression as [.?!]',
    });
  }
  const limit = onlyObserved(feature);
  if (limit !== null) {
    throw new InputError('not-in-reading', { what: `A reading cannot be marked by "${limit.key}"`, why: limit.why });
  }
  return feature;
}

/** The tagger of words, loaded once. */
let tagWords: ReturnType<typeof loadWinkTagger> | undefined;

/** What features need of a text, which counts as one document; words are ranked by how frequent they are in it. */
export function toolsFor(
  words: readonly string[],
  { unit, tokens }: { unit: Unit; tokens?: TokenizedText | undefined },
): FeatureTools {
  const cut = cutOf({ unit, tokens });
  let ranks: FeatureTools['rankOf'] | undefined;
  return {
    tag(own, options) {
      tagWords ??= loadWinkTagger();
      return makeTag(tagWords, tokens)(own, options);
    },
    rankOf(word) {
      ranks ??= rankWords([joinTokens(words, cut)], cut === 'whitespace' ? cut : 'word');
      return ranks(word);
    },
    unit,
    ...(tokens !== undefined && { tokens }),
  };
}
