/**
 * The evidence as steps, one after the other: who is claimed, the rungs, what the neurons do, groups, probes. What a step
 * finds is plain data, so that it can be kept on disk and the work goes on where it stopped. Pure but for the readings.
 */

import { item } from '../core/at.ts';
import type { Group, Probe } from '../results/evidence-schema.ts';
import { type RungName, rungNames } from '../results/names-schema.ts';
import type { MeaninglessLabels } from '../results/rungs-schema.ts';
import type { Alike, Does, EventAverage, Examples, LagProfile } from '../results/shown-schema.ts';
import type { Sweep } from '../stats/max-t.ts';
import { alikeCriteria, flipAmongAlike } from './alike.ts';
import { type Bench, effectsOn, halfNames, inHalves, uses } from './bench.ts';
import { type Choice, choose, type FrozenClaim } from './choice.ts';
import { doesCriteria, whatItDoes } from './does.ts';
import { eventAverage } from './event-average.ts';
import { examples } from './excerpts.ts';
import { candidatesOf, groupCriteria, groupOf } from './groups.ts';
import { lagProfile } from './lags.ts';
import { meaninglessCriteria, meaninglessLabels } from './meaningless.ts';
import { probeOf } from './probe.ts';
import type { Listener, Readings } from './readings.ts';
import { bestNeurons, bestOfNetwork, untrainedInterval } from './rungs/learned.ts';
import type { Outcomes, UntrainedBest } from './rungs/rung.ts';
import { rungs } from './rungs/rungs.ts';
import { flipPlaces } from './rungs/used.ts';
import { onsetsOf, stateAfter } from './states.ts';

/** What each step finds; by claim where it is about claims. */
export interface Findings extends Outcomes {
  choice: Choice;
  shown: { excerpts: Examples | null; eventAverage: EventAverage | null }[];
  untrained: UntrainedBest;
  labels: (MeaninglessLabels | null)[];
  lags: LagProfile[];
  does: (Does | null)[];
  alike: (Alike | null)[];
  groups: Group[];
  probes: Probe[];
}

export type StepName = keyof Findings;

export interface StepTask {
  bench: Bench;
  readings: Readings;
  found: Partial<Findings>;
  sweep?: Sweep;
  onProgress?: Listener;
}

export interface Step<Name extends StepName = StepName> {
  name: Name;
  /** What the reader of a terminal is told while it runs. */
  title: string;
  /** Whether it is left out of quick evidence. */
  fullOnly: boolean;
  /** What bounds its work: what was found by other bounds is found anew. */
  criteria?: Readonly<Record<string, number>>;
  /** The steps whose findings it reads; all are before it. */
  after: readonly StepName[];
  compute(task: StepTask): Promise<Findings[Name]>;
}

const needed = <T>(found: T | undefined): T => {
  if (found === undefined) throw new Error('evidence: a step runs before one that it reads');
  return found;
};

/** A rung as a step. */
const rung = <Name extends RungName>(name: Name, title: string, after: readonly StepName[]): Step<Name> => ({
  name,
  title,
  fullOnly: name === 'used' || name === 'replicated',
  after: ['choice', ...after],
  async compute({ bench, readings, found, onProgress }) {
    const { compute } = rungs[name] as { compute: (typeof rungs)[RungName]['compute'] };
    const outcomes = Object.fromEntries(rungNames.flatMap((each) => (found[each] ? [[each, found[each]]] : [])));
    return (await compute({
      bench,
      choice: needed(found.choice),
      outcomes,
      readings,
      untrained: found.untrained ?? [],
      labels: found.labels ?? [],
      lags: found.lags ?? null,
      ...(onProgress && { onProgress }),
    })) as Findings[Name];
  },
});

/** In the order in which they run: what is told soon first. */
export const steps: { [Name in StepName]: Step<Name> } = {
  choice: {
    name: 'choice',
    title: 'testing all neurons and features',
    fullOnly: false,
    after: [],
    compute: ({ bench, sweep, onProgress }) => choose(bench, sweep, onProgress),
  },
  chance: rung('chance', 'comparing with chance', []),
  effect: rung('effect', 'measuring the claims', []),
  heldOut: rung('heldOut', 'testing the claims on the other documents', []),
  shown: {
    name: 'shown',
    title: 'choosing excerpts',
    fullOnly: false,
    after: ['choice'],
    async compute({ bench, found }) {
      return needed(found.choice).claims.map((claim) => ({
        excerpts: excerptsOf(bench, claim),
        eventAverage: averageOf(bench, claim),
      }));
    },
  },
  context: rung('context', 'comparing equal tokens', []),
  lags: {
    name: 'lags',
    title: 'looking before and after the feature',
    fullOnly: false,
    after: ['choice', 'heldOut'],
    async compute({ bench, found, onProgress }) {
      const { claims } = needed(found.choice);
      const held = needed(found.heldOut);
      return claims.map((claim, index) => {
        onProgress?.(index / claims.length);
        return lagProfile(bench, claim, item(held, index).status === 'passed');
      });
    },
  },
  untrained: {
    name: 'untrained',
    title: 'reading as untrained networks do',
    fullOnly: false,
    after: [],
    async compute({ bench, readings, onProgress }) {
      const best: (number | null)[][] = [];
      for await (const network of readings.untrained(onProgress)) best.push(bestOfNetwork(bench, network));
      return best;
    },
  },
  labels: {
    name: 'labels',
    title: 'telling labels that mean nothing',
    fullOnly: false,
    criteria: meaninglessCriteria,
    after: [],
    compute: async ({ bench }) => meaninglessLabels(bench),
  },
  learned: rung('learned', 'comparing with untrained networks', ['effect', 'untrained', 'labels']),
  used: rung('used', 'flipping states', ['learned', 'lags']),
  does: {
    name: 'does',
    title: 'asking what the neurons do',
    fullOnly: true,
    criteria: doesCriteria,
    after: ['choice', 'used', 'lags'],
    async compute({ bench, readings, found, onProgress }) {
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
            : await whatItDoes(bench, { claim, where }, readings, (share) =>
                onProgress?.((done + share) / able.length),
              ),
        );
      }
      return does;
    },
  },
  alike: {
    name: 'alike',
    title: 'comparing with neurons that are alike',
    fullOnly: true,
    criteria: alikeCriteria,
    after: ['choice', 'effect', 'used', 'lags', 'untrained'],
    async compute({ bench, readings, found, onProgress }) {
      const { claims } = needed(found.choice);
      const usedBy = needed(found.used);
      const sizes = needed(found.effect).map(({ measured }) => Math.abs((measured?.localAuc ?? 0.5) - 0.5));
      const passed = claims.flatMap((claim, index) =>
        item(usedBy, index).status === 'passed' ? [{ claim, effect: item(sizes, index) }] : [],
      );
      const asked = [...Map.groupBy(passed, ({ claim }) => claim.feature).values()].map(
        (rivals) => rivals.reduce((best, each) => (each.effect > best.effect ? each : best)).claim,
      );
      const onDiscovery = asked.length === 0 ? [] : effectsOn(bench, 'discovery');
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
    },
  },
  groups: {
    name: 'groups',
    title: 'looking for neurons that carry it together',
    fullOnly: true,
    criteria: groupCriteria,
    after: ['choice', 'used', 'lags'],
    async compute({ bench, readings, found, onProgress }) {
      const { claims } = needed(found.choice);
      const usedBy = needed(found.used);
      const flipped = claims.filter((_, index) => item(usedBy, index).measured !== null);
      const asked = bench.features.filter(({ index }) => flipped.some(({ feature }) => feature === index));
      const effects = asked.length === 0 ? [] : effectsOn(bench, 'discovery');
      const groups: Group[] = [];
      for (const [place, feature] of asked.entries()) {
        const claim = needed(flipped.find((each) => each.feature === feature.index));
        const where = needed(placesOf(bench, found, claim, claims.indexOf(claim)) ?? undefined);
        groups.push(
          await groupOf({
            bench,
            feature,
            where,
            candidates: candidatesOf(item(effects, feature.index)),
            readings,
            onProgress: (share) => onProgress?.((place + share) / asked.length),
          }),
        );
      }
      return groups;
    },
  },
  probes: {
    name: 'probes',
    title: 'reading the whole layer with a linear probe',
    fullOnly: true,
    after: ['choice', 'effect'],
    async compute({ bench, found, onProgress }) {
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
    },
  },
  replicated: rung('replicated', 'comparing with other seeds', ['untrained']),
};

/** The steps of a level, in order. */
export const stepsOf = (level: 'full' | 'quick'): Step[] =>
  (Object.values(steps) as Step[]).filter(({ fullOnly }) => level === 'full' || !fullOnly);

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
