/** How well every neuron tells the carriers of a feature in what was read. Pure; runs in the worker. */
import { at } from '../../../runner/core/at.ts';
import { auc } from '../../../runner/stats/auc.ts';
import { activationIn, type Step } from './reader.ts';

/** What a token is to a feature: it carries it, is compared with those, or is of another class. */
export const tokenClass = { rest: 0, carrier: 1, apart: 2 } as const;

/**
 * @param classes [tokens] `tokenClass` of each that was read.
 * @yields of each neuron the chance that a carrier is higher than another token, in the neurons' order; NaN where none or all carry it.
 */
export function* effectsOf(
  tokens: readonly Pick<Step, 'components'>[],
  component: string,
  classes: ArrayLike<number>,
): Generator<number> {
  const compared = tokens.flatMap(({ components }, place) =>
    at(classes, place) === tokenClass.apart
      ? []
      : [{ components, carries: Number(at(classes, place) === tokenClass.carrier) }],
  );
  const mask = compared.map(({ carries }) => carries);
  const neurons = tokens[0]?.components[component]?.length ?? 0;
  const values = new Float32Array(compared.length);
  for (let neuron = 0; neuron < neurons; neuron++) {
    compared.forEach(({ components }, place) => {
      values[place] = activationIn(components, component, neuron);
    });
    yield auc(values, mask);
  }
}
