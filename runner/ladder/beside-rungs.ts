/** The steps that are no rungs: what is told beside the claims, and what rungs are compared with. Pure but for the readings. */
import { item } from '../core/at.ts';
import type { Group } from '../results/evidence-schema.ts';
import type { Alike, Does, EventAverage, Examples } from '../results/shown-schema.ts';
import { flipAmongAlike } from './alike.ts';
import { type Bench, effectsOn, halfNames, inHalves, uses } from './bench.ts';
import type { FrozenClaim } from './choice.ts';
import { whatItDoes } from './does.ts';
import { eventAverage } from './event-average.ts';
import { examples } from './excerpts.ts';
import { candidatesOf, groupOf } from './groups.ts';
import { type Begun, begunOf, lagProfile } from './lags.ts';
import { probeOf } from './probe.ts';
import { bestNeurons, bestOfNetwork, untrainedInterval } from './rungs/learned.ts';
import { flipPlaces } from './rungs/used.ts';
import { onsetsOf, stateAfter } from './states.ts';
import { type Findings, needed, type StepTask } from './step.ts';

/** [claims] Excerpts, and the mean activation around the feature. */
export async function shown({ bench, found }: StepTask): Promise<Findings['shown']> {
  return needed(found.choice).claims.map((claim) => ({
    excerpts: excerptsOf(bench, claim),
    eventAverage: averageOf(bench, claim),
  }));
}

/** [claims] When the neurons know of the feature. */
export async function lags({ bench, found, onProgress }: StepTask): Promise<Findings['lags']> {
  const { claims } = needed(found.choice);
  const held = needed(found.heldOut);
  const begun = new Map<number, Begun>();
  return claims.map((claim, index) => {
    onProgress?.(index / claims.length);
    const known = begun.get(claim.feature) ?? begunOf(bench, item(bench.features, claim.feature));
    begun.set(claim.feature, known);
    return lagProfile(bench, claim, item(held, index).status === 'passed', known);
  });
}

/** [networks] each [features]: the best neurons of networks that never learnt. */
export async function untrained({ bench, readings, onProgress }: StepTask): Promise<Findings['untrained']> {
  const best: (number | null)[][] = [];
  for await (const network of readings.untrained(onProgress)) best.push(await bestOfNetwork(bench, network));
  return best;
}

/** [claims] What the neurons do; of those that are used. */
export async function does({ bench, readings, found, onProgress }: StepTask): Promise<Findings['does']> {
  const { claims } = needed(found.choice);
  const usedBy = needed(found.used);
  const able = claims.filter((_, index) => item(usedBy, index).status === 'passed');
  const does: (Does | null)[] = [];
  for (const [index, claim] of claims.entries()) {
    const where = placesOf(bench, found, claim, index);
    const done = able.indexOf(claim);
    does.push(
      done < 0 || where === null
        ? null
        : await whatItDoes(bench, { claim, where }, readings, (share) => onProgress?.((done + share) / able.length)),
    );
  }
  return does;
}

/** [claims] The flips of neurons alike; of each feature's claim with the largest effect among those that are used. */
export async function alike({ bench, readings, found, onProgress }: StepTask): Promise<Findings['alike']> {
  const { claims } = needed(found.choice);
  const usedBy = needed(found.used);
  const sizes = needed(found.effect).map(({ measured }) => Math.abs((measured?.localAuc ?? 0.5) - 0.5));
  const passed = claims.flatMap((claim, index) =>
    item(usedBy, index).status === 'passed' ? [{ claim, effect: item(sizes, index) }] : [],
  );
  const asked = [...Map.groupBy(passed, ({ claim }) => claim.feature).values()].map(
    (rivals) => rivals.reduce((best, each) => (each.effect > best.effect ? each : best)).claim,
  );
  const onDiscovery = asked.length === 0 ? [] : await effectsOn(bench, 'discovery');
  const alike: (Alike | null)[] = [];
  for (const [index, claim] of claims.entries()) {
    const place = asked.indexOf(claim);
    const where = placesOf(bench, found, claim, index);
    const best = bestNeurons(needed(found.untrained), claim.feature);
    const effects = onDiscovery[claim.feature];
    alike.push(
      place < 0 || where === null || best.length < 2 || effects === undefined
        ? null
        : await flipAmongAlike(
            bench,
            { claim, where },
            { effects, limit: untrainedInterval(best, 0).limit },
            {
              readings,
              onProgress: (share) => onProgress?.((place + share) / asked.length),
            },
          ),
    );
  }
  return alike;
}

/** Of each feature with a claim that was flipped, where several neurons flip it or one does. */
export async function groups({ bench, readings, found, onProgress }: StepTask): Promise<Findings['groups']> {
  const { claims } = needed(found.choice);
  const usedBy = needed(found.used);
  const flipped = claims.filter((_, index) => item(usedBy, index).measured !== null);
  const asked = bench.features.filter(({ index }) => flipped.some(({ feature }) => feature === index));
  const effects = asked.length === 0 ? [] : await effectsOn(bench, 'discovery');
  const groups: Group[] = [];
  for (const [place, feature] of asked.entries()) {
    const claim = needed(flipped.find((each) => each.feature === feature.index));
    const where = needed(placesOf(bench, found, claim, claims.indexOf(claim)) ?? undefined);
    const group = await groupOf({
      bench,
      feature,
      where,
      candidates: candidatesOf(item(effects, feature.index)),
      readings,
      onProgress: (share) => onProgress?.((place + share) / asked.length),
    });
    if (group !== null) groups.push(group);
  }
  return groups;
}

/** Of each feature with a claim that was measured. */
export async function probes({ bench, found, onProgress }: StepTask): Promise<Findings['probes']> {
  const { claims } = needed(found.choice);
  const effects = needed(found.effect);
  return bench.features.flatMap((feature, place) => {
    onProgress?.(place / bench.features.length);
    const known = claims.flatMap(({ feature: own, neuron }, index) => {
      const effect = item(effects, index).measured;
      return own !== feature.index || effect === null ? [] : [{ neuron, localAuc: effect.localAuc }];
    });
    const [strongest] = known.sort((a, b) => Math.abs(b.localAuc - 0.5) - Math.abs(a.localAuc - 0.5));
    if (strongest === undefined) return [];
    const probe = probeOf(bench, feature, strongest);
    return typeof probe === 'string' ? [] : [probe];
  });
}

const placesOf = ({ features }: Bench, { lags }: Partial<Findings>, { feature }: FrozenClaim, index: number) =>
  flipPlaces(item(features, feature).decidedByToken, lags?.[index] ?? null);

function excerptsOf(bench: Bench, claim: FrozenClaim): Examples | null {
  const { text, activations, vocabulary, written, sources } = bench.input;
  const { scored } = item(bench.features, claim.feature);
  // Where all or none of the tokens of a half's reference class carry the feature, no threshold tells.
  const mixed = halfNames.every((half) => {
    const { mask, members } = scored[half];
    return mask.includes(1) && members.some((member, t) => member === 1 && mask[t] === 0);
  });
  if (!mixed) return null;
  return examples({
    text: text.confirmation,
    tokens: written ?? Array.from(text.confirmation.types, (type) => item(vocabulary, type)),
    sourceNames: sources,
    activation: {
      discovery: item(activations.discovery, claim.neuron),
      confirmation: item(activations.confirmation, claim.neuron),
    },
    mask: inHalves((half) => scored[half].mask),
    members: inHalves((half) => scored[half].members),
    sign: claim.sign,
    random: bench.random(uses.excerpts, claim.feature, claim.neuron),
  });
}

function averageOf({ input, features }: Bench, { feature, neuron }: FrozenClaim): EventAverage | null {
  const { mask, members } = item(features, feature).scored.confirmation;
  const text = input.text.confirmation;
  const onsets = onsetsOf(stateAfter(mask, members, text.length), text.length);
  return eventAverage(text, item(input.activations.confirmation, neuron), onsets);
}
