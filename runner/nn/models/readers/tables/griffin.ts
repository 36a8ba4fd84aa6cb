/** What Griffin without attention is called and what is recorded of it, without its equations, which stand beside this folder. */
import { gate } from '../../cells/cell.ts';
import type { FamilyTable } from './table.ts';

export const griffinTable = {
  label: 'Griffin without attention',
  defaultComponent: 'memory',
  components: {
    branch: { name: 'branch', symbol: 'b', role: 'gate', formula: 'b = gelu(W_b n)' },
    convolved: {
      name: 'convolved input',
      symbol: 'u',
      role: 'neuron',
      formula: 'u = convolution of W_u n',
    },
    inputGate: { name: 'input gate', symbol: 'i', role: 'gate', range: gate, formula: 'i = σ(G_i u)' },
    recurrenceGate: {
      name: 'recurrence gate',
      symbol: 'r',
      role: 'gate',
      range: gate,
      formula: 'r = σ(G_r u)',
    },
    decay: {
      name: 'decay',
      symbol: 'd',
      role: 'gate',
      range: gate,
      formula: 'd = exp(−8 r ⊙ softplus(L))',
    },
    memory: {
      name: 'memory',
      symbol: 'h',
      role: 'memory',
      formula: 'h = d ⊙ h′ + √(1 − d²) ⊙ i ⊙ u',
    },
    middle: {
      name: 'stream after the recurrence',
      symbol: 'y',
      role: 'stream',
      formula: 'y = x′ + O (h ⊙ b)',
    },
    channelGate: { name: 'channel gate', symbol: 'g', role: 'gate', formula: 'g = gelu(G q)' },
    channelHidden: { name: 'channel mixing', symbol: 'k', role: 'neuron', formula: 'k = g ⊙ (V q)' },
    residual: { name: 'stream after the layer', symbol: 'x', role: 'stream', formula: 'x = y + P k' },
  },
} as const satisfies FamilyTable;
