/** What xLSTM of sLSTM blocks is called and what is recorded of it, without its equations, which stand beside this folder. */
import { gate, squashed } from '../../cells/cell.ts';
import type { FamilyTable } from './table.ts';

export const slstmBlocksTable = {
  label: 'xLSTM of sLSTM blocks',
  defaultComponent: 'hidden',
  components: {
    convolved: {
      name: 'convolved input',
      symbol: 'u',
      role: 'neuron',
      formula: 'u = silu(convolution of n)',
    },
    input: {
      name: 'input gate',
      symbol: 'i',
      role: 'gate',
      range: gate,
      formula: 'i = exp(I − m), I = W_i u + U_i h′ + b_i',
    },
    forget: {
      name: 'forget gate',
      symbol: 'f',
      role: 'gate',
      range: gate,
      formula: 'f = exp(F + m′ − m), F = ln σ(W_f u + U_f h′ + b_f)',
    },
    candidate: {
      name: 'candidate',
      symbol: 'z',
      role: 'neuron',
      range: squashed,
      formula: 'z = tanh(W_z n + U_z h′ + b_z)',
    },
    output: {
      name: 'output gate',
      symbol: 'o',
      role: 'gate',
      range: gate,
      formula: 'o = σ(W_o n + U_o h′ + b_o)',
    },
    average: {
      name: 'average',
      symbol: 'a',
      role: 'memory',
      range: squashed,
      formula: 'a = c / N, c = f ⊙ c′ + i ⊙ z, N = f ⊙ N′ + i',
    },
    hidden: { name: 'hidden state', symbol: 'h', role: 'neuron', range: squashed, formula: 'h = o ⊙ a' },
    middle: { name: 'stream after the cell', symbol: 'y', role: 'stream', formula: 'y = x′ + norm(h)' },
    channelGate: { name: 'channel gate', symbol: 'g', role: 'gate', formula: 'g = gelu(G q)' },
    channelHidden: { name: 'channel mixing', symbol: 'k', role: 'neuron', formula: 'k = g ⊙ (V q)' },
    residual: { name: 'stream after the layer', symbol: 'x', role: 'stream', formula: 'x = y + P k' },
  },
} as const satisfies FamilyTable;
