/** All rungs of one frozen claim that need no network. Pure, with the random numbers passed in. */
import type { Random } from '../core/random.ts';
import type { Claim, Rungs } from '../results/evidence-schema-1.ts';
import { swapEffect } from '../stats/local-auc.ts';
import type { SwapUnits } from '../stats/swap-units.ts';
import type { FrozenClaim } from './claims.ts';
import { eventAverage } from './event-average.ts';
import { examples } from './examples.ts';
import type { FamilyTest } from './family.ts';
import { type HeldOutTest, neverChanges } from './held-out.ts';
import type { LadderFeature, LadderInput } from './ladder-input.ts';
import { lagProfile } from './lag-profile.ts';
import { effectRung, heldOutRung, notRun, notTestable, significanceRung } from './rungs.ts';
import { sentence } from './sentence.ts';
import { type FeatureControls, specificity } from './specificity.ts';
import type { Halves } from './untrained.ts';

/** What all claims are tested with. */
export interface Bench {
  input: LadderInput;
  units: Halves<SwapUnits>;
  /** The permutations of the confirmation half. */
  cells: Uint16Array | Uint32Array;
  classes: Uint8Array;
  family: FamilyTest;
  controls: FeatureControls[];
  /** [features] Activations on confirmation of an untrained network's best neuron; null when none was read. */
  untrained: (Float32Array | null)[];
}

/** A claim's neuron and feature on the confirmation half, [tokens] each. */
export const onConfirmation = (
  { neuron, feature }: FrozenClaim,
  { activations, features }: Pick<LadderInput, 'activations' | 'features'>,
) => ({
  activation: activations.confirmation[neuron] as Float32Array,
  mask: (features[feature] as LadderFeature).masks.confirmation,
});

/** @param heldOut E3 as tested with all other claims, or why it could not be. */
export function testClaim(claim: FrozenClaim, heldOut: HeldOutTest | string, bench: Bench, random: Random): Claim {
  const { input, units, cells, untrained, family } = bench;
  const { text, activations, layer, component, features, level = 'full' } = input;
  const { neuron, sign, chosen } = claim;
  const { name, masks } = features[claim.feature] as LadderFeature;
  const { activation, mask } = onConfirmation(claim, input);
  const before = activations.discovery[neuron] as Float32Array;
  const discovery = swapEffect(text.discovery, before, masks.discovery, units.discovery);
  const changes = activation.some((value) => value !== activation[0]);
  const effect = changes ? swapEffect(text.confirmation, activation, mask, units.confirmation) : neverChanges;
  const measurable = typeof effect === 'object';
  const rungs: Rungs = {
    E1: effectRung(effect, activation, mask, sign),
    E2: significanceRung(family, claim),
    E3: heldOutRung(heldOut, discovery, effect),
    E4: measurable ? specificityRung(claim, bench, random) : notTestable(effect),
    E5: notRun('No other seed was trained.'),
    E6: notRun('No neuron was ablated.'),
    E7: examplesRung(claim, bench, random),
  };
  const described = { feature: name, neuron, layer, component, sign, chosen, rungs };
  return {
    ...described,
    lagProfile:
      measurable && level === 'full'
        ? lagProfile({
            activation,
            discovery: { text: text.discovery, mask: masks.discovery },
            confirmation: { text: text.confirmation, mask },
            units: units.confirmation,
            cells,
            untrained: untrained[claim.feature] ?? null,
          })
        : null,
    eventAverage: level === 'full' ? eventAverage(text.confirmation, activation, mask) : null,
    directEffect: null,
    emergence: null,
    sentence: sentence(described),
  };
}

function specificityRung(claim: FrozenClaim, bench: Bench, random: Random): Rungs['E4'] {
  const { input, units, cells, classes, controls } = bench;
  return specificity({
    ...onConfirmation(claim, input),
    sign: claim.sign,
    text: input.text.confirmation,
    units: units.confirmation,
    cells,
    classes,
    controls: controls[claim.feature] as FeatureControls,
    random,
  });
}

function examplesRung(claim: FrozenClaim, { input }: Bench, random: Random): Rungs['E7'] {
  const { text, activations, vocabulary, written, sources } = input;
  const { masks } = input.features[claim.feature] as LadderFeature;
  const mixed = [masks.discovery, masks.confirmation].every((mask) => mask.includes(1) && mask.includes(0));
  if (!mixed) return notTestable('All or none of the tokens of a half carry the feature, so that no threshold tells.');
  const measured = examples({
    text: text.confirmation,
    tokens: written ?? Array.from(text.confirmation.types, (type) => vocabulary[type] ?? ''),
    sourceNames: sources,
    activation: {
      discovery: activations.discovery[claim.neuron] as Float32Array,
      confirmation: activations.confirmation[claim.neuron] as Float32Array,
    },
    mask: masks,
    sign: claim.sign,
    random,
  });
  return { status: 'passed', reason: null, measured };
}
