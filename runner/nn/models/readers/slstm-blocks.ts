/**
 * Language models of sLSTM blocks. Source: Beck et al. 2024, arXiv 2405.04517, and the authors' program (NX-AI/xlstm;
 * Apache-2.0), whose state dict of the backend "vanilla" is read. The gates stand over e^m, m the largest exponent so far,
 * so that no exponential overflows.
 */
import { family, gate, memory, neuron, stream } from './family.ts';
import { byHead, convolution, gelu, headProducts, piecesOf, silu } from './parts.ts';
import { centred } from './scope.ts';

const epsilon = 1e-5;
/** Before the first token nothing has been seen. */
const lowest = -1e30;
const stack = 'xlstm_block_stack';

export const slstmBlocks = family({
  label: 'xLSTM of sLSTM blocks',
  defaultComponent: 'hidden',
  components: {
    convolved: neuron('u', 'convolved input', 'u = silu(convolution of n)'),
    input: gate('i', 'input gate', 'i = exp(I − m), I = W_i u + U_i h′ + b_i', [0, 1]),
    forget: gate('f', 'forget gate', 'f = exp(F + m′ − m), F = ln σ(W_f u + U_f h′ + b_f)', [0, 1]),
    candidate: neuron('z', 'candidate', 'z = tanh(W_z n + U_z h′ + b_z)', [-1, 1]),
    output: gate('o', 'output gate', 'o = σ(W_o n + U_o h′ + b_o)', [0, 1]),
    average: memory('a', 'average', 'a = c / N, c = f ⊙ c′ + i ⊙ z, N = f ⊙ N′ + i', [-1, 1]),
    hidden: neuron('h', 'hidden state', 'h = o ⊙ a', [-1, 1]),
    middle: stream('y', 'stream after the cell', 'y = x′ + norm(h)'),
    channelGate: gate('g', 'channel gate', 'g = gelu(G q)'),
    channelHidden: neuron('k', 'channel mixing', 'k = g ⊙ (V q)'),
    residual: stream('x', 'stream after the layer', 'x = y + P k'),
  },
  table: 'token_embedding.weight',
  ofEveryLayer: `${stack}.blocks.N.xlstm_norm.weight`,
  claims: ({ names }) => names.some((name) => name.startsWith(`${stack}.blocks.`)),
  sizes: { heads: 'count', hidden: 'count', kernel: 'count' },
  sizesOf({ names, lengthOf }, settings, refuse) {
    if (names.some((name) => /\.(mlstm_cell|xlstm\.(proj_up|q_proj|learnable_skip))/.test(name)))
      refuse('it has mLSTM blocks');
    const { slstm_block: block, tie_weights: tied } = settings;
    const backend = JSON.stringify(block ?? {}).match(/"backend":"(\w+)"/)?.[1] ?? 'vanilla';
    const other = 'Load it in its own program with the backend "vanilla", and save its state dict';
    if (backend !== 'vanilla') refuse(`its backend is "${backend}", whose matrices stand otherwise`, other);
    if (tied === true) refuse('its decoder is its token table (tie_weights)');
    const first = `${stack}.blocks.0`;
    return {
      heads: lengthOf(`${first}.xlstm.fgate.weight`, 0),
      /** Of the layer behind the cell. */
      hidden: lengthOf(`${first}.ffn.proj_down.weight`, 1),
      kernel: lengthOf(`${first}.xlstm.conv1d.conv.weight`, -1),
    };
  },

  step(network, embedded, { layers, width, heads, hidden, kernel }) {
    const { ops, streams } = network;
    const head = width / heads;
    type T = typeof embedded;
    const scaled = (x: T, weight: T) => ops.mul(x, ops.add(weight, ops.scalar(1)));
    network.layers(layers, `${stack}.blocks`, embedded, (block, x) => {
      const { hook, state } = block;
      const s = block.part('xlstm');

      const a = scaled(centred(ops, x, epsilon), block.weight('xlstm_norm.weight', width));
      const seen = convolution(block, 'window', s.weight('conv1d.conv.weight', width, kernel), a);
      const u = hook('convolved', silu(ops, ops.add(seen, s.weight('conv1d.conv.bias', width))));
      // The authors' matrix "fgate" feeds the input gate, and "igate" the forget gate.
      const [ofI, ofF, ofZ, ofO] = ['fgate', 'igate', 'zgate', 'ogate'].map((name) =>
        s.weight(`${name}.weight`, heads, head, head),
      ) as [T, T, T, T];
      const kernels = s.weight('slstm_cell._recurrent_kernel_', heads, 4 * head, head);
      const biases = s.weight('slstm_cell._bias_', 4 * width);
      const [cellBefore, normalizerBefore] = [state('cell', [width]), state('normalizer', [width])];
      const before = state('exponent', [width], lowest);
      const recurrent = ops.reshape(headProducts(ops, kernels, state('hidden', [width])), [streams, heads, 4, head]);
      /** @param row of the gate in the recurrent matrices and the bias: i, f, z, o. */
      const preactivation = (row: number, weight: T, of: T) => {
        const own = ops.reshape(ops.slice(recurrent, 2, row, row + 1), [streams, width]);
        const bias = ops.slice(biases, 0, row * width, (row + 1) * width);
        return ops.add(ops.add(headProducts(ops, weight, of), own), bias);
      };
      const admitted = preactivation(0, ofI, u);
      const fading = ops.softplus(ops.sub(ops.scalar(0), preactivation(1, ofF, u)));
      const kept = ops.sub(before, fading);
      const exponent = ops.maximum(kept, admitted);
      const input = hook('input', ops.exp(ops.sub(admitted, exponent)));
      const forget = hook('forget', ops.exp(ops.sub(kept, exponent)));
      const candidate = hook('candidate', ops.tanh(preactivation(2, ofZ, a)));
      const output = hook('output', ops.sigmoid(preactivation(3, ofO, a)));
      const cell = ops.add(ops.mul(forget, cellBefore), ops.mul(input, candidate));
      const normalizer = ops.add(ops.mul(forget, normalizerBefore), input);
      const average = hook('average', ops.div(cell, normalizer));
      const shown = hook('hidden', ops.mul(output, average));
      const normed = ops.reshape(centred(ops, byHead(ops, shown, heads), epsilon), [streams, width]);
      const y = hook('middle', ops.add(x, scaled(normed, s.weight('group_norm.weight', width))));

      const c = scaled(centred(ops, y, epsilon), block.weight('ffn_norm.weight', width));
      const [gating, value] = piecesOf(ops, block.linear('ffn.proj_up', 2 * hidden, width)(c), hidden, hidden);
      const channel = hook('channelHidden', ops.mul(hook('channelGate', gelu(ops, gating)), value));
      block.next({ cell, normalizer, exponent, hidden: shown });
      return hook('residual', ops.add(y, block.linear('ffn.proj_down', width, hidden)(channel)));
    });
  },

  decode({ ops, weight, linear }, rows, { vocabulary, width }) {
    const scale = ops.add(weight(`${stack}.post_blocks_norm.weight`, width), ops.scalar(1));
    return linear('lm_head', vocabulary, width)(ops.mul(centred(ops, rows, epsilon), scale));
  },
});
