/** What Mamba is called and what is recorded of it, without its equations, which stand beside this folder. */
import type { FamilyTable } from './table.ts';

export const mambaTable = {
  label: 'Mamba',
  defaultComponent: 'gated',
  components: {
    convolved: {
      name: 'convolved input',
      symbol: 'u',
      role: 'neuron',
      formula: 'u = silu(convolution of W_u n)',
    },
    write: { name: 'write address', symbol: 'B', role: 'address', formula: 'B = W_B u' },
    read: { name: 'read address', symbol: 'C', role: 'address', formula: 'C = W_C u' },
    delta: {
      name: 'step size',
      symbol: 'Δ',
      role: 'gate',
      formula: 'Δ = softplus(W_Δ s + b_Δ), s = W_s u',
    },
    memoryNorm: {
      name: 'length of the memory',
      symbol: 'm',
      role: 'memory',
      formula: 'm = |h|, h = exp(Δ A) ⊙ h′ + (Δ ⊙ u) B',
      onlyShown: true,
    },
    readout: { name: 'readout', symbol: 'y', role: 'neuron', formula: 'y = h C + D ⊙ u' },
    gate: { name: 'gate', symbol: 'g', role: 'gate', formula: 'g = silu(W_g n)' },
    gated: { name: 'gated readout', symbol: 'o', role: 'neuron', formula: 'o = y ⊙ g' },
    residual: {
      name: 'stream after the layer',
      symbol: 'x',
      role: 'stream',
      formula: 'x = x′ + W_o o',
    },
  },
} as const satisfies FamilyTable;
