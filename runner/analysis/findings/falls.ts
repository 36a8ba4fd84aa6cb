/**
 * Where the effect of a claim that is used falls: by side and by place. The place of the largest effect is chosen on the discovery
 * half and confirmed on the other, from what `flips` measured there. Pure; the readings are asked for.
 */
import { z } from 'zod';
import { at, item } from '../../core/at.ts';
import { DocumentMeans, Estimate } from '../stats/document-means.ts';
import type { Bench } from './bench.ts';
import { choice } from './choice.ts';
import { type Falls, fallsSchema, type PlaceEffect, type PlaceSums, type Where } from './falls-schema.ts';
import { finding } from './finding.ts';
import { flips } from './flips.ts';
import { lagProfile } from './lags.ts';
import {
  drawSites,
  type FlippedState,
  flipCriteria,
  flipped,
  heldNeurons,
  patchStates,
  richestSegments,
  stateOf,
} from './patching.ts';
import { isSamePlace, placeCriteria, placeSums } from './places.ts';
import type { Listener, Readings } from './readings.ts';
import { ofUsed, used } from './rungs/used.ts';

export const fallsCriteria = {
  /** Read tokens of the discovery half. */
  discovery: 8192,
  /** Of a place that costs more than elsewhere. */
  p: 0.05,
} as const;

/** [claims] Of those that are used. */
export const falls = finding({
  name: 'falls',
  title: 'asking where the effects fall',
  published: 'claim',
  fullOnly: true,
  criteria: fallsCriteria,
  bounds: [flipCriteria, placeCriteria],
  inputs: [choice, flips, used, lagProfile],
  reads: ['losses'],
  schema: z.array(fallsSchema.nullable().default(null)),
  compute: ({ bench, found, readings, onProgress }) =>
    ofUsed({ bench, found, onProgress }, async (state, index, onShare) => {
      const flip = found.flips[index];
      if (flip === undefined || flip.measured === null) return null;
      return fallsOf(flip, await placesOnDiscovery(bench, state, readings, onShare));
    }),
});

/** What the flip comes to on the discovery half. */
export async function placesOnDiscovery(
  bench: Bench,
  { claim, where }: FlippedState,
  { losses }: Pick<Readings, 'losses'>,
  onProgress?: Listener,
): Promise<PlaceSums[]> {
  const feature = item(bench.features, claim.feature);
  const state = stateOf(bench, feature, 'discovery', where);
  const segments = richestSegments(bench.input.text.discovery, state, fallsCriteria.discovery);
  const sites = drawSites(bench, 'discovery', state, segments);
  const held = heldNeurons(bench, feature, [claim.neuron], where);
  return placeSums(bench, item(await patchStates([flipped(bench, held, sites)], losses, onProgress), 0), state);
}

/** @param places of the confirmation half. @returns null where a side was compared in too few documents. */
export function fallsOf(
  { places, holding }: { places: readonly PlaceSums[]; holding: Falls['holding'] },
  discovery: readonly PlaceSums[],
): Falls | null {
  const [inside, outside] = [meanAt(onSide(places, 'inside')), meanAt(onSide(places, 'outside'))];
  if (!inside || !outside) return null;
  const told = places.flatMap((own): PlaceEffect[] => {
    const mean = isTold([own], places) ? meanAt([own]) : null;
    if (mean === null) return [];
    const before = discovery.filter((each) => isSame(each, own) && isTold([each], discovery));
    const { of, where } = own;
    return [{ of, where, share: shareOf([own], places), discovery: meanAt(before)?.flip ?? null, ...mean }];
  });
  return { inside, outside, places: told, place: confirmedPlace(places, discovery), holding };
}

/** The place of the largest mean on discovery, if it costs more than elsewhere on confirmation too. */
export function confirmedPlace(confirmed: readonly PlaceSums[], discovery: readonly PlaceSums[]): Falls['place'] {
  const chosen = largestPlaces(discovery);
  const own = chosen.flatMap((each) => confirmed.find((other) => isSame(other, each)) ?? []);
  const effect = own.length > 0 && isTold(own, confirmed) ? meanAt(own) : null;
  if (effect === null || effect.flip <= 0) return null;
  const { elsewhere, above } = besidePlace(own, confirmed);
  const { p } = above.test();
  if (!(p < fallsCriteria.p)) return null;
  return {
    of: chosen.map(({ of }) => of),
    where: item(own, 0).where,
    share: shareOf(own, confirmed),
    discovery: meanAt(chosen)?.flip ?? null,
    ...effect,
    elsewhere: { flip: elsewhere.value, interval: elsewhere.interval },
    p,
  };
}

/**
 * The place of the largest mean among those that may be told, and what else comes next on the same side at half that cost or more.
 * @returns none, where no mean is above 0.
 */
function largestPlaces(all: readonly PlaceSums[]): PlaceSums[] {
  const mean = (each: PlaceSums): number => sum(each.sums) / sum(each.counts);
  const able = all.filter((each) => isTold([each], all) && mean(each) > 0).sort((a, b) => mean(b) - mean(a));
  const [first] = able;
  if (first === undefined) return [];
  if (!isNext(first)) return [first];
  const least = placeCriteria.together * mean(first);
  return able.filter((each) => isNext(each) && each.where === first.where && mean(each) >= least);
}

const isSame = (a: PlaceSums, b: PlaceSums): boolean => a.where === b.where && isSamePlace(a.of, b.of);
const isNext = ({ of }: PlaceSums): boolean => !('after' in of);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const tokensAt = (places: readonly PlaceSums[]): number => sum(places.flatMap(({ counts }) => counts));

/** Every compared token of a side once, by the place that the next token makes. */
const onSide = (all: readonly PlaceSums[], side: Where): PlaceSums[] =>
  all.filter((each) => isNext(each) && each.where === side);

/** Of the compared tokens of its side. @param own parts of a place, at least one. */
export const shareOf = (own: readonly PlaceSums[], all: readonly PlaceSums[]): number =>
  tokensAt(own) / tokensAt(onSide(all, item(own, 0).where));

/** Whether a place holds enough of the compared tokens to be told. */
export const isTold = (own: readonly PlaceSums[], all: readonly PlaceSums[]): boolean =>
  shareOf(own, all) >= placeCriteria.share && added({ own }).mean('own').documents >= placeCriteria.documents;

/** Groups of places, each as one. */
function added<Group extends string>(groups: Record<Group, readonly PlaceSums[]>): DocumentMeans<Group> {
  const means = new DocumentMeans<Group>();
  for (const group of Object.keys(groups) as Group[]) {
    for (const { sums, counts } of groups[group]) {
      for (const [d, count] of counts.entries()) if (count > 0) means.add(group, d, at(sums, d), count);
    }
  }
  return means;
}

/** The mean of some places, with its interval; null where fewer than two documents have any. */
export function meanAt(own: readonly PlaceSums[]): Falls['inside'] | null {
  const mean = added({ own }).mean('own');
  if (mean.documents < 2) return null;
  return { tokens: tokensAt(own), documents: mean.documents, flip: mean.value, interval: mean.interval };
}

/** All compared tokens but those of a place, both sides with equal weight as in the flip; and by how much the place is above them. */
export function besidePlace(
  own: readonly PlaceSums[],
  all: readonly PlaceSums[],
): { elsewhere: Estimate; above: Estimate } {
  const side = item(own, 0).where;
  const there = onSide(all, side);
  const means = added({ own, there, opposite: all.filter((each) => isNext(each) && each.where !== side) });
  const totals = (['own', 'there', 'opposite'] as const).flatMap((group) => [
    means.total(group, 'sum'),
    means.total(group, 'count'),
  ]);
  const elsewhere = Estimate.of(totals, (cost, tokens, costThere, tokensThere, costOpposite, tokensOpposite) => {
    const weighted = (costThere - cost) / tokensThere + costOpposite / tokensOpposite;
    return weighted / ((tokensThere - tokens) / tokensThere + 1);
  });
  return { elsewhere, above: means.mean('own').minus(elsewhere) };
}
