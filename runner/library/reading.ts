/** A text that was read, as programs on Node have it: it tells too which tokens carry a feature. */

import { cutOf, joinTokens } from '../core/cut.ts';
import { InputError } from '../core/errors.ts';
import { areNumbers } from '../core/values.ts';
import { featuresOf } from '../experiment/manifest/load.ts';
import type { Checkpoint } from '../nn/models/checkpoint.ts';
import {
  type Feature,
  featureValues,
  markFeature,
  onlyObserved,
  type WrittenFeature,
} from '../text/labels/features.ts';
import type { FeatureTools } from '../text/labels/kind.ts';
import { loadWinkTagger, makeTag } from '../text/labels/penn.ts';
import { rankWords } from '../text/labels/word-ranks.ts';
import { TextReading } from './text-reading.ts';

/** A text that a model has read or written; `model.read` and `model.write` give it. */
export class Reading extends TextReading {
  /**
   * Which tokens carry a feature: [tokens], 1 where one does. The text counts as one document.
   * @param feature a regular expression for a whole token, `[.?!]`, or a feature as a manifest has it.
   * @throws InputError when it is none, or a number.
   */
  mark(feature: GivenFeature): Uint8Array {
    return markFeature(featureOf(feature), this.tokens, toolsFor(this.tokens, this.network.model));
  }

  /**
   * The number that each token has, [tokens], NaN where one has none. The text counts as one document.
   * @param given a feature with `number: true`, as `{ nesting: 'parentheses', number: true }`.
   * @throws InputError when it is none, or no number.
   */
  numbers(given: GivenFeature): Float32Array {
    const feature = featureOf(given);
    const values = featureValues(feature, this.tokens, toolsFor(this.tokens, this.network.model));
    if (areNumbers(values)) return values;
    const fix = 'Add number: true, or ask which tokens carry it: reading.mark(feature)';
    throw new InputError('not-in-reading', { what: `Feature "${feature.name}" is no number`, fix });
  }
}

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
function featureOf(given: GivenFeature): Feature {
  const [feature] = featuresOf([named(given)]);
  if (feature === undefined || typeof feature === 'string') {
    const fix = 'Give one feature, or a regular expression as [.?!]';
    throw new InputError('not-in-reading', { what: 'A reading is marked by one feature at a time', fix });
  }
  const limit = onlyObserved(feature);
  if (limit === null) return feature;
  throw new InputError('not-in-reading', { what: `A reading cannot be marked by "${limit.key}"`, why: limit.why });
}

/** The tagger of words, loaded once. */
let tagWords: ReturnType<typeof loadWinkTagger> | undefined;

/** What features need of a text, which counts as one document; words are ranked by how frequent they are in it. */
function toolsFor(words: readonly string[], { unit, tokens }: Pick<Checkpoint, 'unit' | 'tokens'>): FeatureTools {
  const cut = cutOf({ unit, tokens });
  let ranks: FeatureTools['rankOf'] | undefined;
  return {
    unit,
    ...(tokens !== undefined && { tokens }),
    tag(own, options) {
      tagWords ??= loadWinkTagger();
      return makeTag(tagWords, tokens)(own, options);
    },
    rankOf(word) {
      ranks ??= rankWords([joinTokens(words, cut)], tokens ?? 'word');
      return ranks(word);
    },
  };
}
