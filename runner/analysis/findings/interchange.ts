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
import { finding, type OnProgress, type Readings, type SingleTokenPatchRun } from './finding.ts';
import { lagProfile } from './lags.ts';
import { type ClampedLevels, selectBalancedSegments, stateOf } from './patching.ts';
import { isSamePlace, nextWordAt, placeCriteria, placesIn, whiteSpaceOf } from './places.ts';
import { ofUsed, used } from './rungs/used.ts';
import { type Falls, type Interchange, interchangeSchema } from './shown-schema.ts';
import { opposite, sideOf } from './states.ts';

export const interchangeCriteria = {
  /** Read tokens of the confirmation half. */
  tokens: 8192,
  /** Tokens at which values are exchanged, of each document: in each state, and where the flip costs most. */
  places: 8,
} as const;

type Steps = Pick<Readings, 'steps'>;

/** [claims] Of those that are used. */
export const interchange = finding({
  name: 'interchange',
  title: 'Exchanging single activations',
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

type Place = Pick<NonNullable<Falls['place']>, 'of' | 'where'>;

/** What a token stands for: its side, the place where the flip costs most, or a part of that by its number. */
type Group = 'inside' | 'outside' | 'place' | number;

interface Exchange {
  place: number;
  document: number;
  groups: readonly Group[];
  ahead: number;
  other: number;
  same: number;
}

/** @returns null where a side, or a token's other occurrences, are in too few documents. */
export async function interchangeOf(
  bench: Bench,
  flipped: ClampedLevels & { place: Place | null },
  readings: Steps,
  onProgress?: OnProgress,
): Promise<Interchange | null> {
  const { claim, where, place } = flipped;
  const feature = item(bench.features, claim.feature);
  const state = stateOf(bench, feature, 'confirmation', where);
  const segments = selectBalancedSegments(bench.input.text.confirmation, state, interchangeCriteria.tokens);
  const partAt = place === null ? () => -1 : partsOf(bench, place, state, stateOf(bench, feature, 'discovery', where));
  const exchanges = exchangesIn(bench, claim.neuron, state, segments, partAt);
  const documentsOf = (group: Group): number =>
    new Set(exchanges.flatMap(({ groups, document }) => (groups.includes(group) ? [document] : []))).size;
  const isEnough = (group: Group): boolean => documentsOf(group) >= placeCriteria.documents;
  if (!isEnough('inside') || !isEnough('outside')) return null;
  const reading: SingleTokenPatchRun = {
    neuron: claim.neuron,
    segments,
    places: Int32Array.from(exchanges, (each) => each.place),
    values: [Float32Array.from(exchanges, ({ other }) => other), Float32Array.from(exchanges, ({ same }) => same)],
    ahead: Uint8Array.from(exchanges, ({ ahead }) => ahead),
  };
  const [other, same] = await readings.steps('confirmation', reading, onProgress);
  if (other === undefined || same === undefined) throw new Error('interchange: a reading is missing');
  const means = new DocumentMeans<Group>();
  exchanges.forEach(({ document, groups }, index) => {
    for (const group of groups) means.add(group, document, at(other, index) - at(same, index));
  });
  const told = (group: Group) => {
    const { value: flip, interval, documents } = means.ratio(group);
    return { tokens: means.count(group), documents, flip, interval };
  };
  return {
    inside: told('inside'),
    outside: told('outside'),
    place: place === null || !isEnough('place') ? null : { of: place.of, where: place.where, ...told('place') },
    parts: (place?.of ?? []).flatMap((own, part) =>
      place !== null && isEnough(part) ? [{ of: own, where: place.where, ...told(part) }] : [],
    ),
  };
}

/** Some tokens of each document and state, and some of the place, each with the neuron's values at two other occurrences. */
function exchangesIn(
  bench: Bench,
  neuron: number,
  state: Int8Array,
  segments: readonly number[],
  partAt: (t: number) => number,
): Exchange[] {
  const text = bench.input.text.confirmation;
  const { readTypes, warmUp, length } = text;
  const read = warmUp + length;
  const source = bench.random(uses.interchange, neuron);
  const white = whiteSpaceOf(bench);
  const isAble = (t: number): boolean =>
    t % read >= Math.max(1, warmUp) &&
    sideOf(at(state, t)) >= 0 &&
    (white === null || at(white.white, at(readTypes, t)) === 0) &&
    nextWordAt(readTypes, t, read, white) >= 0;
  const valueIn = donors(bench, neuron, state, source);
  const drawn = (places: number[]): number[] => shuffle(places, source).slice(0, interchangeCriteria.places);
  const byDocument = Map.groupBy(segments, (segment) => Math.floor(segment / text.segments));
  return [...byDocument].flatMap(([document, own]) => {
    const able = own.flatMap((segment) => Array.from({ length: read }, (_, t) => segment * read + t).filter(isAble));
    const forState = [0, 1].flatMap((side) => drawn(able.filter((t) => sideOf(at(state, t)) === side)));
    const there = drawn(able.filter((t) => partAt(t) >= 0));
    return [...new Set([...forState, ...there])].flatMap((t): Exchange[] => {
      const now = at(state, t);
      const [other, same] = [valueIn(t, opposite(now)), valueIn(t, now)];
      if (other === null || same === null) return [];
      const [side, part] = [sideOf(now) === 1 ? ('inside' as const) : ('outside' as const), partAt(t)];
      const groups = [...(forState.includes(t) ? [side] : []), ...(part >= 0 ? ['place' as const, part] : [])];
      return [{ place: t, document, groups, ahead: nextWordAt(readTypes, t, read, white) - t, other, same }];
    });
  });
}

/** @returns what the neuron says at another occurrence of a token, in some state, each as likely as any; null: there is none. */
function donors({ input }: Bench, neuron: number, state: Int8Array, { below }: Random) {
  const { readTypes } = input.text.confirmation;
  const { positions } = scoredAmong(input.text.confirmation);
  const values = item(input.activations.confirmation, neuron);
  const keyOf = (place: number, now: number): number => mostLevels * at(readTypes, place) + now;
  const known = [...positions.keys()].filter((t) => at(state, at(positions, t)) >= 0);
  const occurrences = Map.groupBy(known, (t) => keyOf(at(positions, t), at(state, at(positions, t))));
  return (place: number, now: number): number | null => {
    const others = (occurrences.get(keyOf(place, now)) ?? []).filter((t) => positions[t] !== place);
    return others.length === 0 ? null : at(values, item(others, below(others.length)));
  };
}

/** At which part of the place where the flip costs most a token stands; -1: at none. */
function partsOf(bench: Bench, { of, where }: Place, state: Int8Array, onDiscovery: Int8Array): (t: number) => number {
  const { readTypes, warmUp, length } = bench.input.text.confirmation;
  const { names, next, after } = placesIn(bench, state, onDiscovery, warmUp + length);
  const side = where === 'inside' ? 1 : 0;
  const numbers = of.map((own) => names.findIndex((name) => isSamePlace(name, own)));
  const white = whiteSpaceOf(bench);
  return (t) => {
    if (sideOf(at(state, t)) !== side) return -1;
    if (numbers.includes(at(after, t))) return numbers.indexOf(at(after, t));
    const following = nextWordAt(readTypes, t, warmUp + length, white);
    return following < 0 ? -1 : numbers.indexOf(at(next, at(readTypes, following)));
  };
}
