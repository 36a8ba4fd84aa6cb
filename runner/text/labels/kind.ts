/**
 * What a kind of feature is: its keys in a manifest, which tokens carry it, its words, what it is compared with. One kind
 * is one file in kinds/ and one line in features.ts. Imports the words of lists.
 */
import { z } from 'zod';
import type { TokenizedText } from '../../core/cut.ts';
import { either } from '../../core/format.ts';
import { wholeNumber } from '../../core/whole-number.ts';
import type { Unit } from '../tokens.ts';
import type { Tag } from './penn.ts';
import type { RankOf } from './word-ranks.ts';

/** What every feature has, whatever its kind. */
export interface NamedFeature {
  name: string;
  /** What it is compared with, where the manifest says so: a class of tokens, or the name of another feature. */
  among?: string | undefined;
  /** What a claim's sentence says instead of the name, where the manifest says so: 'four or more are owed'. */
  says?: string | undefined;
  /** True where the number itself is asked for, not whether it lies in a range. */
  number?: true | undefined;
}

/** What a feature is compared with: words only, tokens that are not white space, or all tokens. */
export type ReferenceClass = (typeof referenceClasses)[number];
export const referenceClasses = ['words', 'text', 'all'] as const;

export interface FeatureTools {
  tag: Tag;
  rankOf: RankOf;
  unit: Unit;
  /** Of a text that is tokenized already: no token is a space. */
  tokens?: TokenizedText | undefined;
}

/** The files that a feature is completed from; passed in, so that the kinds touch none. */
export interface FeatureFiles {
  place(path: string): string;
  /** @throws InputError, which names the feature, when there is no such list. */
  readWords(path: string, name: string): string[];
}

/** What is written right but cannot be meant. */
export interface FeatureFault {
  key: string;
  what: string;
  why?: string;
  fix: string;
}

/**
 * A kind of feature. In the manifest it is told by the key that it is registered under.
 * @typeParam Written its keys as they are written.
 * @typeParam Resolved its keys as they are published, every default filled in.
 * @typeParam Parsed as `Resolved`, with files not read yet.
 */
export interface FeatureKind<
  Written extends object = object,
  Resolved extends object = object,
  Parsed extends object = Resolved,
> {
  /** Its keys as they are written, its own key among them; the others are optional. */
  keys: z.ZodRawShape;
  /** Its keys as they are published. */
  resolved: z.ZodObject;
  /** What is wrong with keys that are each right ('must have ...'); null when nothing is. */
  check?(written: Written, asked: FeatureRequest): string | null;
  parse(written: Written, asked: FeatureRequest): Parsed;
  complete?(feature: NamedFeature & Parsed, files: FeatureFiles): Resolved;
  /** What is written right but cannot be meant. */
  contradictions?(feature: NamedFeature & Parsed): FeatureFault[];
  synonyms?(value: string): readonly string[];
  /** What a text must be to have such features; left out: any text. Says why others have none. */
  onlyObserved?: string;
  /** Which of the tools marking asks for, so that no other is made for nothing. */
  needs?: 'tags' | 'ranks';
  /** Whether it is a feature of words: of characters each takes after the word that it stands in. */
  ofWords: boolean;
  /**
   * Marks one document, from its start; left out: a token carries the feature where its number lies in the range.
   * @param tokens words or characters; words when the kind is one of words.
   * @returns [tokens], 1 where the token carries the feature.
   */
  mark?(feature: NamedFeature & Resolved, tokens: readonly string[], tools: FeatureTools): Uint8Array;
  /** What the kind gives where a number is asked for; left out: it knows of none. */
  numbers?: NumbersOf<NamedFeature & Resolved>;
  /** 'tokens that match /[.?!]/'. */
  describe(feature: Resolved, unit: Unit): string;
  /** The words of a claim's sentence; null: its keys make none that a reader understands. */
  says(feature: Resolved, unit: Unit): Clause | null;
  /**
   * Whether two tokens with the same text always carry the feature both or neither. A character decides no feature of
   * words, whatever is said here.
   */
  decidedByToken(feature: Resolved): boolean;
  /** What it is compared with where the manifest does not say. */
  referenceClass(feature: Resolved): ReferenceClass;
}

/** A range of numbers, both ends included; null: no upper end. */
export type Band = readonly [low: number, high: number | null];

/** Whether the number itself is asked for: a range then says which tokens have one. */
export interface FeatureRequest {
  number: boolean;
}

export interface NumbersOf<Feature> {
  /**
   * The numbers of one document, from its start, in the range or not.
   * @param tokens as `mark` has them.
   * @returns [tokens], NaN where a token has none: it takes no part. Infinity lies in a range without an upper end, and is no number.
   */
  of(feature: Feature, tokens: readonly string[], tools: FeatureTools): Float32Array;
  /** 'how many pairs of parentheses each token is inside'. */
  describe(feature: Feature, unit: Unit): string;
  /** What a neuron that knows it knows: 'how many b's are still owed'. */
  says(feature: Feature, unit: Unit): string;
  /** Where a range of the number is a feature: that which the keys ask for, and the keys without any; left out: the kind has no ranges. */
  ranges?: { of(feature: Feature): Band; none(feature: Feature): Partial<Feature> };
}

export function featureKind<
  Keys extends z.ZodRawShape,
  Published extends z.ZodObject,
  Parsed extends object = z.output<Published>,
>(kind: KindOf<Keys, Published, Parsed>): KindOf<Keys, Published, Parsed> {
  return kind;
}

type KindOf<Keys extends z.ZodRawShape, Published extends z.ZodObject, Parsed extends object> = FeatureKind<
  z.output<z.ZodObject<Keys>>,
  z.output<Published>,
  Parsed
> & { keys: Keys; resolved: Published };

export interface Clause {
  /** 'it is inside quotation marks', as in 'knows whether ...'. */
  whether: string;
  /** What came where it was, 'a comma', as in 'remembers that ... came'; null where it is a state that goes on. */
  event: string | null;
  /** True of a number: `whether` is then what is known of it, 'how many pairs of parentheses it is inside'. */
  number?: true | undefined;
}

/** A state that goes on. */
export const stateClause = (whether: string): Clause => ({ whether, event: null });

/** A single token: 'the word is a stop word', of which 'a stop word' came; without a name 'a word that has 3 characters'. */
export const tokenClause = (noun: string, predicate: string, name = `a ${noun} that ${predicate}`): Clause => ({
  whether: `the ${noun} ${predicate}`,
  event: name,
});

/** The token or the character at which a feature is. */
export const unitWord = (unit: Unit): string => (unit === 'word' ? 'token' : unit);

const shownWords = 8;

/** 'a, b or c', or 'a, b, c, d, e, f, g, h or one of 12 more words'. */
export function someOf(words: readonly string[]): string {
  const more = words.length - shownWords;
  if (more <= 1) return either(words);
  return `${words.slice(0, shownWords).join(', ')} or one of ${more} more words`;
}

export const bandSchema = z.tuple([z.int(), z.int().nullable()]);

export const writtenBand = (least: 0 | 1 = 1) =>
  z
    .tuple(
      [
        wholeNumber().min(least),
        z.union([wholeNumber().min(least), z.literal('none')], {
          error: `must be a whole number from ${least}, or none`,
        }),
      ],
      { error: ({ code }) => (code === 'invalid_type' ? 'must be a list of two, as in [1, 100]' : undefined) },
    )
    .transform(([low, high]): [number, number | null] => [low, high === 'none' ? null : high]);

export const isInBand = ([low, high]: Band, value: number): boolean => value >= low && (high === null || value <= high);

/** '1 to 3', '2', or '10 or more' with the words for no upper end. */
export function inBand([low, high]: Band, beyond: string): string {
  if (high === null) return `${low} ${beyond}`;
  return low === high ? String(low) : `${low} to ${high}`;
}

export function backwards(key: string, name: string, [low, high]: Band): FeatureFault[] {
  if (high === null || low <= high) return [];
  const what = `"${key}" of feature "${name}" runs from ${low} down to ${high}`;
  return [{ key, what, fix: 'Give the lower number first' }];
}
