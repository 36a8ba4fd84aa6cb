/**
 * Scalar LSTM of the xLSTM: exponential gates, and a normalizer n that adds up what the gates let in, so that c / n is a
 * weighted mean of the candidates. Gates are kept relative to e^m, the largest so far, so that no exponential overflows:
 * of input and forget gate one is 1 at each token. Source: Beck et al. 2024, with one head. Gate order i, f, z, o.
 */
import { blocksOf, type Cell, gate, squashed } from './cell.ts';

/** Before the first token there is nothing to keep, however small the input gate: its exponent is lower than any other. */
const lowest = -1e30;

export const slstm = {
  label: 'sLSTM',
  about:
    'An LSTM with exponential gates: what it remembers is a mean of its candidates, weighted by how wide the input gate stood, and a later token can outweigh all before. Gates are shown relative to the largest so far, so that one of input and forget gate is 1.',
  note: 'm only keeps the exponentials from overflowing.',
  pytorch: null,
  components: {
    exponent: {
      name: 'exponent',
      symbol: 'm',
      range: null,
      formula: 'm = max(F + m′, I), F = ln σ(W_f x + U_f h′ + b_f), I = W_i x + U_i h′ + b_i',
    },
    input: { name: 'input gate', symbol: 'i', range: gate, formula: 'i = exp(I − m)' },
    forget: { name: 'forget gate', symbol: 'f', range: gate, formula: 'f = exp(F + m′ − m)' },
    candidate: { name: 'candidate', symbol: 'z', range: squashed, formula: 'z = tanh(W_z x + U_z h′ + b_z)' },
    output: { name: 'output gate', symbol: 'o', range: gate, formula: 'o = σ(W_o x + U_o h′ + b_o)' },
    cell: { name: 'cell state', symbol: 'c', range: null, formula: 'c = f ⊙ c′ + i ⊙ z' },
    normalizer: { name: 'normalizer', symbol: 'n', range: null, formula: 'n = f ⊙ n′ + i' },
    average: { name: 'average', symbol: 'a', range: squashed, formula: 'a = c / n' },
    hidden: { name: 'hidden state', symbol: 'h', range: squashed, formula: 'h = o ⊙ a' },
  },
  projects: true,
  defaultComponent: 'hidden',
  openGate: 1,

  forward({ ops, affine, state, hook }) {
    const [i, f, z, o] = blocksOf(ops, ops.add(affine('ih', 4), affine('hh', 4, state('hidden'))), 4);
    const zero = ops.scalar(0);
    const before = state('normalizer');
    const unread = ops.sub(ops.scalar(1), ops.greater(before, zero));
    const height = ops.add(state('exponent'), ops.mul(unread, ops.scalar(lowest)));
    const kept = ops.sub(height, ops.softplus(ops.sub(zero, f)));
    const exponent = hook('exponent', ops.maximum(kept, i));
    const input = hook('input', ops.exp(ops.sub(i, exponent)));
    const forget = hook('forget', ops.exp(ops.sub(kept, exponent)));
    const candidate = hook('candidate', ops.tanh(z));
    const output = hook('output', ops.sigmoid(o));
    const memory = ops.mul(forget, state('cell'));
    const cell = hook('cell', ops.add(memory, ops.mul(input, candidate)));
    const normalizer = hook('normalizer', ops.add(ops.mul(forget, before), input));
    const average = hook('average', ops.div(cell, normalizer));
    return { hidden: hook('hidden', ops.mul(output, average)), cell, normalizer, exponent };
  },
} as const satisfies Cell;
