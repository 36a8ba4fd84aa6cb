/**
 * Language models of sLSTM blocks. Source: Beck et al. 2024, arXiv 2405.04517, and the authors' program (NX-AI/xlstm;
 * Apache-2.0), whose state dict of the backend "vanilla" is read. The gates stand over e^m, m the largest exponent so far,
 * so that no exponential overflows.
 */
import { valueNamed } from '../program.ts';
import { type Family, ofLayers, type Sizes } from './family.ts';
import { byHead, centred, convolution, gelu, headProducts, moduleOf, piecesOf, silu } from './parts.ts';
import { slstmBlocksTable } from './tables/slstm-blocks.ts';

interface SlstmSizes extends Sizes {
  heads: number;
  /** Of the layer behind the cell. */
  hidden: number;
  kernel: number;
}

const epsilon = 1e-5;
/** Before the first token nothing has been seen. */
const lowest = -1e30;
/** In the order of their rows in the recurrent matrices and the bias. */
const gateRows = ['i', 'f', 'z', 'o'] as const;

const wide = ({ width }: SlstmSizes): number => width;
const hidden = (sizes: SlstmSizes): number => sizes.hidden;
const stack = 'xlstm_block_stack';

export const slstmBlocks: Family<SlstmSizes> = {
  ...slstmBlocksTable,
  widths: {
    convolved: wide,
    input: wide,
    forget: wide,
    candidate: wide,
    output: wide,
    average: wide,
    hidden: wide,
    middle: wide,
    channelGate: hidden,
    channelHidden: hidden,
    residual: wide,
  },
  rename: (name) => name,
  claims: ({ names }) => names.some((name) => name.startsWith(`${stack}.blocks.`)),
  sizesOf({ names, shapeOf, layersWith }, settings, refuse) {
    if (names.some((name) => /\.(mlstm_cell|xlstm\.(proj_up|q_proj|learnable_skip))/.test(name)))
      refuse('it has mLSTM blocks');
    const { slstm_block: block, tie_weights: tied } = settings;
    const backend = JSON.stringify(block ?? {}).match(/"backend":"(\w+)"/)?.[1] ?? 'vanilla';
    const other = 'Load it in its own program with the backend "vanilla", and save its state dict';
    if (backend !== 'vanilla') refuse(`its backend is "${backend}", whose matrices stand otherwise`, other);
    if (tied === true) refuse('its decoder is its token table (tie_weights)');
    const first = `${stack}.blocks.0`;
    const [vocabulary = 0, width = 0] = shapeOf('token_embedding.weight');
    const [heads = 0] = shapeOf(`${first}.xlstm.fgate.weight`);
    return {
      layers: layersWith(`${stack}.blocks.N.xlstm_norm.weight`),
      vocabulary,
      width,
      heads,
      hidden: shapeOf(`${first}.ffn.proj_down.weight`)[1] ?? 0,
      kernel: shapeOf(`${first}.xlstm.conv1d.conv.weight`).at(-1) ?? 0,
    };
  },
  parameters({ layers, vocabulary, width, heads, hidden: inner, kernel }) {
    const head = width / heads;
    return {
      step: {
        'token_embedding.weight': [vocabulary, width],
        ...ofLayers(layers, (layer) => {
          const own = `${stack}.blocks.${layer - 1}`;
          const gates = ['f', 'i', 'z', 'o'].map((letter) => [
            `${own}.xlstm.${letter}gate.weight`,
            [heads, head, head],
          ]);
          return {
            [`${own}.xlstm_norm.weight`]: [width],
            [`${own}.xlstm.conv1d.conv.weight`]: [width, kernel],
            [`${own}.xlstm.conv1d.conv.bias`]: [width],
            ...Object.fromEntries(gates),
            [`${own}.xlstm.slstm_cell._recurrent_kernel_`]: [heads, 4 * head, head],
            [`${own}.xlstm.slstm_cell._bias_`]: [4 * width],
            [`${own}.xlstm.group_norm.weight`]: [width],
            [`${own}.ffn_norm.weight`]: [width],
            [`${own}.ffn.proj_up.weight`]: [2 * inner, width],
            [`${own}.ffn.proj_down.weight`]: [width, inner],
          };
        }),
      },
      decoder: { [`${stack}.post_blocks_norm.weight`]: [width], 'lm_head.weight': [vocabulary, width] },
    };
  },
  states: ({ layers, width, kernel }) =>
    ofLayers(layers, (layer) => ({
      [`window.${layer}`]: { shape: [kernel - 1, width], first: 0 },
      [`cell.${layer}`]: { shape: [width], first: 0 },
      [`normalizer.${layer}`]: { shape: [width], first: 0 },
      [`exponent.${layer}`]: { shape: [width], first: lowest },
      [`hidden.${layer}`]: { shape: [width], first: 0 },
    })),
  decoderReads: 'residual',

  step(ops, values, { tokens, streams, tap, sizes: { layers, width, heads, hidden: inner } }) {
    type T = (typeof values)[string];
    const state: Record<string, T> = {};
    const head = width / heads;
    const scaled = (x: T, weight: T) => ops.mul(x, ops.add(weight, ops.scalar(1)));
    let x = ops.gather(valueNamed(values, 'token_embedding.weight'), tokens);
    for (let layer = 1; layer <= layers; layer++) {
      const block = moduleOf(ops, values, `${stack}.blocks.${layer - 1}.`);
      const { weight } = moduleOf(ops, values, `${stack}.blocks.${layer - 1}.xlstm.`);
      const before = (name: string) => valueNamed(values, `${name}.${layer}`);

      const a = scaled(centred(ops, x, epsilon), block.weight('xlstm_norm.weight'));
      const seen = convolution(ops, before('window'), weight('conv1d.conv.weight'), a);
      const u = tap('convolved', layer, silu(ops, ops.add(seen.sum, weight('conv1d.conv.bias'))));
      const recurrent = headProducts(ops, weight('slstm_cell._recurrent_kernel_'), before('hidden'));
      const ofGates = ops.reshape(recurrent, [streams, heads, 4, head]);
      /** @param name of the matrix that multiplies the input `of`. */
      const preactivation = (letter: (typeof gateRows)[number], name: string, of: T) => {
        const row = gateRows.indexOf(letter);
        const own = ops.reshape(ops.slice(ofGates, 2, row, row + 1), [streams, width]);
        const bias = ops.slice(weight('slstm_cell._bias_'), 0, row * width, (row + 1) * width);
        return ops.add(ops.add(headProducts(ops, weight(`${name}.weight`), of), own), bias);
      };
      // The authors' matrix "fgate" feeds the input gate, and "igate" the forget gate.
      const admitted = preactivation('i', 'fgate', u);
      const fading = ops.softplus(ops.sub(ops.scalar(0), preactivation('f', 'igate', u)));
      const kept = ops.sub(before('exponent'), fading);
      const exponent = ops.maximum(kept, admitted);
      const input = tap('input', layer, ops.exp(ops.sub(admitted, exponent)));
      const forget = tap('forget', layer, ops.exp(ops.sub(kept, exponent)));
      const candidate = tap('candidate', layer, ops.tanh(preactivation('z', 'zgate', a)));
      const output = tap('output', layer, ops.sigmoid(preactivation('o', 'ogate', a)));
      const cell = ops.add(ops.mul(forget, before('cell')), ops.mul(input, candidate));
      const normalizer = ops.add(ops.mul(forget, before('normalizer')), input);
      const average = tap('average', layer, ops.div(cell, normalizer));
      const hiddenState = tap('hidden', layer, ops.mul(output, average));
      const normed = ops.reshape(centred(ops, byHead(ops, hiddenState, heads), epsilon), [streams, width]);
      x = tap('middle', layer, ops.add(x, scaled(normed, weight('group_norm.weight'))));

      const c = scaled(centred(ops, x, epsilon), block.weight('ffn_norm.weight'));
      const [gating = x, value = x] = piecesOf(ops, block.linear('ffn.proj_up', c), [inner, inner]);
      const gate = tap('channelGate', layer, gelu(ops, gating));
      const channel = tap('channelHidden', layer, ops.mul(gate, value));
      x = tap('residual', layer, ops.add(x, block.linear('ffn.proj_down', channel)));
      const after = { window: seen.window, cell, normalizer, exponent, hidden: hiddenState };
      for (const [name, value] of Object.entries(after)) state[`${name}.${layer}`] = value;
    }
    return state;
  },

  decode(ops, values, rows) {
    const { weight, linear } = moduleOf(ops, values, '');
    const own = ops.add(weight(`${stack}.post_blocks_norm.weight`), ops.scalar(1));
    return linear('lm_head', ops.mul(centred(ops, rows, epsilon), own));
  },
};
