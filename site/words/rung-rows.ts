/** What was measured on each rung of a claim, as rows of a table: a measure, its value and its 95% interval. Pure. */
import type { Claim, Rungs } from '../../runner/results/evidence-schema-1.ts';
import { probability, range } from './evidence-numbers.ts';
import { counted, decimal, integer, significant } from './numbers.ts';

export interface RungRow {
  measure: string;
  value: string;
  /** Empty where the measure has none. */
  interval: string;
}

/** The rows of each rung; none where nothing was measured. */
export function rungRows({ rungs }: Pick<Claim, 'rungs'>): Record<keyof Rungs, RungRow[]> {
  return {
    E1: effect(rungs.E1.measured),
    E2: significance(rungs.E2.measured),
    E3: heldOut(rungs.E3.measured),
    E4: specificity(rungs.E4.measured),
    E5: replication(rungs.E5.measured),
    E6: cause(rungs.E6.measured),
    E7: examples(rungs.E7.measured),
  };
}

const row = (measure: string, value: string, interval = ''): RungRow => ({ measure, value, interval });

function effect(measured: Rungs['E1']['measured']): RungRow[] {
  if (!measured) return [];
  const { localAuc, interval, pooledAuc, pointBiserial, carriers, rest, documents } = measured;
  return [
    row('Local AUC (0.5: no effect)', decimal(localAuc, 3), range(interval)),
    row('AUC over all tokens together', decimal(pooledAuc, 3)),
    row('Point-biserial correlation', decimal(pointBiserial, 3)),
    row('Tokens with and without the feature', `${integer(carriers)} and ${integer(rest)}`),
    row('Documents with both', integer(documents)),
  ];
}

function significance(measured: Rungs['E2']['measured']): RungRow[] {
  if (!measured) return [];
  const { z, adjustedP, falseDiscovery, threshold, tests, permutations } = measured;
  return [
    row('z', decimal(z, 2)),
    row('Adjusted p', probability(adjustedP)),
    row('|z| that adjusted p = 0.05 asks for', decimal(threshold, 2)),
    row('False-discovery rate at this |z|', probability(falseDiscovery)),
    row('Tests, permutations', `${integer(tests)}, ${integer(permutations)}`),
  ];
}

function heldOut(measured: Rungs['E3']['measured']): RungRow[] {
  if (!measured) return [];
  const { z, adjustedP, claims, shrinkage, discoveryAuc } = measured;
  return [
    row('z, in the direction chosen', decimal(z, 2)),
    row(`Adjusted p, over ${counted(claims, 'claim')}`, probability(adjustedP)),
    row('Local AUC where the neuron was chosen', decimal(discoveryAuc, 3)),
    row('Effect here / effect there', shrinkage === null ? 'undefined' : decimal(shrinkage)),
  ];
}

function specificity(measured: Rungs['E4']['measured']): RungRow[] {
  if (!measured) return [];
  const { sets, within, types, untrained, verdict } = measured;
  const rows = [row('Verdict', verdict)];
  if (sets?.sets === 0) rows.push(row('Like token sets', 'none exist'));
  else if (sets) {
    rows.push(
      row('Effect of the claim, from 0.5', decimal(sets.claim, 3)),
      row(
        `Best neuron of ${counted(sets.sets, 'like token set')}: median, largest`,
        `${decimal(sets.median, 3)}, ${decimal(sets.largest, 3)}`,
      ),
      row('p against these sets', probability(sets.p)),
    );
  }
  if (within) {
    rows.push(
      row('Local AUC among occurrences of the same token', decimal(within.localAuc, 3), range(within.interval)),
      row('z, p', `${decimal(within.z, 2)}, ${probability(within.p)}`),
      row('Tokens, different tokens', `${integer(within.tokens)}, ${integer(within.types)}`),
    );
  }
  if (types) {
    rows.push(
      row(
        `AUC over ${counted(types.types, 'different token')}, ${integer(types.featureTypes)} with the feature`,
        decimal(types.auc, 3),
      ),
      row('p among like tokens', probability(types.p)),
    );
  }
  if (untrained) {
    const best = [...untrained.best].sort((a, b) => b - a).map((each) => decimal(each, 3));
    rows.push(
      row('Best neuron of each untrained network, from 0.5', best.join(', ')),
      row('Claim minus their mean', decimal(untrained.difference, 3), range(untrained.interval)),
    );
  }
  return rows;
}

function replication(measured: Rungs['E5']['measured']): RungRow[] {
  if (!measured) return [];
  const { seeds, replicated, share, interval, matches } = measured;
  return [
    row(`Share of ${counted(seeds, 'seed')} (${integer(replicated)})`, decimal(share), range(interval, 2)),
    ...matches.map(({ seed, neuron, correlation, random, passed, localAuc }) =>
      row(
        `Seed ${seed}: neuron ${neuron}, ${passed ? 'passes' : 'does not pass'}`,
        `correlation ${decimal(correlation)}, by chance ${decimal(random)}; local AUC ${decimal(localAuc, 3)}`,
      ),
    ),
  ];
}

function cause(measured: Rungs['E6']['measured']): RungRow[] {
  if (!measured) return [];
  const { tokens, documents, deciding, ablations } = measured;
  return [
    ...ablations.map(({ method, where, difference, interval, p, matched }) =>
      row(
        `Loss, ${method} ablation, ${place(where)}${method === 'mean' && where === deciding ? ' (decides)' : ''}${
          p === null ? '' : `; p among ${integer(matched.length)} similar neurons ${probability(p)}`
        }`,
        significant(difference, 2),
        `${significant(interval[0], 2)} to ${significant(interval[1], 2)}`,
      ),
    ),
    row('Tokens, documents', `${integer(tokens)}, ${integer(documents)}`),
  ];
}

/** Where the change of the loss is measured. */
export const place = (where: 'predicting' | 'after'): string =>
  where === 'predicting' ? 'predicting the feature' : 'right after it';

function examples(measured: Rungs['E7']['measured']): RungRow[] {
  if (!measured) return [];
  const { threshold, sensitivity, specificity: kept, precision } = measured;
  return [
    row('Threshold, chosen on the discovery half', significant(threshold, 3)),
    row('Tokens with the feature on the claimed side', share(sensitivity)),
    row('Other tokens on the other side', share(kept)),
    row('Tokens on the claimed side that carry the feature', precision === null ? 'undefined' : share(precision)),
  ];
}

const share = (value: number): string => `${decimal(100 * value, 1)}%`;
