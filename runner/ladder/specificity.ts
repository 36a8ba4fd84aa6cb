/**
 * E4, specificity: is a claim more than the token that was just read, and more than an untrained network has? What the
 * controls choose and score is found once for all features; a claim is then compared with it. Pure, with the random
 * numbers passed in.
 * Sources: Hewitt & Liang 2019 (control tasks); Zhang & Bowman 2018 (random weights).
 */
import type { Random } from '../core/random.ts';
import type { Rungs, Specificity } from '../results/evidence-schema-1.ts';
import { type EffectSeries, effectSeries } from '../stats/effect-series.ts';
import type { SwapUnits } from '../stats/swap-units.ts';
import type { Activations, TestedText } from '../stats/tested-text.ts';
import { bestNeurons } from './best-neurons.ts';
import { judgeSpecificity } from './specificity-verdict.ts';
import { matchedTokenSets } from './token-sets.ts';
import { typeLevel } from './type-level.ts';
import { compareUntrained, type Halves } from './untrained.ts';
import { testWithinType } from './within-type.ts';

const wantedSets = 100;

export interface ControlTask {
  text: Halves<TestedText>;
  units: Halves<SwapUnits>;
  activations: Halves<Activations>;
  /** [features] Masks [tokens] of both halves, and whether the token alone decides the feature. */
  features: readonly { masks: Halves<Uint8Array>; decidedByType: boolean }[];
  /** [types] The class of each token type, as from `classesOf`. */
  classes: Uint8Array;
  /** By network, by feature, as from `bestEffects`. */
  untrained: readonly (readonly EffectSeries[])[];
  random: Random;
}

/** What a claim about one feature is compared with. */
export interface FeatureControls {
  /** [types] 1 where the type carries the feature; null when the token does not decide. */
  featureTypes: Uint8Array | null;
  /** Effect on confirmation of each token set's best neuron on discovery. */
  sets: Float64Array;
  untrained: EffectSeries[];
}

/** The controls of each feature. All neurons are ranked once, which is nearly all the work. */
export function findControls(task: ControlTask): FeatureControls[] {
  const { text, units, activations, features, classes, untrained, random } = task;
  const counts = new Int32Array(classes.length);
  for (const half of [text.discovery, text.confirmation]) {
    for (const type of half.types) counts[type] = (counts[type] as number) + 1;
  }
  const featureTypes = features.map(({ masks, decidedByType }) =>
    decidedByType ? carryingTypes(text, masks, classes.length) : null,
  );
  // Which tokens are alike is chosen from how often they occur in both halves: activations have no part in it.
  const sets = featureTypes.map((types) =>
    types === null ? [] : matchedTokenSets({ classes, counts, featureTypes: types, sets: wantedSets, random }),
  );
  const chosen = sets.some((group) => group.length > 0)
    ? bestNeurons({
        units: units.discovery,
        activations: activations.discovery,
        masks: [],
        sets,
        types: text.discovery.types,
      }).sets
    : [];
  return features.map((_, feature) => ({
    featureTypes: featureTypes[feature] ?? null,
    sets: Float64Array.from(sets[feature] ?? [], (set, index) => {
      const { neuron, sign } = chosen[feature]?.[index] ?? { neuron: 0, sign: 1 };
      const mask = maskOf(set, text.confirmation.types, classes.length);
      const activation = activations.confirmation[neuron] as Float32Array;
      return effectSeries(activation, mask, sign, units.confirmation).effect;
      // A set that the confirmation half lacks cannot be scored.
    }).filter((effect) => !Number.isNaN(effect)),
    untrained: untrained.flatMap((network) => network[feature] ?? []),
  }));
}

/** Types that carry the feature, in either half. */
function carryingTypes(text: Halves<TestedText>, masks: Halves<Uint8Array>, types: number): Uint8Array {
  const carrying = new Uint8Array(types);
  for (const half of ['discovery', 'confirmation'] as const) {
    masks[half].forEach((carries, t) => {
      if (carries === 1) carrying[text[half].types[t] as number] = 1;
    });
  }
  return carrying;
}

/** 1 where a token is of one of the types, [tokens]. */
function maskOf(set: Int32Array, types: Int32Array, typeCount: number): Uint8Array {
  const members = new Uint8Array(typeCount);
  for (const type of set) members[type] = 1;
  const mask = new Uint8Array(types.length);
  for (let t = 0; t < types.length; t++) mask[t] = members[types[t] as number] as number;
  return mask;
}

export interface SpecificityTask {
  /** The claim's neuron, sign and feature on the confirmation half: [tokens] each. */
  activation: Float32Array;
  mask: Uint8Array;
  sign: 1 | -1;
  text: TestedText;
  units: SwapUnits;
  /** The permutations of the confirmation half, as from `permutedCells`. */
  cells: Uint16Array | Uint32Array;
  classes: Uint8Array;
  controls: FeatureControls;
  random: Random;
}

/** The rung of one claim. The feature must be testable on the confirmation half (see testable.ts). */
export function specificity(task: SpecificityTask): Rungs['E4'] {
  const { activation, mask, sign, text, units, cells, classes, controls, random } = task;
  const { featureTypes } = controls;
  const claim = effectSeries(activation, mask, sign, units);
  const measured: Omit<Specificity, 'verdict'> = {
    decidedByType: featureTypes !== null,
    sets: featureTypes === null ? null : againstSets(claim.effect, controls.sets),
    within: featureTypes === null ? testWithinType(activation, mask, text.types, units, cells) : null,
    types: featureTypes === null ? null : typeLevel({ activation, types: text.types, featureTypes, classes, random }),
    untrained: compareUntrained(claim, controls.untrained),
  };
  const { status, reason, verdict } = judgeSpecificity(measured, sign);
  return { status, reason, measured: { ...measured, verdict } };
}

/** p = (1 + how many sets have as large an effect) / (sets + 1). */
function againstSets(claim: number, sets: Float64Array): NonNullable<Specificity['sets']> {
  const sorted = Float64Array.from(sets).sort();
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
  return {
    sets: sorted.length,
    claim,
    median,
    largest: sorted.at(-1) ?? 0,
    p: (1 + sorted.filter((each) => each >= claim).length) / (sorted.length + 1),
  };
}
