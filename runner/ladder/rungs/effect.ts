/** How large is it: the swap-centred local AUC, or rank correlation, on the confirmation half, with its interval. Pure. */

import { at, item } from '../../core/at.ts';
import { areNumbers, type FeatureValues } from '../../core/values.ts';
import type { Effect } from '../../results/rungs-schema.ts';
import { auc } from '../../stats/auc.ts';
import { pointBiserial } from '../../stats/point-biserial.ts';
import { correlation, rankCorrelation } from '../../stats/rank-correlation.ts';
import { localSlope } from '../../stats/slope.ts';
import type { TestedText } from '../../stats/tested-text.ts';
import { type Bench, type BenchFeature, effectSeen } from '../bench.ts';
import { choice } from '../choice.ts';
import { judged, notTestable, rung } from './rung.ts';

/** The interval is one of 95% (see `stats/summary.ts`). */
const criteria = { noEffect: 0.5, confidence: 0.95 } as const;

export const effect = rung({
  name: 'effect',
  title: 'measuring the claims',
  question: 'How large is it?',
  criteria,
  passesWhen:
    'The 95% interval of the local AUC (of a number: of the local rank correlation) on the confirmation half excludes .5 (0), on the claimed side.',
  needs: ['confirmation half'],
  inputs: [choice],
  reads: [],
  async compute({ bench, found }) {
    return found.choice.claims.map(({ feature, neuron, sign }) => {
      const own = item(bench.features, feature);
      const seen = effectSeen(bench, own, 'confirmation', neuron);
      if ('code' in seen) return notTestable(seen);
      return judgeEffect({ ...seen, ...beside(bench, own, neuron) }, sign);
    });
  },
});

function judgeEffect(measured: Effect, sign: 1 | -1) {
  const [low, high] = measured.interval;
  if (low <= criteria.noEffect && high >= criteria.noEffect) {
    return judged(measured, { code: 'no effect' });
  }
  const holds = (low > criteria.noEffect ? 1 : -1) === sign;
  return judged(measured, holds ? null : { code: 'other direction', before: sign });
}

/** Over the class's tokens as they stand, none of them twice. */
function beside({ input }: Bench, { scored }: BenchFeature, neuron: number) {
  const { members, mask } = scored.confirmation;
  const of = <A extends FeatureValues>(values: A): A => values.filter((_, t) => members[t] === 1) as A;
  const whole = item(input.activations.confirmation, neuron);
  const activation = of(whole);
  if (areNumbers(mask)) return besideNumbers(input.text.confirmation, { whole, activation, mask, numbers: of(mask) });
  const labels = of(mask);
  const carriers = labels.reduce((sum, label) => sum + label, 0);
  return {
    pooledAuc: auc(activation, labels),
    pointBiserial: pointBiserial(activation, labels),
    carriers,
    rest: labels.length - carriers,
  };
}

interface WithNumbers {
  /** [tokens] */
  whole: Float32Array;
  mask: Float32Array;
  /** [tokens of the class] */
  activation: Float32Array;
  numbers: Float32Array;
}

/** The pooled rank correlation as an area, as the local one is; what point-biserial correlation is of numbers, Pearson's. */
function besideNumbers(text: TestedText, { whole, mask, activation, numbers }: WithNumbers) {
  const sorted = numbers.toSorted();
  const slope = localSlope(whole, mask, text);
  return {
    pooledAuc: (1 + rankCorrelation(activation, numbers)) / 2,
    pointBiserial: correlation(activation, numbers),
    carriers: numbers.length,
    rest: 0,
    ...(slope !== null && {
      number: {
        slope: slope.value,
        interval: slope.interval,
        lowest: at(sorted, 0),
        highest: at(sorted, sorted.length - 1),
      },
    }),
  };
}
