/** How well every neuron tells the carriers of a feature in what was read. Pure; runs in the worker. */

import { auc } from '../../../runner/analysis/stats/auc.ts';
import { at, float32At, item } from '../../../runner/core/at.ts';
import { type ReaderStep, stateIn } from './reader.ts';

/** What a token is to a feature: it carries it, is compared with those, or is of another class. */
export const tokenClass = { rest: 0, carrier: 1, apart: 2 } as const;

/**
 * @param classes [tokens] `tokenClass` of each that was read.
 * @yields of each neuron the chance that a carrier is higher than another token, in the neurons' order; NaN where none or all carry it.
 */
export function* liveEffectsOf(
  tokens: readonly Pick<ReaderStep, 'components'>[],
  component: string,
  classes: ArrayLike<number>,
): Generator<number> {
  const places = [...tokens.keys()].filter((place) => at(classes, place) !== tokenClass.apart);
  const mask = places.map((place) => Number(at(classes, place) === tokenClass.carrier));
  // [tokens][neurons]
  const states = places.map((place) => stateIn(item(tokens, place).components, component));
  const values = new Float32Array(places.length);
  const neurons = tokens[0]?.components[component]?.length ?? 0;
  for (let neuron = 0; neuron < neurons; neuron++) {
    states.forEach((state, place) => {
      values[place] = float32At(state, neuron);
    });
    yield auc(values, mask);
  }
}
