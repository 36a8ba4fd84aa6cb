/**
 * What can be said of features, made of their kinds: schema, marks, words, contradictions. The kinds are passed in as a
 * registry, so that a further kind is one file and one line. Pure.
 */
import { z } from 'zod';
import { at } from '../../core/at.ts';
import { subword } from '../../core/cut.ts';
import { InputError } from '../../core/errors.ts';
import { areNumbers, type FeatureValues } from '../../core/values.ts';
import { both } from '../../core/words.ts';
import { type RegroupedWords, regroup } from '../regroup.ts';
import { isSpace } from '../sentences.ts';
import { isWord, type Unit } from '../tokens.ts';
import { isInBand } from './band.ts';
import {
  type Band,
  type Clause,
  type FeatureFault,
  type FeatureFiles,
  type FeatureKind,
  type FeatureRequest,
  type FeatureTools,
  type NamedFeature,
  type ReferenceClass,
  referenceClasses,
  stateClause,
} from './kind.ts';

/** Kinds by the key that tells them in a manifest. */
export type FeatureKinds = Readonly<Record<string, FeatureKind>>;

/** Kinds each of which has the key that it is registered under; `satisfies` holds a registry to it. */
export type UnderTheirKeys<Kinds> = {
  readonly [Key in keyof Kinds]: FeatureKind & { keys: Readonly<Record<Key, z.ZodType>> };
};

type Flat<T> = { [Key in keyof T]: T[Key] };
/** What a manifest may say of a feature of any kind. */
type Asked = { name: string } & Common;
type Common = Pick<NamedFeature, 'among' | 'says' | 'number'>;
type ResolvedBy<Kind> = Kind extends { resolved: infer R extends z.ZodObject } ? Flat<Asked & z.output<R>> : never;
type WrittenBy<Kind> = Kind extends { parse(written: infer W, asked: FeatureRequest): unknown }
  ? Flat<Asked & W>
  : never;
type ParsedBy<Kind> = Kind extends { parse(written: never, asked: FeatureRequest): infer P } ? Flat<Asked & P> : never;

/** A feature of one of the kinds, every default filled in. */
export type FeatureOf<Kinds extends FeatureKinds> = { [Key in keyof Kinds]: ResolvedBy<Kinds[Key]> }[keyof Kinds];
/** As a manifest writes it, defaults left out. */
export type WrittenFeatureOf<Kinds extends FeatureKinds> = { [Key in keyof Kinds]: WrittenBy<Kinds[Key]> }[keyof Kinds];
/** As `FeatureOf`, with files not read yet. */
export type UnreadFeatureOf<Kinds extends FeatureKinds> = { [Key in keyof Kinds]: ParsedBy<Kinds[Key]> }[keyof Kinds];

export interface FeatureLanguage<Kinds extends FeatureKinds> {
  /** A feature as a manifest writes it: exactly one kind, with the keys that belong to it. */
  schema: z.ZodType<UnreadFeatureOf<Kinds>, WrittenFeatureOf<Kinds>>;
  /** A feature as it is published. */
  resolvedSchema: z.ZodType<FeatureOf<Kinds>>;
  /** The feature, if it is of that kind. */
  isOf<Key extends string & keyof Kinds>(
    feature: FeatureOf<Kinds> | UnreadFeatureOf<Kinds>,
    key: Key,
  ): feature is ResolvedBy<Kinds[Key]>;
  /** Reads the files that it names. */
  complete(feature: UnreadFeatureOf<Kinds>, files: FeatureFiles): FeatureOf<Kinds>;
  contradictions(feature: UnreadFeatureOf<Kinds>): FeatureFault[];
  /** What a wrong value of a key was perhaps meant to be. */
  synonyms(key: string, value: string): readonly string[];
  /** Why only the observed text has such features, and the key that says so; null when any text has them. */
  onlyObserved(feature: FeatureOf<Kinds> | UnreadFeatureOf<Kinds>): { key: string; why: string } | null;
  /** Whether marking any of them asks for the tool. */
  need(features: readonly FeatureOf<Kinds>[], tool: 'tags' | 'ranks'): boolean;
  /**
   * Patterns are matched against the token, and positions count tokens. Features of words are about words: when the
   * tokens are characters, each takes after the word that it stands in.
   * @param documents first token of each document of the text, rising from 0. Nothing outside a document bears on it:
   * in each, sentences and lines begin anew and no mark is open.
   * @returns [tokens], 1 where the token carries the feature.
   * @throws InputError when a pattern is not a regular expression, or the feature is a number.
   */
  mark(
    feature: FeatureOf<Kinds>,
    tokens: readonly string[],
    tools: FeatureTools,
    documents?: readonly number[],
  ): Uint8Array;
  /** The same of any feature: of one that is a number [tokens] of it, NaN where a token has none. */
  values(
    feature: FeatureOf<Kinds>,
    tokens: readonly string[],
    tools: FeatureTools,
    documents?: readonly number[],
  ): FeatureValues;
  /** In words, for the page and the terminal: 'tokens that match /[.?!]/'. */
  describe(feature: FeatureOf<Kinds>, unit?: Unit): string;
  /**
   * What a claim's sentence says: 'it is inside quotation marks'. The manifest's own words (`says`) first, then those of
   * its kind, then its name.
   */
  says(feature: FeatureOf<Kinds>, unit: Unit): Clause;
  /** Of a range the number that it is a range of; null: it is none, or asks for the number itself. */
  numberBehind(feature: FeatureOf<Kinds>): FeatureOf<Kinds> | null;
  /**
   * Whether two tokens with the same text always carry the feature both or neither. Then a neuron that knows the token
   * knows the feature; where not, it must know more of the text.
   */
  decidedByToken(feature: FeatureOf<Kinds>, unit: Unit): boolean;
  /** What it is compared with: what the manifest says (`among`), or what suits its kind. */
  referenceClass(feature: FeatureOf<Kinds>): ReferenceClass;
  /** The name of the feature within which it is asked, where `among` names one; null: it is asked everywhere. */
  within(feature: Pick<NamedFeature, 'among'>): string | null;
  /**
   * The tokens that a feature is about: those that carry it and those that it is compared with. A token may carry the
   * feature and stand outside (the apostrophe of isn't is tagged an adverb and is no word): it takes no part.
   * @param known the feature's own values (tokens without a number take no part), and those of the feature within which it
   * is asked (what does not carry it, or has no number, takes no part).
   * @returns [tokens], 1 where the token belongs to the reference class.
   */
  referenceMask(
    feature: FeatureOf<Kinds>,
    tokens: readonly string[],
    known?: { values?: FeatureValues | undefined; other?: FeatureValues | undefined },
  ): Uint8Array;
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

/** @throws TypeError when two kinds have a key in common, by which they could not be told apart. */
export function featureLanguage<Kinds extends FeatureKinds>(kinds: Kinds): FeatureLanguage<Kinds> {
  type Feature = FeatureOf<Kinds>;
  type Parsed = UnreadFeatureOf<Kinds>;
  const kindOf = (feature: object): [key: string, kind: FeatureKind] => {
    const found = Object.entries(kinds).find(([key]) => Object.hasOwn(feature, key));
    if (found === undefined) throw new TypeError(`features: no kind has the keys ${Object.keys(feature).join(', ')}`);
    return found;
  };
  const kindNamed = (feature: Feature | Parsed): FeatureKind => kindOf(feature)[1];
  const classOf = (feature: Feature): ReferenceClass =>
    isClass(feature.among) ? feature.among : kindNamed(feature).referenceClass(feature);
  return {
    // What a kind makes of its own keys is of its own types: the registry says so, zod cannot.
    schema: writtenSchema(kinds) as z.ZodType<Parsed, WrittenFeatureOf<Kinds>>,
    resolvedSchema: publishedSchema(kinds) as z.ZodType<Feature>,
    isOf: (feature, key): feature is ResolvedBy<Kinds[typeof key]> => Object.hasOwn(feature, key),
    complete: (feature, files) => (kindNamed(feature).complete?.(feature, files) ?? feature) as Feature,
    contradictions: (feature) => kindNamed(feature).contradictions?.(feature) ?? [],
    synonyms: (key, value) => kinds[key]?.synonyms?.(value) ?? [],
    onlyObserved(feature) {
      const [key, { onlyObserved: why }] = kindOf(feature);
      return why === undefined ? null : { key, why };
    },
    need: (features, tool) => features.some((feature) => kindNamed(feature).needs === tool),
    mark(feature, tokens, tools, documents) {
      const marks = valuesOfFeature(kindNamed(feature), feature, { tokens, tools, documents });
      if (!areNumbers(marks)) return marks;
      throw new InputError('number-for-mask', {
        what: `Feature "${feature.name}" is a number, and here is asked which tokens carry it`,
        fix: 'Leave "number" out and give a range, or ask for its numbers',
      });
    },
    values: (feature, tokens, tools, documents) =>
      valuesOfFeature(kindNamed(feature), feature, { tokens, tools, documents }),
    describe(feature, own = 'word') {
      const unit = askedOf(own);
      const kind = kindNamed(feature);
      const { numbers } = kind;
      return feature.number && numbers ? numbers.describe(feature, unit) : kind.describe(feature, unit);
    },
    says(feature, own) {
      const unit = askedOf(own);
      const kind = kindNamed(feature);
      const other = withinOf(feature);
      const scoped = (words: string): string => (other === null ? words : `${words}, within “${other}”`);
      if (feature.number && kind.numbers) {
        return { whether: feature.says ?? scoped(kind.numbers.says(feature, unit)), event: null, number: true };
      }
      if (feature.says !== undefined) return stateClause(feature.says);
      const { whether, event } = kind.says(feature, unit) ?? stateClause(clauseOfName(feature.name));
      return { whether: scoped(whether), event };
    },
    numberBehind(feature) {
      const { numbers } = kindNamed(feature);
      if (feature.number || numbers?.ranges === undefined) return null;
      const { says: _, ...own } = feature;
      return { ...own, ...numbers.ranges.none(feature), number: true } as Feature;
    },
    decidedByToken(feature, unit) {
      const { ofWords, decidedByToken } = kindNamed(feature);
      return (unit === 'word' || !ofWords) && decidedByToken(feature);
    },
    referenceClass: classOf,
    within: withinOf,
    referenceMask(feature, tokens, { values, other } = {}) {
      const name = withinOf(feature);
      if (name !== null && other === undefined) throw new TypeError(`features: the tokens of "${name}" are missing`);
      const takesPart = (t: number): boolean =>
        (values === undefined || !areNumbers(values) || !Number.isNaN(at(values, t))) &&
        (other === undefined || (areNumbers(other) ? !Number.isNaN(at(other, t)) : other[t] === 1));
      return classMask(classOf(feature), tokens).map((member, t) => Number(member === 1 && takesPart(t)));
    },
  };
}

/** [tokens], 1 where a token is of the class. Of characters a word is a letter, a number or an underscore. */
export const classMask = (name: ReferenceClass, tokens: readonly string[]): Uint8Array =>
  Uint8Array.from(tokens, (token) => Number(membership[name](token)));

const isClass = (among: string | undefined): among is ReferenceClass => referenceClasses.some((name) => name === among);

const withinOf = ({ among }: Pick<NamedFeature, 'among'>): string | null =>
  among === undefined || isClass(among) ? null : among;

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

interface ToMark {
  tokens: readonly string[];
  tools: FeatureTools;
  /** First token of each. */
  documents?: readonly number[] | undefined;
}

function valuesOfFeature(
  kind: FeatureKind,
  feature: NamedFeature,
  { tokens, tools, documents = [0] }: ToMark,
): FeatureValues {
  const values = emptyFor(feature, tokens.length);
  documents.forEach((start, index) => {
    const own = documents.length === 1 && start === 0 ? tokens : tokens.slice(start, documents[index + 1]);
    values.set(ofDocument(kind, feature, own, tools), start);
  });
  return values;
}

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

function writtenSchema(kinds: FeatureKinds): z.ZodType {
  const names = Object.keys(kinds);
  const keys = Object.entries(kinds).flatMap(([kind, { keys: own }]) =>
    Object.entries(own).map(([key, schema]) => ({ kind, key, schema })),
  );
  const shared = keys.find(({ key }, index) => key in ofEvery || keys.findIndex((each) => each.key === key) !== index);
  if (shared !== undefined) throw new TypeError(`features: the key ${shared.key} belongs to two kinds`);
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
      const wrong = kind === undefined ? null : (kinds[kind]?.check?.(each, { number: each.number === true }) ?? null);
      if (wrong !== null) addIssue(wrong);
      if (each.number && kind !== undefined && kinds[kind]?.numbers === undefined) {
        addIssue(
          `must have one of ${both(names.filter((name) => kinds[name]?.numbers !== undefined))} when it has number`,
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
      return { name, ...kinds[kind]?.parse(own, { number: number === true }), ...told };
    });
}

const publishedSchema = (kinds: FeatureKinds): z.ZodType =>
  z.union(Object.values(kinds).map(({ resolved }) => z.strictObject({ name: named, ...resolved.shape, ...common })));
