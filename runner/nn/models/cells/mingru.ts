/**
 * Minimal gated recurrent unit: z = sigmoid(W x + b); h = (1 - z) h' + z n. Gate and candidate n look at the input alone,
 * so that what a unit holds never decides what it takes in. `mingru` has the candidate n = g(W x + b) of the form that is
 * trained in logarithms, g(v) = v + 1/2 from 0 on and sigmoid(v) below, which keeps h above 0; `mingru-linear` has
 * n = W x + b. Source: Feng et al. 2024. Blocks of rows z, n.
 */
import type { Operations } from '../operations.ts';
import { blocksOf, type Cell, gate, ofInput, vector } from './cell.ts';

/** g(v), without a choice between two: max(v, 0) + sigmoid(min(v, 0)). */
export function positive<T>(ops: Operations<T>, v: T): T {
  const zero = ops.scalar(0);
  return ops.add(ops.maximum(v, zero), ops.sigmoid(ops.minimum(v, zero)));
}

export const linear = <T>(_ops: Operations<T>, v: T): T => v;

const cell = (activation: <T>(ops: Operations<T>, v: T) => T) =>
  ({
    pytorch: null,
    parameters: { weight_ih: ofInput(2), bias_ih: vector(2) },
    defaultComponent: 'hidden',
    stateNames: ['hidden'],

    forward({ ops, read, state, tap }) {
      const [z, n] = blocksOf(ops, read('weight_ih'), 2);
      const update = tap('update', ops.sigmoid(z));
      const candidate = tap('candidate', activation(ops, n));
      const kept = ops.mul(ops.sub(ops.scalar(1), update), state('hidden'));
      return { hidden: tap('hidden', ops.add(kept, ops.mul(update, candidate))) };
    },
  }) as const satisfies Partial<Cell>;

const components = (candidate: string) =>
  ({
    update: { name: 'update gate', symbol: 'z', range: gate, formula: 'z = σ(W_z x + b_z)' },
    candidate: { name: 'candidate', symbol: 'n', range: null, formula: candidate },
    hidden: { name: 'hidden state', symbol: 'h', range: null, formula: 'h = (1 − z) ⊙ h′ + z ⊙ n' },
  }) as const satisfies Cell['components'];

export const mingru = {
  ...cell(positive),
  label: 'minGRU',
  about:
    'One gate mixes the old hidden state with a candidate. Both look at the input alone: what a unit holds never decides what it takes in.',
  note: 'g(v) is v + ½ from 0 on, and σ(v) below.',
  components: components('n = g(W_n x + b_n)'),
} as const satisfies Cell;

export const mingruLinear = {
  ...cell(linear),
  label: 'minGRU (linear candidate)',
  about: 'The minGRU whose candidate is the product itself, so that a hidden state can be negative.',
  components: components('n = W_n x + b_n'),
} as const satisfies Cell;
