/**
 * Who is claimed: all neurons and all features of the discovery half are tested at once, and among those that are more
 * than chance the largest effects are claimed, then the largest relevance (or, where that is asked for, the next effects), then the
 * neurons given by hand, and those on which preferences in pairs hang. Their signs are
 * frozen before the confirmation half is looked at. Pure but for the sweep.
 * Source of the test: Westfall & Young 1993 (maximum over the tests); of relevance: the thesis.
 */
import { z } from 'zod';
import { at, item } from '../../core/at.ts';
import { areNumbers } from '../../core/values.ts';
import { rankCorrelation } from '../stats/correlation.ts';
import { rank } from '../stats/detection.ts';
import { adjustedP, criticalValue } from '../stats/max-t.ts';
import { falseDiscoveryRate } from '../stats/permutation-tests.ts';
import { relevance } from '../stats/relevance.ts';
import { testableCriteria, whyNotTestable } from '../stats/testable.ts';
import { neuronsIn, numbersOf, ofArray, placeOf } from './arrays.ts';
import {
  type Bench,
  type BenchFeature,
  type ClassContrast,
  type EffectTable,
  effectsOn,
  inClasses,
  neverChanges,
} from './bench.ts';
import { type FrozenClaim, frozenClaimSchema } from './claim-schema.ts';
import {
  comparedLabel,
  comparedNeuron,
  compareWith,
  comparingCriteria,
  featureLevels,
  fittedNeuron,
  rivalTo,
} from './comparing.ts';
import { finding, type OnProgress } from './finding.ts';
import { type Untestable, untestableSchema } from './reasons-schema.ts';
import { type Chance, chanceSchema } from './rungs-schema.ts';

const choiceSchema = z.strictObject({
  claims: z.array(frozenClaimSchema),
  /** [claims] What `chance` is judged by, or why it cannot be. */
  chance: z.array(z.union([chanceSchema, untestableSchema])),
});
export type Choice = z.infer<typeof choiceSchema>;

/** A neuron is claimed for its effect only when the p among all neurons and features, by so many permutations, is below this. */
export const screen = { adjustedP: 0.05, permutations: 10_000 } as const;

export const choice = finding({
  name: 'choice',
  title: 'Testing all neurons and features',
  published: 'inner',
  criteria: screen,
  bounds: [testableCriteria, comparingCriteria],
  inputs: [],
  reads: [],
  schema: choiceSchema,
  compute: ({ bench, onProgress }) => choose(bench, onProgress),
});

/** [claims] The discovery half's own test, told of each claim; null where there is none. It screens who may be claimed, and decides nothing else. */
export const chance = finding({
  name: 'chance',
  title: 'Testing neurons against chance',
  published: 'claim',
  criteria: screen,
  inputs: [choice],
  reads: [],
  schema: z.array(chanceSchema.nullable()),
  compute: async ({ found }) => found.choice.chance.map((each) => ('code' in each ? null : each)),
});

/** The whole test, for those who look at more than the claims. */
export interface FamilyTest extends Pick<Chance, 'threshold' | 'tests'> {
  /** [features] each [neurons]: NaN where the feature cannot be tested, or the neuron never changes. */
  z: Float64Array[];
  /** [features] Why a feature cannot be tested; null where it can. */
  testable: (Untestable | null)[];
  /** Share of orders whose largest |z| is at least |z|. */
  adjustedP(z: number): number;
  falseDiscovery(z: number): number;
  /** [what was asked for beside the features] each [neurons], the effect on discovery. */
  beside: Float64Array[];
}

export async function choose(bench: Bench, onProgress?: OnProgress): Promise<Choice> {
  const family = await familyTest(bench, onProgress);
  const effects = await effectsOn(bench, 'discovery');
  const claims = bench.features.flatMap((feature, index) => claimsOf(bench, feature, family, item(effects, index)));
  claims.push(...turnedRound(bench, claims, effects));
  return { claims, chance: claims.map((claim) => chanceOf(bench, family, claim)) };
}

/**
 * Features of one class are swept together; the same permutations serve all, so that their maxima join. The effects on discovery
 * come with it, of the features, where the bench does not know them yet, and of what is asked for beside them.
 * @param beside values at the tokens of the features' classes.
 */
export async function familyTest(
  bench: Bench,
  onProgress?: OnProgress,
  beside: readonly Omit<ClassContrast, 'index'>[] = [],
): Promise<FamilyTest> {
  const { input, features, tables } = bench;
  const neurons = input.activations.discovery.length;
  const testable = features.map(({ tested: { mask, seen } }) => whyNotTestable(mask.discovery, seen.discovery.units));
  const z = features.map((): Float64Array => new Float64Array(neurons).fill(Number.NaN));
  const able = features.filter((_, own) => testable[own] === null);
  const tests = inClasses(
    able.map(({ tested, index }) => ({ ...tested, index })),
    'discovery',
  );
  const asked = [...features, ...beside.map((own, k) => ({ ...own, index: features.length + k }))];
  const measured = inClasses(asked, 'discovery');
  const job = {
    activations: input.activations.discovery,
    tests: tests.classes,
    classes: measured.classes,
    table: tables.discovery,
  };
  const swept = asked.length === 0 ? null : await bench.sweep(job, onProgress);
  tests.byFeature(swept?.z ?? []).forEach((own, index) => {
    z[index] = own;
  });
  const effects = measured.byFeature(swept?.effects ?? []);
  bench.effects.discovery ??= Promise.resolve(effects.slice(0, features.length));
  const maxima = swept?.maxima.toSorted() ?? new Float64Array(0);
  const all = Float64Array.from(z.flatMap((row) => [...row]));
  return {
    z,
    testable,
    adjustedP: (value) => (Number.isNaN(value) ? 1 : adjustedP(maxima, Math.abs(value))),
    falseDiscovery: swept === null ? () => 1 : falseDiscoveryRate(swept.histogram, input.permutations, all),
    threshold: criticalValue(maxima, screen.adjustedP),
    tests: all.filter((value) => !Number.isNaN(value)).length,
    beside: effects.slice(features.length),
  };
}

/** The claims about one feature; a neuron that is chosen twice keeps the first reason. */
function claimsOf(bench: Bench, feature: BenchFeature, family: FamilyTest, effects: Float64Array): FrozenClaim[] {
  const { count, beside } = bench.input;
  const z = item(family.z, feature.index);
  const significant = effects.map((effect, neuron) =>
    family.adjustedP(at(z, neuron)) < screen.adjustedP ? Math.abs(effect) : Number.NaN,
  );
  const highest = (scores: ArrayLike<number>): number[] =>
    rank(scores)
      .filter((neuron) => !Number.isNaN(at(scores, neuron)))
      .slice(0, count);
  const choices: (readonly [FrozenClaim['chosen'], readonly number[]])[] = [
    ['effect', highest(significant)],
    // Though nothing is shown to be more than chance.
    ...(beside === 'effect' ? [['effect', highest(effects.map(Math.abs))] as const] : []),
    ...(beside === undefined ? [['relevance', highest(relevanceOf(bench, feature))] as const] : []),
    ['by hand', feature.byHand],
    ['by cause', (bench.input.causes ?? []).flatMap((cause) => numbersOf(bench.input.arrays, cause))],
  ];
  const claims = new Map<number, FrozenClaim>();
  for (const [chosen, neurons] of choices) {
    for (const neuron of neurons) {
      if (claims.has(neuron)) continue;
      // Those with the largest effects fill up what chance has left.
      if (beside === 'effect' && chosen === 'effect' && claims.size >= count) continue;
      claims.set(neuron, { feature: feature.index, neuron, sign: signOf(bench, feature, neuron, effects), chosen });
    }
  }
  return [...claims.values()];
}

/**
 * Claims turned round: a neuron that, on discovery, goes with another feature of the experiment rather than with the one that it is
 * claimed of is claimed of that as well.
 */
function turnedRound(bench: Bench, claims: readonly FrozenClaim[], effects: EffectTable): FrozenClaim[] {
  if (bench.input.beside === 'nobody' || bench.features.length < 2) return [];
  const half = 'discovery';
  const known = featureLevels(bench, half);
  const turned: FrozenClaim[] = [];
  const isClaimed = (other: Pick<FrozenClaim, 'feature' | 'neuron'>) =>
    [...claims, ...turned].some(({ feature, neuron }) => feature === other.feature && neuron === other.neuron);
  for (const [index, own] of Map.groupBy(claims, ({ feature }) => feature)) {
    const feature = item(bench.features, index);
    const label = comparedLabel(bench, feature, half);
    const rivals = known.map((rival, place) => (place === index ? null : rivalTo(label, rival)));
    if (rivals.every((rival) => rival === null)) continue;
    for (const claim of own) {
      const { neuron } = claim;
      const said = comparedNeuron(bench, feature, claim, fittedNeuron(bench, feature, neuron), half);
      for (const [other, rival] of rivals.entries()) {
        if (rival === null || isClaimed({ feature: other, neuron })) continue;
        const found = compareWith(label, said, rival);
        if (found === null || found.below >= screen.adjustedP) continue;
        const sign = signOf(bench, item(bench.features, other), neuron, item(effects, other));
        turned.push({ feature: other, neuron, sign, chosen: 'rival' });
      }
    }
  }
  return turned;
}

/**
 * The thesis' score keeps all tokens, as the thesis did; none where all tokens carry the feature, or none does; none of numbers. It
 * is a measure within an array (of activations as they are), so that only the neurons of the one that is drawn have one.
 */
function relevanceOf({ input }: Bench, { scored }: BenchFeature): ArrayLike<number> {
  const { mask } = scored.discovery;
  if (input.count === 0 || areNumbers(mask) || !mask.includes(1) || !mask.includes(0)) return [];
  const { length, sources, segments } = input.text.discovery;
  const stretches = Array.from({ length: sources.length * segments }, (_, s) => [s * length, length] as const);
  const drawn = input.drawn ?? input.arrays[0];
  const before = input.arrays.findIndex(
    ({ layer, component }) => layer === drawn.layer && component === drawn.component,
  );
  const place = placeOf(input.arrays, neuronsIn(input.arrays.slice(0, before)));
  const scores = new Float64Array(neuronsIn(input.arrays)).fill(Number.NaN);
  const own = ofArray(input.activations.discovery, place);
  scores.set(relevance(own, mask, { segments: stretches }).relevance, place.from);
  return scores;
}

/** The side that the neuron is on; of one whose effect cannot be told, over the whole class. */
function signOf(bench: Bench, feature: BenchFeature, neuron: number, effects: Float64Array): 1 | -1 {
  const effect = at(effects, neuron);
  if (effect !== 0 && !Number.isNaN(effect)) return effect > 0 ? 1 : -1;
  const { mask, members } = feature.scored.discovery;
  const isMember = (_: number, t: number): boolean => members[t] === 1;
  const activation = item(bench.input.activations.discovery, neuron).filter(isMember);
  return rankCorrelation(activation, mask.filter(isMember)) < 0 ? -1 : 1;
}

function chanceOf({ input }: Bench, family: FamilyTest, { feature, neuron }: FrozenClaim): Chance | Untestable {
  const reason = item(family.testable, feature);
  if (reason !== null) return reason;
  const z = at(item(family.z, feature), neuron);
  if (Number.isNaN(z)) return neverChanges;
  const { threshold, tests } = family;
  return {
    z,
    adjustedP: family.adjustedP(z),
    falseDiscovery: family.falseDiscovery(z),
    threshold,
    tests,
    permutations: input.permutations,
  };
}
