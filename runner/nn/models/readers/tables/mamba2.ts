/** What Mamba-2 is called and what is recorded of it, without its equations, which stand beside this folder. */
import type { FamilyTable } from './table.ts';

export const mamba2Table = {
  label: 'Mamba-2',
  defaultComponent: 'gated',
  components: {
    convolved: {
      name: 'convolved input',
      symbol: 'u',
      role: 'neuron',
      formula: 'u = silu(convolution of W_u n)',
    },
    write: {
      name: 'write address',
      symbol: 'B',
      role: 'address',
      formula: 'B = silu(convolution of W_B n)',
    },
    read: {
      name: 'read address',
      symbol: 'C',
      role: 'address',
      formula: 'C = silu(convolution of W_C n)',
    },
    delta: { name: 'step size', symbol: 'Δ', role: 'gate', formula: 'Δ = softplus(W_Δ n + b_Δ)' },
    memoryNorm: {
      name: 'length of the memory',
      symbol: 'm',
      role: 'memory',
      formula: 'm = |h|, h = exp(Δ A) h′ + Δ u B',
      onlyShown: true,
    },
    readout: { name: 'readout', symbol: 'y', role: 'neuron', formula: 'y = h C + D u' },
    gate: { name: 'gate', symbol: 'g', role: 'gate', formula: 'g = silu(W_g n)' },
    gated: { name: 'gated readout', symbol: 'o', role: 'neuron', formula: 'o = norm(y ⊙ g)' },
    residual: {
      name: 'stream after the layer',
      symbol: 'x',
      role: 'stream',
      formula: 'x = x′ + W_o o',
    },
  },
} as const satisfies FamilyTable;
