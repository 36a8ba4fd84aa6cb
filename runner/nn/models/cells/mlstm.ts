/**
 * Multiplicative LSTM: m = (W_m x) (U_m h'), element by element, stands where an LSTM has h', so that each input has a
 * recurrent matrix of its own. Source: Krause et al. 2016; in the form of OpenAI's sentiment network (Radford et al. 2017),
 * with one bias. Gate order i, f, g, o.
 */
import { type Cell, gate, squashed } from './cell.ts';
import { gated } from './lstm.ts';

export const mlstm = {
  label: 'multiplicative LSTM',
  about:
    'An LSTM that reads not its hidden state but the product of that with the input, so that each token has recurrent weights of its own. OpenAI’s sentiment neuron is one of its cell states.',
  pytorch: null,
  components: {
    intermediate: { name: 'intermediate state', symbol: 'm', range: null, formula: 'm = (W_m x) ⊙ (U_m h′)' },
    input: { name: 'input gate', symbol: 'i', range: gate, formula: 'i = σ(W_i x + U_i m + b_i)' },
    forget: { name: 'forget gate', symbol: 'f', range: gate, formula: 'f = σ(W_f x + U_f m + b_f)' },
    candidate: { name: 'candidate', symbol: 'g', range: squashed, formula: 'g = tanh(W_g x + U_g m + b_g)' },
    output: { name: 'output gate', symbol: 'o', range: gate, formula: 'o = σ(W_o x + U_o m + b_o)' },
    cell: { name: 'cell state', symbol: 'c', range: null, formula: 'c = f ⊙ c′ + i ⊙ g' },
    hidden: { name: 'hidden state', symbol: 'h', range: squashed, formula: 'h = o ⊙ tanh(c)' },
  },
  // That of the sentiment neuron.
  defaultComponent: 'cell',
  openGate: 1,

  forward(step) {
    const { ops, linear, state, hook } = step;
    const intermediate = hook('intermediate', ops.mul(linear('mx', 1), linear('mh', 1, state('hidden'))));
    return gated(step, linear('hh', 4, intermediate));
  },
} as const satisfies Cell;
