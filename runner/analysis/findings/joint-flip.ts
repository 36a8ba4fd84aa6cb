/**
 * All neurons that carry a feature, flipped together: two that undo each other move the output alone, and together nothing. Pure; the
 * readings are asked for.
 */
import { at, item } from '../../core/at.ts';
import { toldNeuron } from './arrays.ts';
import type { Bench, EffectTable } from './bench.ts';
import { excess, masksOf, sumsOf } from './excess.ts';
import { comparedPlaces, type FlippedState, flipReadings, flipText, heldNeurons } from './flip.ts';
import type { Readings } from './readings.ts';
import type { UsedMeasurement } from './rungs-schema.ts';

export const jointCriteria = {
  /** Neurons that are held together, by the size of their effect on discovery, the claim's own beside them. */
  carriers: 8,
  /** Read tokens of the confirmation half. */
  jointTokens: 8192,
  /** Of what the neuron costs alone: what all of them cost together is nothing where it is less. (Others that are held beside two which
   * undo each other cost .002 nats where one of these costs 2.4, and surely so: t 14.) */
  nothing: 0.05,
} as const;

/**
 * The excess of all carriers held together; the same for all claims on a feature of which each is among them.
 * @param effects on discovery, [features] each [neurons].
 */
export function carriersTogether(bench: Bench, effects: EffectTable, readings: Pick<Readings, 'losses'>) {
  const known = new Map<string, UsedMeasurement['joint']>();
  return async ({ claim, where }: FlippedState): Promise<UsedMeasurement['joint']> => {
    const carriers = largestEffects(item(effects, claim.feature), jointCriteria.carriers);
    const neurons = [...new Set([...carriers, claim.neuron])].sort((a, b) => a - b);
    if (neurons.length < 2) return null;
    const key = JSON.stringify([claim.feature, where, neurons]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const feature = item(bench.features, claim.feature);
    const masks = masksOf(bench, feature, where);
    const text = flipText(bench, 'confirmation', item(masks, 0), jointCriteria.jointTokens);
    const compared = masks.map((mask, k) => comparedPlaces(bench, text, mask, k));
    const held = heldNeurons(bench, feature, neurons, where);
    const losses = await readings.losses(
      'confirmation',
      masks.flatMap((mask, k) => flipReadings(held, bench, text, { state: mask, compared: item(compared, k) })),
    );
    const { difference, interval, t, p } = excess(sumsOf(text, compared, losses));
    const told = { neurons: neurons.map((own) => toldNeuron(bench.input.arrays, own)), difference, interval, t, p };
    known.set(key, told);
    return told;
  };
}

/** The neurons with the largest effects, by their size. @param effects [neurons]. */
export const largestEffects = (effects: ArrayLike<number>, count: number): number[] =>
  Array.from({ length: effects.length }, (_, neuron) => neuron)
    .filter((neuron) => !Number.isNaN(at(effects, neuron)))
    .sort((a, b) => Math.abs(at(effects, b)) - Math.abs(at(effects, a)) || a - b)
    .slice(0, count);
