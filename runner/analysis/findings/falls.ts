/**
 * Where the effect of a claim that is used falls: by side and by place. The place of the largest effect is chosen on the discovery
 * half and confirmed on the other, from the losses of `used`. Beside it, what holding the neuron costs by itself. Pure; the
 * readings are asked for.
 */
import { z } from 'zod';
import { at, item } from '../../core/at.ts';
import { jackknifeTest } from '../stats/summary.ts';
import type { Bench } from './bench.ts';
import { choice } from './choice.ts';
import { type Falls, fallsSchema, type PlaceEffect, type PlaceSums } from './falls-schema.ts';
import { finding } from './finding.ts';
import {
  comparableState,
  comparedPlaces,
  type FlippedState,
  flipCriteria,
  flipOf,
  flipReadings,
  flipSums,
  flipText,
  heldNeurons,
  stateOf,
} from './flip.ts';
import { flips } from './flips.ts';
import { lagProfile } from './lags.ts';
import {
  besidePlace,
  isSame,
  isTold,
  largestPlaces,
  meanAt,
  meanOfSide,
  placeCriteria,
  placeSums,
  shareOf,
  together,
} from './places.ts';
import type { Listener, Readings } from './readings.ts';
import { used } from './rungs/used.ts';
import { ofUsed } from './used-claims.ts';

export const fallsCriteria = {
  /** Read tokens of the discovery half. */
  discovery: 8192,
  /** Of a place that costs more than elsewhere. */
  p: 0.05,
} as const;

type Losses = Pick<Readings, 'losses'>;

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
  compute: (task) =>
    ofUsed(task, async (flipped, index, onProgress) => {
      const flip = task.found.flips[index];
      if (flip === undefined || flip.measured === null) return null;
      return await whereItFalls(task.bench, { ...flipped, confirmed: flip.places }, task.readings, onProgress);
    }),
});

/** @param flipped with `confirmed`, the sums of the flip on the confirmation half. @returns null where a side was compared in too few documents. */
export async function whereItFalls(
  bench: Bench,
  { confirmed, ...flipped }: FlippedState & { confirmed: readonly PlaceSums[] },
  readings: Losses,
  onProgress?: Listener,
): Promise<Falls | null> {
  const [inside, outside] = (['inside', 'outside'] as const).map((where) => meanOfSide(confirmed, where));
  if (!inside || !outside) return null;
  const chosenOn = await onDiscovery(bench, flipped, readings, (share) => onProgress?.(share * 0.6));
  const places = confirmed.flatMap((own) => effectAt(own, confirmed, chosenOn) ?? []);
  return {
    inside,
    outside,
    places,
    place: confirmedPlace(confirmed, chosenOn),
    holding: await holding(bench, flipped, readings, (share) => onProgress?.(0.6 + share * 0.4)),
  };
}

async function onDiscovery(
  bench: Bench,
  { claim, where }: FlippedState,
  readings: Losses,
  onProgress: Listener,
): Promise<PlaceSums[]> {
  const feature = item(bench.features, claim.feature);
  const state = stateOf(bench, feature, 'discovery', where);
  const text = flipText(bench, 'discovery', state, fallsCriteria.discovery);
  const compared = comparedPlaces(bench, text, state, 0);
  const held = heldNeurons(bench, feature, [claim.neuron], where);
  const both = flipReadings(held, bench, text, { state, compared });
  const [right, wrong] = await readings.losses('discovery', both, onProgress);
  if (right === undefined || wrong === undefined) throw new Error('falls: a reading is missing');
  return placeSums(bench, text, { state, onDiscovery: state, compared }, { right, wrong });
}

/** Null where too few tokens of the place were compared. */
function effectAt(own: PlaceSums, all: readonly PlaceSums[], discovery: readonly PlaceSums[]): PlaceEffect | null {
  const mean = isTold(own, all) ? meanAt([own]) : null;
  if (mean === null) return null;
  const before = discovery.find((each) => isSame(each, own) && isTold(each, discovery));
  return {
    of: own.of,
    where: own.where,
    share: shareOf(own, all),
    discovery: before === undefined ? null : (meanAt([before])?.flip ?? null),
    ...mean,
  };
}

/** The place of the largest mean on discovery, if it costs more than elsewhere on confirmation too. */
export function confirmedPlace(confirmed: readonly PlaceSums[], discovery: readonly PlaceSums[]): Falls['place'] {
  const chosen = largestPlaces(discovery);
  const here = chosen.flatMap((each) => confirmed.find((own) => isSame(own, each)) ?? []);
  if (chosen.length === 0 || here.length === 0) return null;
  const own = together(here);
  const effect = isTold(own, confirmed) ? meanAt([own]) : null;
  if (effect === null || effect.flip <= 0) return null;
  const { elsewhere, above } = besidePlace(own, confirmed);
  if (!(above.p < fallsCriteria.p)) return null;
  return {
    of: chosen.map(({ of }) => of),
    where: own.where,
    share: shareOf(own, confirmed),
    discovery: meanAt(chosen)?.flip ?? null,
    ...effect,
    elsewhere: { flip: elsewhere.value, interval: elsewhere.interval },
    p: above.p,
  };
}

/** Loss with the neuron held at the right state, minus that of the network as it is, where the flip was measured. */
async function holding(
  bench: Bench,
  { claim, where }: FlippedState,
  readings: Losses,
  onProgress: Listener,
): Promise<Falls['holding']> {
  const feature = item(bench.features, claim.feature);
  const state = comparableState(bench, 'confirmation', stateOf(bench, feature, 'confirmation', where));
  const text = flipText(bench, 'confirmation', state);
  const compared = comparedPlaces(bench, text, state, 0);
  const held = heldNeurons(bench, feature, [claim.neuron], where);
  const [reading] = flipReadings(held, bench, text, { state, compared });
  if (reading === undefined) throw new Error('falls: nothing is held');
  const [right, free] = await readings.losses('confirmation', [reading, { ...reading, hold: [] }], onProgress);
  if (right === undefined || free === undefined) throw new Error('falls: a reading is missing');
  const sums = flipSums(text.documents, compared, free, right);
  const of = (side: 'inside' | 'outside') => {
    const counts = side === 'inside' ? sums.insideCount : sums.outsideCount;
    const having = [...counts.keys()].filter((d) => at(counts, d) > 0);
    const { value, interval } = jackknifeTest(
      flipOf(sums)[side],
      having.map((d) => flipOf(sums, d)[side]),
    );
    return { rise: value, interval };
  };
  return { inside: of('inside'), outside: of('outside') };
}
