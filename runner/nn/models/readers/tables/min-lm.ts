/** What the two minLMs are called and what is recorded of them, without their equations, which stand beside this folder. */
import { gate } from '../../cells/cell.ts';
import type { FamilyTable } from './table.ts';

const candidate = {
  name: 'candidate',
  symbol: 'n',
  role: 'neuron',
  formula: 'n = g(W_n q), q = norm(x′ + convolution of x′, where it has one)',
} as const;

/** Behind the cell. */
const rest = {
  middle: { name: 'stream after the cell', symbol: 'y', role: 'stream', formula: 'y = x′ + O h' },
  channelHidden: { name: 'channel mixing', symbol: 'k', role: 'neuron', formula: 'k = gelu(U norm(y) + b_u)' },
  residual: { name: 'stream after the layer', symbol: 'x', role: 'stream', formula: 'x = y + D k + b_d' },
} as const satisfies FamilyTable['components'];

export const mingruLmTable = {
  label: 'minLM of minGRUs',
  defaultComponent: 'hidden',
  components: {
    update: { name: 'update gate', symbol: 'z', role: 'gate', range: gate, formula: 'z = σ(W_z q)' },
    candidate,
    hidden: { name: 'hidden state', symbol: 'h', role: 'neuron', formula: 'h = (1 − z) ⊙ h′ + z ⊙ n' },
    ...rest,
  },
} as const satisfies FamilyTable;

export const minlstmLmTable = {
  label: 'minLM of minLSTMs',
  defaultComponent: 'hidden',
  components: {
    forget: {
      name: 'forget gate',
      symbol: 'f',
      role: 'gate',
      range: gate,
      formula: 'f = F / (F + I), F = σ(W_f q)',
    },
    input: { name: 'input gate', symbol: 'i', role: 'gate', range: gate, formula: 'i = I / (F + I), I = σ(W_i q)' },
    candidate,
    hidden: { name: 'hidden state', symbol: 'h', role: 'neuron', formula: 'h = f ⊙ h′ + i ⊙ n' },
    ...rest,
  },
} as const satisfies FamilyTable;
