/**
 * Features: the kinds that there are, and what can be said of a feature whatever its kind: schema, marks, words, contradictions.
 * A further kind is one file and one line here. Pure.
 */
import { z } from 'zod';
import { at } from '../../core/at.ts';
import { subword } from '../../core/cut.ts';
import { InputError } from '../../core/errors.ts';
import { both } from '../../core/format.ts';
import { areNumbers, type FeatureValues } from '../../core/values.ts';
import { type RegroupedWords, regroup } from '../regroup.ts';
import { isSpace } from '../sentences.ts';
import { isWord, type Unit } from '../tokens.ts';
import {
  type Band,
  type Clause,
  type FeatureFault,
  type FeatureFiles,
  type FeatureKind,
  type FeatureRequest,
  type FeatureTools,
  isInBand,
  type NamedFeature,
  type ReferenceClass,
  referenceClasses,
  stateClause,
} from './kind.ts';
import { control } from './kinds/control.ts';
import { count } from './kinds/count.ts';
import { frequency } from './kinds/frequency.ts';
import { indentation } from './kinds/indentation.ts';
import { labels } from './kinds/labels.ts';
import { match } from './kinds/match.ts';
import { nesting } from './kinds/nesting.ts';
import { partOfSpeech } from './kinds/part-of-speech.ts';
import { passage } from './kinds/passage.ts';
import { position } from './kinds/position.ts';
import { previous } from './kinds/previous.ts';
import { scope } from './kinds/scope.ts';
import { wordLength } from './kinds/word-length.ts';
import { words } from './kinds/words.ts';

const kinds = {
  match,
  partOfSpeech,
  words,
  nesting,
  position,
  frequency,
  wordLength,
  previous,
  count,
  passage,
  scope,
  indentation,
  labels,
  control,
};

/** Each kind under the key that tells it in a manifest. */
export const featureKinds = kinds satisfies UnderTheirKeys<typeof kinds>;
/** What a kind makes of its own keys is of its own types: the registry says so, zod cannot. */
const registry: Readonly<Record<string, FeatureKind>> = featureKinds;

/** Kinds each of which has the key that it is registered under. */
export type UnderTheirKeys<Kinds> = {
  readonly [Key in keyof Kinds]: FeatureKind & { keys: Readonly<Record<Key, z.ZodType>> };
};

type Kinds = typeof featureKinds;
type Flat<T> = { [Key in keyof T]: T[Key] };
/** What a manifest may say of a feature of any kind. */
type Asked = { name: string } & Pick<NamedFeature, 'among' | 'says' | 'number'>;
type ResolvedBy<Kind> = Kind extends { resolved: infer R extends z.ZodObject } ? Flat<Asked & z.output<R>> : never;
type WrittenBy<Kind> = Kind extends { parse(written: infer W, asked: FeatureRequest): unknown }
  ? Flat<Asked & W>
  : never;
type ParsedBy<Kind> = Kind extends { parse(written: never, asked: FeatureRequest): infer P } ? Flat<Asked & P> : never;

/** What a token must be to carry the feature, every default filled in. */
export type Feature = z.output<typeof resolvedFeatureSchema>;
/** As a manifest has it: `{ name: 'nouns', partOfSpeech: ['NN', 'NNS'] }`. */
export type WrittenFeature = z.input<typeof featureSchema>;
/** As `Feature`, with a word list's file not read yet. */
export type UnreadFeature = z.output<typeof featureSchema>;

/** A feature, and which tokens of a text carry it, or which number each has. */
export interface MarkedFeature {
  feature: Feature;
  /** [tokens] 1 where a token carries it; of a number the number, NaN where a token has none. */
  mask: FeatureValues;
}

const ofEvery = {
  name: z.string().min(1).describe('What the feature is called on the page; each name once'),
  among: z
    .union([z.enum(referenceClasses), z.string().min(1)])
    .optional()
    .describe(
      'What the feature is compared with: words, text (tokens that are not white space), all tokens; or the name of another feature, within which it is then asked',
    ),
  says: z
    .string()
    .min(1)
    .optional()
    .describe(
      "How a claim's sentence goes on after 'knows whether': it is inside quotation marks; of a number after 'knows': how deep it is",
    ),
  number: z
    .literal(true, { error: 'must be true, or left out' })
    .optional()
    .describe(
      'Asks for the number itself (position, depth, count, length, rank, or those of a file), not whether it lies in a range; a range says which tokens take part',
    ),
};
const { name: named, ...common } = ofEvery;

/** A feature as a manifest writes it: exactly one kind, with the keys that belong to it. */
export const featureSchema = writtenSchema() as z.ZodType<
  { [Key in keyof Kinds]: ParsedBy<Kinds[Key]> }[keyof Kinds],
  { [Key in keyof Kinds]: WrittenBy<Kinds[Key]> }[keyof Kinds]
>;

export const resolvedFeatureSchema = z.union(
  Object.values(registry).map(({ resolved }) => z.strictObject({ name: named, ...resolved.shape, ...common })),
) as unknown as z.ZodType<{ [Key in keyof Kinds]: ResolvedBy<Kinds[Key]> }[keyof Kinds]>;

function kindOf(feature: object): [key: string, kind: FeatureKind] {
  const found = Object.entries(registry).find(([key]) => Object.hasOwn(feature, key));
  if (found === undefined) throw new TypeError(`features: no kind has the keys ${Object.keys(feature).join(', ')}`);
  return found;
}
const kindNamed = (feature: object): FeatureKind => kindOf(feature)[1];

export const isFeatureOf = <Key extends keyof Kinds>(
  feature: Feature | UnreadFeature,
  key: Key,
): feature is ResolvedBy<Kinds[Key]> & Feature => Object.hasOwn(feature, key);

export const completeFeature = (feature: UnreadFeature, files: FeatureFiles): Feature =>
  (kindNamed(feature).complete?.(feature, files) ?? feature) as Feature;

export const featureContradictions = (feature: UnreadFeature): FeatureFault[] =>
  kindNamed(feature).contradictions?.(feature) ?? [];

/** What a wrong value of a key was perhaps meant to be. */
export const featureSynonyms = (key: string, value: string): readonly string[] =>
  registry[key]?.synonyms?.(value) ?? [];

/** Why only the observed text has such features, and the key that says so; null when any text has them. */
export function onlyObserved(feature: Feature | UnreadFeature): { key: string; why: string } | null {
  const [key, { onlyObserved: why }] = kindOf(feature);
  return why === undefined ? null : { key, why };
}

export const featuresNeed = (features: readonly Feature[], tool: 'tags' | 'ranks'): boolean =>
  features.some((feature) => kindNamed(feature).needs === tool);

/**
 * Patterns are matched against the token, and positions count tokens. Features of words are about words: when the tokens are
 * characters, each takes after the word that it stands in.
 * @param documents first token of each document of the text, rising from 0. Nothing outside a document bears on it: in each, sentences
 *   and lines begin anew and no mark is open.
 * @returns [tokens], 1 where the token carries the feature; of one that is a number [tokens] of it, NaN where a token has none.
 * @throws InputError when a pattern is not a regular expression.
 */
export function featureValues(
  feature: Feature,
  tokens: readonly string[],
  tools: FeatureTools,
  documents: readonly number[] = [0],
): FeatureValues {
  const kind = kindNamed(feature);
  const values = emptyFor(feature, tokens.length);
  documents.forEach((start, index) => {
    const own = documents.length === 1 && start === 0 ? tokens : tokens.slice(start, documents[index + 1]);
    values.set(ofDocument(kind, feature, own, tools), start);
  });
  return values;
}

/** As `featureValues`, of a feature that is none. @throws InputError when it is a number. */
export function markFeature(...asked: Parameters<typeof featureValues>): Uint8Array {
  const marks = featureValues(...asked);
  if (!areNumbers(marks)) return marks;
  throw new InputError('number-for-mask', {
    what: `Feature "${asked[0].name}" is a number, and here is asked which tokens carry it`,
    fix: 'Leave "number" out and give a range, or ask for its numbers',
  });
}

/** In words, for the page and the terminal: 'tokens that match /[.?!]/'. */
export function describeFeature(feature: Feature, own: Unit = 'word'): string {
  const kind = kindNamed(feature);
  const { describe } = feature.number && kind.numbers ? kind.numbers : kind;
  return describe(feature, askedOf(own));
}

/** What a claim's sentence says: 'it is inside quotation marks'. The manifest's own words (`says`) first, then those of its kind, then its name. */
export function saidOfFeature(feature: Feature, own: Unit): Clause {
  const unit = askedOf(own);
  const kind = kindNamed(feature);
  const other = withinFeature(feature);
  const scoped = (words: string): string => (other === null ? words : `${words}, within “${other}”`);
  if (feature.number && kind.numbers) {
    return { whether: feature.says ?? scoped(kind.numbers.says(feature, unit)), event: null, number: true };
  }
  if (feature.says !== undefined) return stateClause(feature.says);
  const { whether, event } = kind.says(feature, unit) ?? stateClause(clauseOfName(feature.name));
  return { whether: scoped(whether), event };
}

/** Of a range the number that it is a range of; null: it is none, or asks for the number itself. */
export function numberBehind(feature: Feature): Feature | null {
  const { numbers } = kindNamed(feature);
  if (feature.number || numbers?.ranges === undefined) return null;
  const { says: _, ...own } = feature;
  return { ...own, ...numbers.ranges.none(feature), number: true } as Feature;
}

/**
 * Whether two tokens with the same text always carry the feature both or neither. Then a neuron that knows the token knows the
 * feature; where not, it must know more of the text.
 */
export function decidedByToken(feature: Feature, unit: Unit): boolean {
  const { ofWords, decidedByToken: decides } = kindNamed(feature);
  return (unit === 'word' || !ofWords) && decides(feature);
}

/** What it is compared with: what the manifest says (`among`), or what suits its kind. */
export const referenceClass = (feature: Feature): ReferenceClass =>
  isClass(feature.among) ? feature.among : kindNamed(feature).referenceClass(feature);

/** The name of the feature within which it is asked, where `among` names one; null: it is asked everywhere. */
export const withinFeature = ({ among }: Pick<NamedFeature, 'among'>): string | null =>
  among === undefined || isClass(among) ? null : among;

/** The values of the feature within which another is asked, where it names one. @param marked those that can be named. */
export function valuesWithin(feature: Feature, marked: readonly MarkedFeature[]): FeatureValues | undefined {
  const name = withinFeature(feature);
  return name === null ? undefined : marked.find((other) => other.feature.name === name)?.mask;
}

/**
 * The tokens that a feature is about: those that carry it and those that it is compared with. A token may carry the feature and stand
 * outside (the apostrophe of isn't is tagged an adverb and is no word): it takes no part.
 * @param known the feature's own values (tokens without a number take no part), and those of the feature within which it is asked
 *   (what does not carry it, or has no number, takes no part).
 * @returns [tokens], 1 where the token belongs to the reference class.
 */
export function referenceMask(
  feature: Feature,
  tokens: readonly string[],
  { values, other }: { values?: FeatureValues | undefined; other?: FeatureValues | undefined } = {},
): Uint8Array {
  const name = withinFeature(feature);
  if (name !== null && other === undefined) throw new TypeError(`features: the tokens of "${name}" are missing`);
  const takesPart = (t: number): boolean =>
    (values === undefined || !areNumbers(values) || !Number.isNaN(at(values, t))) &&
    (other === undefined || (areNumbers(other) ? !Number.isNaN(at(other, t)) : other[t] === 1));
  return classMask(referenceClass(feature), tokens).map((member, t) => Number(member === 1 && takesPart(t)));
}

/** [tokens], 1 where a token is of the class. Of characters a word is a letter, a number or an underscore. */
export const classMask = (name: ReferenceClass, tokens: readonly string[]): Uint8Array =>
  Uint8Array.from(tokens, (token) => Number(membership[name](token)));

const isClass = (among: string | undefined): among is ReferenceClass => referenceClasses.some((name) => name === among);

/** Of a model that reads pieces of words all is asked of the words and marks that they make up. */
const askedOf = (unit: Unit): Unit => (unit === subword ? 'word' : unit);

/** A name that tells a place goes on from 'it is'; any other is named. */
const clauseOfName = (name: string): string =>
  /^(?:after|at|before|between|in|inside|near|outside|within) /.test(name)
    ? `it is ${name}`
    : `the feature “${name}” is present`;

const membership: Readonly<Record<ReferenceClass, (token: string) => boolean>> = {
  // Pieces have the space before them.
  words: (token) => isWord(token.trim()),
  text: (token) => !isSpace(token),
  all: () => true,
};

/** The words of characters, as long as somebody holds these: several features ask for those of one document. */
const regrouped = new WeakMap<readonly string[], RegroupedWords>();

const emptyFor = ({ number }: NamedFeature, length: number): FeatureValues =>
  number ? new Float32Array(length) : new Uint8Array(length);

/** What stands in the range, as marks or as numbers. */
function valuesByKind(
  { mark, numbers }: FeatureKind,
  feature: NamedFeature,
  tokens: readonly string[],
  tools: FeatureTools,
): FeatureValues {
  if (mark !== undefined && !(feature.number && numbers)) return mark(feature, tokens, tools);
  if (numbers === undefined) throw new TypeError(`features: a kind marks nothing and has no numbers`);
  const all = numbers.of(feature, tokens, tools);
  const range = numbers.ranges?.of(feature) ?? everything;
  return feature.number
    ? all.map((value) => (isInBand(range, value) && Number.isFinite(value) ? value : Number.NaN))
    : Uint8Array.from(all, (value) => Number(isInBand(range, value)));
}

const everything: Band = [Number.NEGATIVE_INFINITY, null];

function ofDocument(
  kind: FeatureKind,
  feature: NamedFeature,
  tokens: readonly string[],
  tools: FeatureTools,
): FeatureValues {
  const asked = { ...tools, unit: askedOf(tools.unit) };
  const read = (own: readonly string[]) => valuesByKind(kind, feature, own, asked);
  if (tools.unit === 'word' || !(kind.ofWords || tools.unit === subword)) return read(tokens);
  const known = regrouped.get(tokens) ?? regroup(tokens, tools.unit);
  regrouped.set(tokens, known);
  const { words, wordOf, goesOn } = known;
  const values = read(words);
  const own = emptyFor(feature, tokens.length);
  // What a word is, is known at the last of its pieces; where it stands, and its numbers, at all.
  const atLast = !areNumbers(own) && (kind.ofWords || kind.decidedByToken(feature));
  wordOf.forEach((word, character) => {
    own[character] = atLast && goesOn?.[character] === 1 ? 0 : at(values, word);
  });
  return own;
}

type Written = Asked & Record<string, unknown>;

function writtenSchema(): z.ZodType {
  const names = Object.keys(registry);
  const keys = Object.entries(registry).flatMap(([kind, { keys: own }]) =>
    Object.entries(own).map(([key, schema]) => ({ kind, key, schema })),
  );
  const shape = Object.fromEntries(keys.map(({ key, schema }) => [key, z.optional(schema)]));
  const kindsOf = (written: Written): string[] => names.filter((name) => written[name] !== undefined);
  return z
    .strictObject({ name: named, ...shape, ...common })
    .superRefine((each: Written, { addIssue }) => {
      const [kind, another] = kindsOf(each);
      if (kind === undefined || another !== undefined) {
        addIssue(`must have exactly one of ${both(names)}`);
      }
      for (const { key, kind: owner } of keys) {
        if (each[key] !== undefined && each[owner] === undefined) addIssue(`must have ${owner} when it has ${key}`);
      }
      const wrong =
        kind === undefined ? null : (registry[kind]?.check?.(each, { number: each.number === true }) ?? null);
      if (wrong !== null) addIssue(wrong);
      if (each.number && kind !== undefined && registry[kind]?.numbers === undefined) {
        addIssue(
          `must have one of ${both(names.filter((name) => registry[name]?.numbers !== undefined))} when it has number`,
        );
      }
    })
    .transform((each: Written) => {
      const { name, among, says, number, ...own } = each;
      const [kind = ''] = kindsOf(each);
      const told = {
        ...(among !== undefined && { among }),
        ...(says !== undefined && { says }),
        ...(number && { number }),
      };
      return { name, ...registry[kind]?.parse(own, { number: number === true }), ...told };
    });
}
