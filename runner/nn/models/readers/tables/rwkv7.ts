/** What RWKV-7 is called and what is recorded of it, without its equations, which stand beside this folder. */
import { gate } from '../../cells/cell.ts';
import type { FamilyTable } from './table.ts';

export const rwkv7Table = {
  label: 'RWKV-7',
  defaultComponent: 'channelHidden',
  components: {
    receptance: { name: 'receptance', symbol: 'r', role: 'address', formula: 'r = R m_r' },
    decay: {
      name: 'decay',
      symbol: 'd',
      role: 'gate',
      range: gate,
      formula: 'd = exp(−exp(−½) σ(D₂ tanh(D₁ m_d) + b_d))',
    },
    value: { name: 'value', symbol: 'v', role: 'neuron', formula: 'v = V m_v, drawn to that of layer 1' },
    rate: {
      name: 'rate of removal',
      symbol: 'a',
      role: 'gate',
      range: gate,
      formula: 'a = σ(A₂ A₁ m_a + b_a)',
    },
    gate: { name: 'gate', symbol: 'g', role: 'gate', formula: 'g = G₂ σ(G₁ m_g)' },
    removal: {
      name: 'removal key',
      symbol: 'q',
      role: 'address',
      formula: 'q = K m_k ⊙ c, of length 1 in each head',
    },
    key: { name: 'key', symbol: 'k', role: 'address', formula: 'k = K m_k ⊙ (1 + (a − 1) ⊙ e)' },
    memoryNorm: {
      name: 'length of the memory',
      symbol: 'm',
      role: 'memory',
      formula: 'm = |S|, S = S′ diag(d) − (S′ q) (a ⊙ q) + v k',
      onlyShown: true,
    },
    readout: { name: 'readout', symbol: 'y', role: 'neuron', formula: 'y = S r' },
    middle: {
      name: 'stream after time mixing',
      symbol: 'z',
      role: 'stream',
      formula: 'z = x′ + O ((norm(y) + (r · k ⊙ f) v) ⊙ g)',
    },
    channelHidden: {
      name: 'channel mixing',
      symbol: 'h',
      role: 'neuron',
      formula: 'h = max(H n_k, 0)²',
    },
    residual: { name: 'stream after the layer', symbol: 'x', role: 'stream', formula: 'x = z + P h' },
  },
} as const satisfies FamilyTable;
