/**
 * Griffin (RecurrentGemma), its recurrent blocks. Source: De et al. 2024, arXiv 2402.19427, and the transformers library,
 * whose names are read (Apache-2.0). Published models have a layer of attention after every two, and are refused.
 */
import { valueNamed } from '../program.ts';
import { type Family, ofLayers, type Sizes } from './family.ts';
import { convolution, geluTanh, headProducts, moduleOf, rmsNormed } from './parts.ts';
import { griffinTable } from './tables/griffin.ts';

interface GriffinSizes extends Sizes {
  /** Of the recurrence. */
  inner: number;
  heads: number;
  hidden: number;
  kernel: number;
  epsilon: number;
  /** Logits are squashed to lie between this and its negative. */
  cap: number;
}

const inner = (sizes: GriffinSizes): number => sizes.inner;
const wide = (sizes: GriffinSizes): number => sizes.width;
const hidden = (sizes: GriffinSizes): number => sizes.hidden;
const table = 'model.embed_tokens.weight';

/** The nearest number of bfloat16, ties to even, as the authors round. */
function bfloat16(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer);
  const [whole = 0] = bits;
  bits[0] = (whole + 0x7fff + ((whole >>> 16) & 1)) & 0xffff0000;
  return new Float32Array(bits.buffer)[0] ?? value;
}

export const griffin: Family<GriffinSizes> = {
  ...griffinTable,
  widths: {
    branch: inner,
    convolved: inner,
    inputGate: inner,
    recurrenceGate: inner,
    decay: inner,
    memory: inner,
    middle: wide,
    channelGate: hidden,
    channelHidden: hidden,
    residual: wide,
  },
  rename: (name) => name,
  claims: ({ names }) => names.some((name) => /^model\.layers\.\d+\.temporal_block\./.test(name)),
  tied: { 'lm_head.weight': table },
  sizesOf({ names, shapeOf, layersWith }, settings, refuse) {
    if (names.some((name) => /\.temporal_block\.[qkvo]_proj\./.test(name))) refuse('it has layers of attention');
    const { hidden_activation: activation = 'gelu_pytorch_tanh', rms_norm_eps: epsilon = 1e-6 } = settings;
    if (activation !== 'gelu_pytorch_tanh') refuse(`its hidden_activation is ${JSON.stringify(activation)}`);
    const { logits_soft_cap: cap = 30 } = settings;
    if (typeof epsilon !== 'number' || typeof cap !== 'number')
      return refuse(`its rms_norm_eps is ${JSON.stringify(epsilon)}, its logits_soft_cap ${JSON.stringify(cap)}`);
    const first = 'model.layers.0';
    const [vocabulary = 0, width = 0] = shapeOf(table);
    const [channels = 0] = shapeOf(`${first}.temporal_block.rg_lru.recurrent_param`);
    return {
      layers: layersWith('model.layers.N.temporal_pre_norm.weight'),
      vocabulary,
      width,
      inner: channels,
      heads: shapeOf(`${first}.temporal_block.rg_lru.input_gate_weight`)[0] ?? 0,
      hidden: shapeOf(`${first}.mlp_block.gate_proj.weight`)[0] ?? 0,
      kernel: shapeOf(`${first}.temporal_block.conv_1d.weight`).at(-1) ?? 0,
      epsilon,
      cap,
    };
  },
  parameters(sizes) {
    const { width, heads } = sizes;
    const embedding = { [table]: [sizes.vocabulary, width] };
    const head = sizes.inner / heads;
    const affine = (name: string, rows: number, columns: number) => ({
      [`${name}.weight`]: [rows, columns],
      [`${name}.bias`]: [rows],
    });
    return {
      step: {
        ...embedding,
        ...ofLayers(sizes.layers, (layer) => {
          const own = `model.layers.${layer - 1}`;
          const [block, unit, mlp] = ['temporal_block', 'temporal_block.rg_lru', 'mlp_block'].map(
            (part) => `${own}.${part}`,
          );
          return {
            [`${own}.temporal_pre_norm.weight`]: [width],
            ...affine(`${block}.linear_y`, sizes.inner, width),
            ...affine(`${block}.linear_x`, sizes.inner, width),
            ...affine(`${block}.linear_out`, width, sizes.inner),
            [`${block}.conv_1d.weight`]: [sizes.inner, sizes.kernel],
            [`${block}.conv_1d.bias`]: [sizes.inner],
            [`${unit}.recurrent_param`]: [sizes.inner],
            [`${unit}.input_gate_weight`]: [heads, head, head],
            [`${unit}.input_gate_bias`]: [heads, head],
            [`${unit}.recurrent_gate_weight`]: [heads, head, head],
            [`${unit}.recurrent_gate_bias`]: [heads, head],
            [`${own}.channel_pre_norm.weight`]: [width],
            ...affine(`${mlp}.gate_proj`, sizes.hidden, width),
            ...affine(`${mlp}.up_proj`, sizes.hidden, width),
            ...affine(`${mlp}.down_proj`, width, sizes.hidden),
          };
        }),
      },
      decoder: { 'model.final_norm.weight': [width], ...embedding },
    };
  },
  states: (sizes) => ({
    // 1 after the first token, which enters the memory whole.
    'begun.0': { shape: [1], first: 0 },
    ...ofLayers(sizes.layers, (layer) => ({
      [`window.${layer}`]: { shape: [sizes.kernel - 1, sizes.inner], first: 0 },
      [`memory.${layer}`]: { shape: [sizes.inner], first: 0 },
    })),
  }),
  decoderReads: 'residual',

  step(ops, values, { tokens, streams, tap, sizes }) {
    type T = (typeof values)[string];
    const state: Record<string, T> = { 'begun.0': ops.add(ops.zeros([streams, 1]), ops.scalar(1)) };
    const one = ops.scalar(1);
    const begun = valueNamed(values, 'begun.0');
    const normed = (x: T, weight: T) => ops.mul(rmsNormed(ops, x, sizes.epsilon), ops.add(weight, one));
    let x = ops.mul(ops.gather(valueNamed(values, table), tokens), ops.scalar(bfloat16(Math.sqrt(sizes.width))));
    for (let layer = 1; layer <= sizes.layers; layer++) {
      const own = moduleOf(ops, values, `model.layers.${layer - 1}.`);
      const block = moduleOf(ops, values, `model.layers.${layer - 1}.temporal_block.`);
      const mlp = moduleOf(ops, values, `model.layers.${layer - 1}.mlp_block.`);

      const a = normed(x, own.weight('temporal_pre_norm.weight'));
      const branch = tap('branch', layer, geluTanh(ops, block.linear('linear_y', a)));
      const entering = block.linear('linear_x', a);
      const seen = convolution(ops, valueNamed(values, `window.${layer}`), block.weight('conv_1d.weight'), entering);
      const u = tap('convolved', layer, ops.add(seen.sum, block.weight('conv_1d.bias')));
      const gate = (name: string) => {
        const bias = ops.reshape(block.weight(`rg_lru.${name}_gate_bias`), [sizes.inner]);
        const product = headProducts(ops, block.weight(`rg_lru.${name}_gate_weight`), u, { transposeB: false });
        return ops.sigmoid(ops.add(product, bias));
      };
      const inputGate = tap('inputGate', layer, gate('input'));
      const recurrenceGate = tap('recurrenceGate', layer, gate('recurrent'));
      const fading = ops.mul(ops.softplus(block.weight('rg_lru.recurrent_param')), ops.scalar(-8));
      const decay = tap('decay', layer, ops.exp(ops.mul(recurrenceGate, fading)));
      const root = ops.sqrt(ops.sub(one, ops.mul(decay, decay)));
      const share = ops.add(ops.mul(begun, root), ops.sub(one, begun));
      const added = ops.mul(share, ops.mul(inputGate, u));
      const kept = ops.mul(decay, valueNamed(values, `memory.${layer}`));
      const memory = tap('memory', layer, ops.add(kept, added));
      x = tap('middle', layer, ops.add(x, block.linear('linear_out', ops.mul(memory, branch))));

      const c = normed(x, own.weight('channel_pre_norm.weight'));
      const channelGate = tap('channelGate', layer, geluTanh(ops, mlp.linear('gate_proj', c)));
      const channel = tap('channelHidden', layer, ops.mul(channelGate, mlp.linear('up_proj', c)));
      x = tap('residual', layer, ops.add(x, mlp.linear('down_proj', channel)));
      state[`window.${layer}`] = seen.window;
      state[`memory.${layer}`] = memory;
    }
    return state;
  },

  decode(ops, values, rows, { epsilon, cap }) {
    const { weight, linear } = moduleOf(ops, values, 'model.');
    const scale = ops.add(weight('final_norm.weight'), ops.scalar(1));
    const logits = linear('embed_tokens', ops.mul(rmsNormed(ops, rows, epsilon), scale));
    return ops.mul(ops.tanh(ops.mul(logits, ops.scalar(1 / cap))), ops.scalar(cap));
  },
};
