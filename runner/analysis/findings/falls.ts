/**
 * Where the effect of a claim that is used falls: by side and by place. The place of the largest effect is chosen on the discovery
 * half and confirmed on the other, from what `flips` measured there. Pure; the readings are asked for.
 */
import { z } from 'zod';
import { at, item } from '../../core/at.ts';
import { DocumentMeans, Estimate } from '../stats/document-means.ts';
import type { Bench } from './bench.ts';
import { choice } from './choice.ts';
import { finding, type OnProgress, type Readings } from './finding.ts';
import { flips } from './flips.ts';
import { lagProfile } from './lags.ts';
import { type ClampedLevels, clampedNeurons, flipCriteria, flipped, patchStates, sitesOn } from './patching.ts';
import { isSamePlace, placeCriteria, placeSums } from './places.ts';
import { ofUsed, used } from './rungs/used.ts';
import { type Falls, fallsSchema, type PlaceEffect, type PlaceSums, type Where } from './shown-schema.ts';

export const fallsCriteria = {
  /** Read tokens of the discovery half. */
  discovery: 8192,
  /** Of a place that costs more than elsewhere. */
  p: 0.05,
} as const;

/** [claims] Of those that are used. */
export const falls = finding({
  name: 'falls',
  title: 'Locating the effect of clamping',
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

export async function placesOnDiscovery(
  bench: Bench,
  { claim, where }: ClampedLevels,
  { losses }: Pick<Readings, 'losses'>,
  onProgress?: OnProgress,
): Promise<PlaceSums[]> {
  const feature = item(bench.features, claim.feature);
  const sites = sitesOn(bench, feature, 'discovery', where, fallsCriteria.discovery);
  const held = clampedNeurons(bench, feature, [claim.neuron], where);
  return placeSums(bench, item(await patchStates([flipped(bench, held, sites)], losses, onProgress), 0), sites.state);
}

/** @param places of the confirmation half. @returns null where a side was compared in too few documents. */
export function fallsOf(
  { places, holding }: { places: readonly PlaceSums[]; holding: Falls['holding'] },
  discovery: readonly PlaceSums[],
): Falls | null {
  const on = (side: Where) => onSide(places, side);
  const [inside, outside] = [on('inside'), on('outside')].map((own) => own.length > 0 && meanAt(together(own)));
  if (!inside || !outside) return null;
  const told = places.flatMap((own): PlaceEffect[] => {
    const mean = isTold(own, places) ? meanAt(own) : null;
    if (mean === null) return [];
    const before = discovery.find((each) => isSame(each, own) && isTold(each, discovery));
    const { of, where } = own;
    const onDiscovery = before === undefined ? null : (meanAt(before)?.flip ?? null);
    return [{ of, where, share: shareOf(own, places), discovery: onDiscovery, ...mean }];
  });
  return { inside, outside, places: told, place: confirmedPlace(places, discovery), holding };
}

/** The place of the largest mean on discovery, if it costs more than elsewhere on confirmation too. */
export function confirmedPlace(confirmed: readonly PlaceSums[], discovery: readonly PlaceSums[]): Falls['place'] {
  const chosen = largestPlaces(discovery);
  const here = chosen.flatMap((each) => confirmed.find((own) => isSame(own, each)) ?? []);
  if (chosen.length === 0 || here.length === 0) return null;
  const own = together(here);
  const effect = isTold(own, confirmed) ? meanAt(own) : null;
  if (effect === null || effect.flip <= 0) return null;
  const { elsewhere, above } = besidePlace(own, confirmed);
  const { p } = above.test();
  if (!(p < fallsCriteria.p)) return null;
  return {
    of: chosen.map(({ of }) => of),
    where: own.where,
    share: shareOf(own, confirmed),
    discovery: meanAt(together(chosen))?.flip ?? null,
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
  const able = all.filter((each) => isTold(each, all) && mean(each) > 0).sort((a, b) => mean(b) - mean(a));
  const [first] = able;
  if (first === undefined) return [];
  if (!isNext(first)) return [first];
  const least = placeCriteria.together * mean(first);
  return able.filter((each) => isNext(each) && each.where === first.where && mean(each) >= least);
}

const isSame = (a: PlaceSums, b: PlaceSums): boolean => a.where === b.where && isSamePlace(a.of, b.of);
const isNext = ({ of }: PlaceSums): boolean => !('after' in of);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Every compared token of a side once, by the place that the next token makes. */
const onSide = (all: readonly PlaceSums[], side: Where): PlaceSums[] =>
  all.filter((each) => isNext(each) && each.where === side);

export const shareOf = (own: PlaceSums, all: readonly PlaceSums[]): number =>
  sum(own.counts) / sum(onSide(all, own.where).map(({ counts }) => sum(counts)));

export const isTold = (own: PlaceSums, all: readonly PlaceSums[]): boolean =>
  shareOf(own, all) >= placeCriteria.share && own.counts.filter((count) => count > 0).length >= placeCriteria.documents;

export function together(places: readonly PlaceSums[]): PlaceSums {
  const added = (of: 'sums' | 'counts') =>
    item(places, 0)[of].map((_, d) => places.reduce((total, each) => total + at(each[of], d), 0));
  return { ...item(places, 0), sums: added('sums'), counts: added('counts') };
}

/** The mean of a place, with its interval; null where fewer than two documents have any. */
export function meanAt({ sums, counts }: PlaceSums): Falls['inside'] | null {
  const means = new DocumentMeans<'place'>();
  for (const [d, count] of counts.entries()) if (count > 0) means.add('place', d, at(sums, d), count);
  const { value: flip, interval, documents } = means.ratio('place');
  return documents < 2 ? null : { tokens: sum(counts), documents, flip, interval };
}

/** All compared tokens but those of a place, both sides with equal weight as in the flip; and by how much the place is above them. */
export function besidePlace(own: PlaceSums, all: readonly PlaceSums[]): { elsewhere: Estimate; above: Estimate } {
  const there = onSide(all, own.where);
  const opposite = all.filter((each) => isNext(each) && each.where !== own.where);
  const total = (places: readonly PlaceSums[], of: 'sums' | 'counts', without = -1): number =>
    places.reduce((added, each) => added + sum(each[of]) - (each[of][without] ?? 0), 0);
  const once = [...there, ...opposite];
  const documents = [...own.counts.keys()].filter((d) => once.some(({ counts }) => at(counts, d) > 0));
  const elsewhere = Estimate.over(documents, (without) => {
    const tokens = total(there, 'counts', without);
    const costs = (total(there, 'sums', without) - total([own], 'sums', without)) / tokens;
    const weighted = total(opposite, 'sums', without) / total(opposite, 'counts', without) + costs;
    return weighted / (1 + (tokens - total([own], 'counts', without)) / tokens);
  });
  const here = Estimate.over(documents, (d) => total([own], 'sums', d) / total([own], 'counts', d));
  return { elsewhere, above: here.minus(elsewhere) };
}
