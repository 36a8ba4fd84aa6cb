/**
 * Where the effect of a claim falls: its flip by side, by the token that comes next and by how long ago the state began; what
 * holding a neuron costs by itself; and its real values exchanged at single tokens. Losses are nats a token, intervals 95% over
 * documents. Imports only zod and the shapes of numbers.
 */
import { z } from 'zod';
import { count, finite, interval, share } from '../../core/numbers-schema.ts';

export const whereSchema = z.enum(['inside', 'outside']);

/** Some of the tokens after which a loss is compared. */
export const placeSchema = z.union([
  /** Those before a token, which is frequent. */
  z.strictObject({ next: z.string() }),
  /** Those before any other token of this kind. */
  z.strictObject({ kind: z.enum(['white space', 'word', 'letter', 'number', 'mark']) }),
  /** Those so many tokens after the state began, from the first number to the second; null: or more. */
  z.strictObject({ after: z.tuple([count, count.nullable()]) }),
]);

/** Of a place on one side: the differences of its tokens added up, and how many they are. */
export const placeSumsSchema = z.strictObject({
  of: placeSchema,
  where: whereSchema,
  /** [documents] */
  sums: z.array(finite),
  counts: z.array(count),
});

const mean = {
  tokens: count,
  documents: count,
  /** Mean of loss with the wrong state - loss with the right one. */
  flip: finite,
  interval,
};

export const holdingSchema = z.strictObject({
  inside: z.strictObject({ rise: finite, interval }),
  outside: z.strictObject({ rise: finite, interval }),
});

const placeEffect = {
  where: whereSchema,
  /** Of the compared tokens of its side. */
  share,
  /** The same on the discovery half, by which the place is chosen; null where too few of its tokens were compared. */
  discovery: finite.nullable(),
  ...mean,
};

export const fallsSchema = z.strictObject({
  inside: z.strictObject(mean),
  outside: z.strictObject(mean),
  /** Those with enough tokens on the confirmation half. */
  places: z.array(z.strictObject({ of: placeSchema, ...placeEffect })),
  /**
   * The largest mean on discovery, with what else comes next there at half that cost or more, together; confirmed: it is above
   * what the flip costs elsewhere. Null where none is.
   */
  place: z
    .strictObject({
      of: z.array(placeSchema).min(1),
      ...placeEffect,
      /** Mean at all other tokens, both sides with equal weight. */
      elsewhere: z.strictObject({ flip: finite, interval }),
      /** One-sided, that the place costs no more than elsewhere. */
      p: share,
    })
    .nullable(),
  /** Loss with the neuron held at the right state - loss of the network as it is: what holding costs by itself. */
  holding: holdingSchema,
});

/**
 * Real values of the neuron exchanged, each at one token alone: in the place of its own it gets that of another occurrence of
 * the same token in the other state. Loss of the next word or mark (the next token, where there are no spaces between words), in
 * excess of the same with occurrences in the same state.
 */
export const interchangeSchema = z.strictObject({
  inside: z.strictObject(mean),
  outside: z.strictObject(mean),
  /** Where the flip costs most; null where there is no such place, or too few tokens of it. */
  place: z.strictObject({ of: z.array(placeSchema).min(1), where: whereSchema, ...mean }).nullable(),
  /** Each part of that place by itself, as far as it has enough tokens. */
  parts: z.array(z.strictObject({ of: placeSchema, where: whereSchema, ...mean })),
});

export type Interchange = z.infer<typeof interchangeSchema>;
export type Where = z.infer<typeof whereSchema>;
export type Place = z.infer<typeof placeSchema>;
export type PlaceSums = z.infer<typeof placeSumsSchema>;
export type Falls = z.infer<typeof fallsSchema>;
export type PlaceEffect = Falls['places'][number];
