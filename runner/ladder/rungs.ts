/** From measures to rungs: which passed, which failed and why, by the thresholds of the ladder. Pure. */
import type { Claim, Rungs } from '../results/evidence-schema-1.ts';
import { auc } from '../stats/auc.ts';
import type { LocalEffect } from '../stats/local-auc.ts';
import { pointBiserial } from '../stats/point-biserial.ts';
import type { FrozenClaim } from './claims.ts';
import { type FamilyTest, level } from './family.ts';
import { type HeldOutTest, neverChanges } from './held-out.ts';

export const notTestable = (reason: string) => ({ status: 'not testable', reason, measured: null }) as const;
export const notRun = (reason: string) => ({ status: 'not run', reason, measured: null }) as const;

/**
 * E1, on the confirmation half: passes when the interval excludes .5 on the claimed side.
 * @param effect a reason in words when it could not be measured.
 */
export function effectRung(
  effect: LocalEffect | string,
  activation: Float32Array,
  mask: Uint8Array,
  sign: Claim['sign'],
): Rungs['E1'] {
  if (typeof effect === 'string') return notTestable(effect);
  const { localAuc, interval, documents } = effect;
  const carriers = mask.reduce((sum, label) => sum + (label === 0 ? 0 : 1), 0);
  const measured = {
    localAuc,
    interval,
    pooledAuc: auc(activation, mask),
    pointBiserial: pointBiserial(activation, mask),
    carriers,
    rest: mask.length - carriers,
    documents,
  };
  const [low, high] = interval;
  if (low <= 0.5 && high >= 0.5) return { status: 'failed', reason: 'The interval holds .5, no effect.', measured };
  if ((low > 0.5 ? 1 : -1) === sign) return { status: 'passed', reason: null, measured };
  const reason = `On the discovery half it was ${sign > 0 ? 'higher' : 'lower'} at the feature, and here the other way.`;
  return { status: 'failed', reason, measured };
}

/** E2, on the discovery half: passes when the adjusted p is below .05. */
export function significanceRung(family: FamilyTest, { feature, neuron }: FrozenClaim): Rungs['E2'] {
  const z = family.z[feature]?.[neuron] ?? Number.NaN;
  const reason = family.testable[feature] ?? null;
  if (reason !== null) return notTestable(reason);
  if (Number.isNaN(z)) return notTestable(neverChanges);
  const { threshold, tests, permutations } = family;
  const adjustedP = family.adjustedP(z);
  const measured = { z, adjustedP, falseDiscovery: family.falseDiscovery(z), threshold, tests, permutations };
  return adjustedP < level
    ? { status: 'passed', reason: null, measured }
    : { status: 'failed', reason: `Chance alone gives as large a z among ${tests} tests.`, measured };
}

/**
 * E3, on the confirmation half: passes when the one-sided adjusted p is below .05.
 * @param discovery the effect on the discovery half, which chose the claim.
 */
export function heldOutRung(
  test: HeldOutTest | string,
  discovery: LocalEffect | string,
  confirmation: LocalEffect | string,
): Rungs['E3'] {
  if (typeof test === 'string') return notTestable(test);
  if (typeof discovery === 'string') return notTestable(`On the discovery half: ${discovery}`);
  if (typeof confirmation === 'string') return notTestable(confirmation);
  const [low, high] = discovery.interval;
  const shrinkage = low <= 0.5 && high >= 0.5 ? null : (confirmation.localAuc - 0.5) / (discovery.localAuc - 0.5);
  const measured = { ...test, shrinkage, discoveryAuc: discovery.localAuc };
  return test.adjustedP < level
    ? { status: 'passed', reason: null, measured }
    : { status: 'failed', reason: 'On text it was not chosen on, chance alone gives as much.', measured };
}
