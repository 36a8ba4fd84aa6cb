/** A couple of twins to be shown: of usual margin, among the longer texts. Pure. */
import { at, item } from '../../core/at.ts';
import type { PairExample, PairInterchange } from './pairs-schema.ts';
import type { SetTask } from './set-task.ts';
import type { NeuronValues } from './values.ts';

/**
 * @param margins [pairs]
 * @returns two, or none where there are no twins.
 */
export function examplesOf(
  { pairs, by }: SetTask,
  {
    margins,
    neurons,
    values,
    interchange,
    words,
  }: {
    margins: ArrayLike<number>;
    neurons: readonly number[];
    values: NeuronValues;
    interchange: readonly PairInterchange[];
    words(ids: Int32Array): string;
  },
): PairExample[] {
  const couples = [...pairs.entries()].flatMap(([place, { twin }]) =>
    twin !== null && twin > place ? [[place, twin] as const] : [],
  );
  const lengths = couples.map(([one]) => item(pairs, one).text.length).sort((a, b) => a - b);
  const long = lengths[Math.floor(lengths.length * 0.5)] ?? 0;
  const usual = couples.reduce((sum, couple) => sum + sumOf(couple, margins), 0) / couples.length;
  const distance = (couple: readonly [number, number]) => Math.abs(sumOf(couple, margins) - usual);
  const [couple] = couples
    .filter(([one, other]) => item(pairs, one).text.length === long || item(pairs, other).text.length === long)
    .sort((a, b) => distance(a) - distance(b));
  return (couple ?? []).map((place) => {
    const { tokens, right, wrong, values: conditions } = item(pairs, place);
    return {
      ...{ tokens: [...tokens], right: words(right), wrong: words(wrong), margin: at(margins, place) },
      by: Object.fromEntries(by.map((name) => [name, conditions[name] ?? ''])),
      neurons: neurons.map((neuron) => ({
        neuron,
        values: Array.from(values.of(neuron, place).subarray(0, tokens.length)),
        exchanged:
          interchange.find((each) => each.neurons.length === 1 && each.neurons[0] === neuron)?.margins?.[place] ?? null,
      })),
    };
  });
}

const sumOf = ([one, other]: readonly [number, number], margins: ArrayLike<number>): number =>
  at(margins, one) + at(margins, other);
