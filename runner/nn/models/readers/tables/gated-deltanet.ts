/** What Gated DeltaNet is called and what is recorded of it, without its equations, which stand beside this folder. */
import { gate } from '../../cells/cell.ts';
import type { FamilyTable } from './table.ts';

export const gatedDeltanetTable = {
  label: 'Gated DeltaNet',
  defaultComponent: 'channelHidden',
  components: {
    query: {
      name: 'query',
      symbol: 'q',
      role: 'address',
      formula: 'q = silu(convolution of Q n), of length 1 in each head',
    },
    key: {
      name: 'key',
      symbol: 'k',
      role: 'address',
      formula: 'k = silu(convolution of K n), of length 1 in each head',
    },
    value: { name: 'value', symbol: 'v', role: 'neuron', formula: 'v = silu(convolution of V n)' },
    strength: { name: 'writing strength', symbol: 'b', role: 'gate', range: gate, formula: 'b = σ(B n)' },
    decay: {
      name: 'decay',
      symbol: 'd',
      role: 'gate',
      range: gate,
      formula: 'd = exp(−exp(L) softplus(A n + c))',
    },
    change: { name: 'change', symbol: 'e', role: 'neuron', formula: 'e = b (v − d S′ k)' },
    memoryNorm: {
      name: 'length of the memory',
      symbol: 'm',
      role: 'memory',
      formula: 'm = |S|, S = d S′ + k e',
      onlyShown: true,
    },
    readout: { name: 'readout', symbol: 'y', role: 'neuron', formula: 'y = S q / √(length of q)' },
    gate: { name: 'gate', symbol: 'g', role: 'gate', formula: 'g = silu(G n)' },
    middle: {
      name: 'stream after the memory',
      symbol: 'z',
      role: 'stream',
      formula: 'z = x′ + O (norm(y) ⊙ g)',
    },
    channelGate: { name: 'channel gate', symbol: 'p', role: 'gate', formula: 'p = silu(P r)' },
    channelHidden: { name: 'channel mixing', symbol: 'h', role: 'neuron', formula: 'h = p ⊙ (U r)' },
    residual: { name: 'stream after the layer', symbol: 'x', role: 'stream', formula: 'x = z + D h' },
  },
} as const satisfies FamilyTable;
