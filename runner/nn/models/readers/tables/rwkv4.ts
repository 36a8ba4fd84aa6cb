/** What RWKV-4 is called and what is recorded of it, without its equations, which stand beside this folder. */
import { gate } from '../../cells/cell.ts';
import type { FamilyTable } from './table.ts';

export const rwkv4Table = {
  label: 'RWKV-4',
  defaultComponent: 'channelHidden',
  components: {
    receptance: { name: 'receptance', symbol: 'r', role: 'gate', range: gate, formula: 'r = σ(R m_r)' },
    key: { name: 'key', symbol: 'k', role: 'address', formula: 'k = K m_k' },
    value: { name: 'value', symbol: 'v', role: 'neuron', formula: 'v = V m_v' },
    wkv: {
      name: 'weighted mean of values',
      symbol: 'a',
      role: 'neuron',
      formula: 'a = (S′ + exp(u + k) ⊙ v) / (N′ + exp(u + k))',
    },
    middle: {
      name: 'stream after time mixing',
      symbol: 'y',
      role: 'stream',
      formula: 'y = x′ + O (r ⊙ a)',
    },
    channelGate: { name: 'channel gate', symbol: 'g', role: 'gate', range: gate, formula: 'g = σ(G n_r)' },
    channelHidden: {
      name: 'channel mixing',
      symbol: 'h',
      role: 'neuron',
      formula: 'h = max(H n_k, 0)²',
    },
    residual: {
      name: 'stream after the layer',
      symbol: 'x',
      role: 'stream',
      formula: 'x = y + g ⊙ (P h)',
    },
  },
} as const satisfies FamilyTable;
