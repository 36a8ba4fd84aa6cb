/** Features as a program gives them, and what of a text carries them. */
import { type Cut, joinTokens, type TokenizedText } from '../core/cut.ts';
import { InputError } from '../core/errors.ts';
import { areNumbers } from '../core/values.ts';
import { featuresOf } from '../experiment/manifest/load.ts';
import {
  type Feature,
  featureValues,
  markFeature,
  onlyObserved,
  type WrittenFeature,
} from '../text/labels/features.ts';
import type { FeatureTools } from '../text/labels/kind.ts';
import { makeTag, type Tag } from '../text/labels/penn.ts';
import { loadWinkTagger } from '../text/labels/tagger-wink.ts';
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

/** The tagger of words, loaded once. */
let tagWords: ReturnType<typeof loadWinkTagger> | undefined;

interface GivenTokens {
  unit: Unit;
  tokens?: TokenizedText | undefined;
  cut: Cut;
}

/**
 * @returns [tokens], 1 where the token carries the feature. The text counts as one document; words are ranked by how
 * frequent they are in it.
 * @throws InputError when the feature is not one, or is known of the observed text of an experiment only.
 */
export function markTokens(given: GivenFeature, tokens: readonly string[], text: GivenTokens): Uint8Array {
  return markFeature(oneOf(given), tokens, toolsFor(tokens, text));
}

/** @returns [tokens], the number that each has of a feature that is one; NaN where a token has none. @throws as `markTokens`. */
export function numbersOfTokens(given: GivenFeature, tokens: readonly string[], text: GivenTokens): Float32Array {
  const feature = oneOf(given);
  const values = featureValues(feature, tokens, toolsFor(tokens, text));
  if (areNumbers(values)) return values;
  throw new InputError('not-in-reading', {
    what: `Feature "${feature.name}" is no number`,
    fix: 'Add number: true, or ask which tokens carry it: reading.mark(feature)',
  });
}

/** @throws InputError when it is not one feature, or one of the observed text of an experiment only. */
function oneOf(given: GivenFeature): Feature {
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

function toolsFor(tokens: readonly string[], { unit, tokens: tokenized, cut }: GivenTokens): FeatureTools {
  const tag: Tag = (words, options) => {
    tagWords ??= loadWinkTagger();
    return makeTag(tagWords, tokenized)(words, options);
  };
  let ranks: FeatureTools['rankOf'] | undefined;
  const rankOf: FeatureTools['rankOf'] = (word) => {
    ranks ??= rankWords([joinTokens(tokens, cut)], cut === 'whitespace' ? cut : 'word');
    return ranks(word);
  };
  return { tag, rankOf, unit, ...(tokenized !== undefined && { tokens: tokenized }) };
}
