/**
 * A second form of the intervention, beside the flip and deciding nothing: a real value in the place of another, at one token
 * alone. It never leaves what the neuron really says, and it tells what a single step does. Pure; the readings are asked for.
 * Source: Geiger et al. 2021 (interchange interventions).
 */
import { z } from 'zod';
import { at, item } from '../../core/at.ts';
import { type Random, shuffle } from '../../core/random.ts';
import { DocumentMeans } from '../stats/document-means.ts';
import { mostLevels } from '../stats/levels.ts';
import { type Bench, scoredAmong, uses } from './bench.ts';
import { choice } from './choice.ts';
import { falls } from './falls.ts';
import { type Falls, type Interchange, interchangeSchema } from './falls-schema.ts';
import { finding } from './finding.ts';
import { lagProfile } from './lags.ts';
import { type FlippedState, richestSegments, stateOf } from './patching.ts';
import { isSamePlace, nextWordAt, placeCriteria, placesIn, type WhiteSpace, whiteSpaceOf } from './places.ts';
import type { Listener, Readings, StepReading } from './readings.ts';
import { ofUsed, used } from './rungs/used.ts';
import { opposite, sideOf } from './states.ts';

export const interchangeCriteria = {
  /** Read tokens of the confirmation half. */
  tokens: 8192,
  /** Tokens at which values are exchanged, of each document: in each state, and where the flip costs most. */
  places: 8,
  /** Whether the parts of a place are told. */
  parts: 1,
} as const;

type Steps = Pick<Readings, 'steps'>;

/** [claims] Of those that are used. */
export const interchange = finding({
  name: 'interchange',
  title: 'exchanging single values',
  published: 'claim',
  fullOnly: true,
  criteria: interchangeCriteria,
  bounds: [placeCriteria],
  inputs: [choice, used, falls, lagProfile],
  reads: ['steps'],
  schema: z.array(interchangeSchema.nullable().default(null)),
  compute: (task) =>
    ofUsed(task, (flipped, index, onProgress) => {
      const place = task.found.falls[index]?.place ?? null;
      return interchangeOf(task.bench, { ...flipped, place }, task.readings, onProgress);
    }),
});

type Place = Falls['place'];

/** A token at which the neuron gets another value. */
interface Exchange {
  /** Read token of the half. */
  place: number;
  document: number;
  inside: boolean;
  /** Whether it was drawn for its state; and at which part of the place where the flip costs most it stands, -1: at none. */
  forState: boolean;
  part: number;
  ahead: number;
  /** What the neuron is set to. */
  other: number;
  same: number;
}

/** @returns null where a side, or a token's other occurrences, are in too few documents. */
export async function interchangeOf(
  bench: Bench,
  flipped: FlippedState & { place: Pick<NonNullable<Place>, 'of' | 'where'> | null },
  readings: Steps,
  onProgress?: Listener,
): Promise<Interchange | null> {
  const { claim, where, place } = flipped;
  const feature = item(bench.features, claim.feature);
  const state = stateOf(bench, feature, 'confirmation', where);
  const segments = richestSegments(bench.input.text.confirmation, state, interchangeCriteria.tokens);
  const onDiscovery = stateOf(bench, feature, 'discovery', where);
  const exchanges = exchangesIn(bench, { state, onDiscovery, segments, place, neuron: claim.neuron });
  const documentsOn = (side: boolean): number =>
    new Set(exchanges.filter((each) => each.forState && each.inside === side).map(({ document }) => document)).size;
  if (Math.min(documentsOn(true), documentsOn(false)) < placeCriteria.documents) return null;
  const reading: StepReading = {
    neuron: claim.neuron,
    segments,
    places: Int32Array.from(exchanges, (each) => each.place),
    values: [Float32Array.from(exchanges, ({ other }) => other), Float32Array.from(exchanges, ({ same }) => same)],
    ahead: Uint8Array.from(exchanges, ({ ahead }) => ahead),
  };
  const [other, same] = await readings.steps('confirmation', reading, onProgress);
  if (other === undefined || same === undefined) throw new Error('interchange: a reading is missing');
  const means = new DocumentMeans<'inside' | 'outside' | 'place' | number>();
  exchanges.forEach(({ document, inside, forState, part }, index) => {
    const difference = at(other, index) - at(same, index);
    if (forState) means.add(inside ? 'inside' : 'outside', document, difference);
    if (part < 0) return;
    means.add('place', document, difference);
    means.add(part, document, difference);
  });
  const told = (group: 'inside' | 'outside' | 'place' | number) => {
    const { value: flip, interval, documents } = means.ratio(group);
    return { tokens: means.count(group), documents, flip, interval };
  };
  const isEnough = (group: 'place' | number) => means.byDocument(group).size >= placeCriteria.documents;
  return {
    inside: told('inside'),
    outside: told('outside'),
    place: place === null || !isEnough('place') ? null : { of: place.of, where: place.where, ...told('place') },
    parts: (place?.of ?? []).flatMap((own, part) =>
      place !== null && isEnough(part) ? [{ of: own, where: place.where, ...told(part) }] : [],
    ),
  };
}

interface Drawn {
  /** [read tokens], of the confirmation half and of the other. */
  state: Int8Array;
  onDiscovery: Int8Array;
  segments: readonly number[];
  neuron: number;
  place: Pick<NonNullable<Place>, 'of' | 'where'> | null;
}

/** Some tokens of each document and state, and some of the place, each with the neuron's values at two other occurrences. */
function exchangesIn(bench: Bench, drawing: Drawn): Exchange[] {
  const { state, segments, neuron } = drawing;
  const source = bench.random(uses.interchange, neuron);
  const white = whiteSpaceOf(bench);
  const values = valuesOf(bench, neuron);
  const occurrences = occurrencesOf(bench, state);
  const partAt = partsIn(bench, { ...drawing, white });
  const { readTypes, warmUp, length, segments: each } = bench.input.text.confirmation;
  const read = warmUp + length;
  const exchanges: Exchange[] = [];
  for (const [document, own] of Map.groupBy(segments, (segment) => Math.floor(segment / each))) {
    const able = own.flatMap((segment) =>
      Array.from({ length: read }, (_, t) => segment * read + t).filter(
        (t) =>
          t % read >= Math.max(1, warmUp) &&
          sideOf(at(state, t)) >= 0 &&
          isWord(readTypes, t, white) &&
          nextWordAt(readTypes, t, read, white) >= 0,
      ),
    );
    const forState = [0, 1].flatMap((side) =>
      drawn(
        able.filter((t) => sideOf(at(state, t)) === side),
        source,
      ),
    );
    const there = drawn(
      able.filter((t) => partAt(t) >= 0),
      source,
    );
    for (const t of new Set([...forState, ...there])) {
      const donors = (own: number) => occurrences.get(mostLevels * at(readTypes, t) + own) ?? [];
      const now = at(state, t);
      const [other, same] = [pick(donors(opposite(now)), t, source), pick(donors(now), t, source)];
      if (other === null || same === null) continue;
      exchanges.push({
        place: t,
        document,
        inside: sideOf(now) === 1,
        forState: forState.includes(t),
        part: partAt(t),
        ahead: nextWordAt(readTypes, t, read, white) - t,
        other: at(values, other),
        same: at(values, same),
      });
    }
  }
  return exchanges;
}

const drawn = (places: number[], source: Random): number[] =>
  shuffle(places, source).slice(0, interchangeCriteria.places);

/** One of the places that is not the token's own, each as likely as any; null: there is none. */
function pick(places: readonly number[], own: number, { below }: Random): number | null {
  const others = places.filter((place) => place !== own);
  return others.length === 0 ? null : item(others, below(others.length));
}

const isWord = (readTypes: Int32Array, t: number, white: WhiteSpace | null): boolean =>
  white === null || at(white.white, at(readTypes, t)) === 0;

/** [read tokens] The neuron's values; NaN where they are not scored. */
function valuesOf({ input }: Bench, neuron: number): Float32Array {
  const text = input.text.confirmation;
  const values = new Float32Array(text.readTypes.length).fill(Number.NaN);
  const own = item(input.activations.confirmation, neuron);
  for (const [t, place] of scoredAmong(text).positions.entries()) values[place] = at(own, t);
  return values;
}

/** Where each type stands in each state, by the states that there may be x type + state: scored tokens of the half. */
function occurrencesOf({ input }: Bench, state: Int8Array): Map<number, number[]> {
  const text = input.text.confirmation;
  const places = Array.from(scoredAmong(text).positions).filter((place) => at(state, place) >= 0);
  return Map.groupBy(places, (place) => mostLevels * at(text.readTypes, place) + at(state, place));
}

/** At which part of the place where the flip costs most a token stands; -1: at none. */
function partsIn(
  bench: Bench,
  { state, onDiscovery, place, white }: Drawn & { white: WhiteSpace | null },
): (t: number) => number {
  if (place === null) return () => -1;
  const { readTypes, warmUp, length } = bench.input.text.confirmation;
  const { names, next, after } = placesIn(bench, state, onDiscovery, warmUp + length);
  const side = place.where === 'inside' ? 1 : 0;
  const numbers = place.of.map((own) => names.findIndex((name) => isSamePlace(name, own)));
  return (t) => {
    if (sideOf(at(state, t)) !== side) return -1;
    if (numbers.includes(at(after, t))) return numbers.indexOf(at(after, t));
    const following = nextWordAt(readTypes, t, warmUp + length, white);
    return following < 0 ? -1 : numbers.indexOf(at(next, at(readTypes, following)));
  };
}
