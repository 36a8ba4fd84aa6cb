/**
 * minLM and the older minGRULM: layers of a causal convolution (or none), a minGRU or a minLSTM, and a feed-forward part, each of
 * which adds to a stream. Their cells have no biases, and the candidate g. Source: Feng et al. 2024, arXiv 2410.01201, and
 * lucidrains/minGRU-pytorch (minLM.py, minGRU.py, minLSTM.py; minGRULM.py; MIT).
 */
import { item } from '../../../core/at.ts';
import type { Cell } from '../cells/cell.ts';
import { mingru } from '../cells/mingru.ts';
import { minlstm } from '../cells/minlstm.ts';
import { type Family, family, gate, neuron, stream } from './family.ts';
import { convolution, gelu } from './parts.ts';
import type { StepScope } from './scope.ts';
import { rmsNormed } from './scope.ts';

const candidate = neuron('n', 'candidate', 'n = g(W_n q), q = norm(x′ + convolution of x′, where it has one)');

/**
 * @param matrix name of that by which the cell's gates and candidate are made.
 * @param order of the matrix' blocks of rows, those that the cell's blocks are.
 * @param own what it is called, and the words of its cell.
 */
const familyOf = (
  cell: Cell,
  matrix: string,
  order: readonly number[],
  own: Pick<Family<object>, 'label' | 'components'>,
) =>
  family({
    label: own.label,
    defaultComponent: 'hidden',
    components: {
      ...own.components,
      middle: stream('y', 'stream after the cell', 'y = x′ + O h'),
      channelHidden: neuron('k', 'channel mixing', 'k = gelu(U norm(y) + b_u)'),
      residual: stream('x', 'stream after the layer', 'x = y + D k + b_d'),
    },
    // The wrapper that samples from a model may stand around it.
    rename: (name) => name.replace(/^.*?(?=(?:layers\.\d+|token_emb|norm|to_logits)\.)/, ''),
    table: 'token_emb.weight',
    ofEveryLayer: `layers.N.2.${matrix}.weight`,
    claims: ({ names }) => names.some((name) => name.startsWith('layers.') && name.endsWith(`.2.${matrix}.weight`)),
    sizes: { units: 'count', hidden: 'count', kernel: 'count or 0', gamma: 'boolean', biased: 'boolean' },
    sizesOf({ has, lengthOf }, _settings, refuse) {
      const gates = `layers.0.2.${matrix}.weight`;
      const kernel = 'layers.0.0.net.0.weight';
      const rows = lengthOf(gates, 0);
      if (rows % order.length !== 0)
        refuse(`its ${gates} has ${rows} rows, which are not ${order.length} equal blocks`);
      const hooks = has(kernel) ? lengthOf(kernel, -1) : 0;
      if (hooks === 1) refuse('its convolution reads one token alone');
      return {
        /** Neurons of each cell; where they are not as many as the stream is wide, a matrix brings them back to it. */
        units: rows / order.length,
        /** Of the feed-forward part. */
        hidden: lengthOf('layers.0.4.0.weight', 0),
        /** Tokens that the convolution reads, this one and those before it; 0: there is none. */
        kernel: hooks,
        /** Whether its norms are those of minGRULM, whose weights are gamma + 1; else PyTorch's RMSNorm. */
        gamma: !has('norm.weight'),
        /** Whether the decoder adds a bias. */
        biased: has('to_logits.bias'),
      };
    },
    notes: ({ kernel }) =>
      kernel === 0
        ? []
        : [
            'Its convolution is taken to read this token and those before it; in its program’s first day it also looked ahead, which its file does not tell.',
          ],

    step(network, embedded, { layers, width, units, hidden, kernel, gamma }) {
      const { ops } = network;
      network.layers(layers, 'layers', embedded, (s, x) => {
        const { hook, affine, linear, weight } = s;
        const convolved = () => {
          const seen = convolution(s, 'window', weight('0.net.0.weight', width, kernel), x);
          const summed = ops.add(seen, weight('0.net.0.bias', width));
          return ops.add(x, affine('0.net.1', width, width)(summed));
        };
        const heard = kernel > 0 ? convolved() : x;
        const normed = norm(s, '1', width, gamma)(heard);
        const blocks = ops.split(linear(`2.${matrix}`, order.length * units, width)(normed), order.length, 1);
        const read = ops.concat(
          order.map((block) => item(blocks, block)),
          1,
        );
        const state = cell.forward({
          ops,
          affine: () => read,
          linear: () => read,
          vector: weight,
          state: (name) => s.state(name, [units]),
          hook,
        });
        s.next(state);
        const given = units === width ? state.hidden : linear('2.to_out', width, units)(state.hidden);
        const y = hook('middle', ops.add(heard, given));
        const widened = norm(s, '3', width, gamma)(y);
        const channel = hook('channelHidden', gelu(ops, affine('4.0', hidden, width)(widened)));
        return hook('residual', ops.add(y, affine('4.2', width, hidden)(channel)));
      });
    },

    decode(s, rows, { vocabulary, width, gamma, biased }) {
      const normed = norm(s, 'norm', width, gamma)(rows);
      return (biased ? s.affine : s.linear)('to_logits', vocabulary, width)(normed);
    },
  });

/** Norms of minGRULM, whose weights are gamma + 1, or PyTorch's RMSNorm; under the root next to nothing, or the step of single precision above 1. */
function norm<T>({ ops, weight, rmsNorm }: StepScope<T>, name: string, width: number, gamma: boolean): (x: T) => T {
  if (!gamma) return rmsNorm(name, width, 2 ** -23);
  const own = weight(`${name}.gamma`, width);
  return (x) => ops.mul(rmsNormed(ops, x, 1e-24), ops.add(own, ops.scalar(1)));
}

/** Blocks of rows: candidate, gate. */
export const mingruLm = familyOf(mingru, 'to_hidden_and_gate', [1, 0], {
  label: 'minLM of minGRUs',
  components: {
    update: gate('z', 'update gate', 'z = σ(W_z q)', [0, 1]),
    candidate,
    hidden: neuron('h', 'hidden state', 'h = (1 − z) ⊙ h′ + z ⊙ n'),
  },
});

/** Blocks of rows: candidate, forget gate, input gate. */
export const minlstmLm = familyOf(minlstm, 'to_hidden_and_f_i_gate', [1, 2, 0], {
  label: 'minLM of minLSTMs',
  components: {
    forget: gate('f', 'forget gate', 'f = F / (F + I), F = σ(W_f q)', [0, 1]),
    input: gate('i', 'input gate', 'i = I / (F + I), I = σ(W_i q)', [0, 1]),
    candidate,
    hidden: neuron('h', 'hidden state', 'h = f ⊙ h′ + i ⊙ n'),
  },
});
