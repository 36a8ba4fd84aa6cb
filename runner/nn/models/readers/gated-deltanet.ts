/**
 * Gated DeltaNet. Source: Yang et al. 2024, arXiv 2412.06464, in the layout of flash-linear-attention (MIT). Each head's
 * memory is a matrix, [key, value]: what stands at a key is read, and the difference to the value is written there.
 */
import { valueNamed } from '../program.ts';
import { type Family, ofLayers, type Sizes } from './family.ts';
import { byHead, convolution, memoryLengths, moduleOf, rmsNormed, silu } from './parts.ts';
import { gatedDeltanetTable } from './tables/gated-deltanet.ts';

interface DeltaSizes extends Sizes {
  heads: number;
  /** Of a head. */
  key: number;
  value: number;
  hidden: number;
  kernel: number;
  epsilon: number;
}

/** Under the root of a key's length. */
const keyEpsilon = 1e-6;

const wide = ({ width }: DeltaSizes): number => width;
const heads = (sizes: DeltaSizes): number => sizes.heads;
const hidden = (sizes: DeltaSizes): number => sizes.hidden;
const keys = (sizes: DeltaSizes): number => sizes.heads * sizes.key;
const valuesOf = (sizes: DeltaSizes): number => sizes.heads * sizes.value;

export const gatedDeltanet: Family<DeltaSizes> = {
  ...gatedDeltanetTable,
  widths: {
    query: keys,
    key: keys,
    value: valuesOf,
    strength: heads,
    decay: heads,
    change: valuesOf,
    memoryNorm: heads,
    readout: valuesOf,
    gate: valuesOf,
    middle: wide,
    channelGate: hidden,
    channelHidden: hidden,
    residual: wide,
  },
  rename: (name) => name,
  claims: ({ has }) => has('model.layers.0.attn.A_log') && has('model.layers.0.attn.b_proj.weight'),
  sizesOf({ names, shapeOf, layersWith }, settings, refuse) {
    const { num_heads: given, num_v_heads: more = null, norm_eps: epsilon = 1e-6 } = settings;
    const layers = layersWith('model.layers.N.attn.A_log');
    const own = 'model.layers.0';
    const [count = 0] = shapeOf(`${own}.attn.A_log`);
    if (settings.use_gate === false || !names.includes(`${own}.attn.g_proj.weight`))
      refuse('it has no output gate (use_gate: false)');
    if (settings.allow_neg_eigval === true) refuse('its strengths are doubled (allow_neg_eigval: true)');
    if ((more !== null && more !== count) || (given !== undefined && given !== count))
      refuse(`its values have ${count} heads and its keys ${JSON.stringify(given)} (num_v_heads)`);
    const isHybrid = layers !== layersWith('model.layers.N.attn_norm.weight');
    if (isHybrid || (settings.attn !== undefined && settings.attn !== null))
      refuse('it has layers of attention (attn)');
    if (typeof epsilon !== 'number') return refuse(`its norm_eps is ${JSON.stringify(epsilon)}`);
    const [vocabulary = 0, width = 0] = shapeOf('model.embeddings.weight');
    return {
      layers,
      vocabulary,
      width,
      heads: count,
      key: (shapeOf(`${own}.attn.k_proj.weight`)[0] ?? 0) / count,
      value: (shapeOf(`${own}.attn.v_proj.weight`)[0] ?? 0) / count,
      hidden: shapeOf(`${own}.mlp.gate_proj.weight`)[0] ?? 0,
      kernel: shapeOf(`${own}.attn.q_conv1d.weight`).at(-1) ?? 0,
      epsilon,
    };
  },
  parameters(sizes) {
    const { width, kernel } = sizes;
    return {
      step: {
        'model.embeddings.weight': [sizes.vocabulary, width],
        ...ofLayers(sizes.layers, (layer) => {
          const own = `model.layers.${layer - 1}`;
          const convolved = (letter: string, rows: number) => ({
            [`${own}.attn.${letter}_proj.weight`]: [rows, width],
            [`${own}.attn.${letter}_conv1d.weight`]: [rows, kernel],
          });
          return {
            [`${own}.attn_norm.weight`]: [width],
            [`${own}.attn.A_log`]: [sizes.heads],
            [`${own}.attn.dt_bias`]: [sizes.heads],
            ...convolved('q', keys(sizes)),
            ...convolved('k', keys(sizes)),
            ...convolved('v', valuesOf(sizes)),
            [`${own}.attn.a_proj.weight`]: [sizes.heads, width],
            [`${own}.attn.b_proj.weight`]: [sizes.heads, width],
            [`${own}.attn.g_proj.weight`]: [valuesOf(sizes), width],
            [`${own}.attn.o_norm.weight`]: [sizes.value],
            [`${own}.attn.o_proj.weight`]: [width, valuesOf(sizes)],
            [`${own}.mlp_norm.weight`]: [width],
            [`${own}.mlp.gate_proj.weight`]: [sizes.hidden, width],
            [`${own}.mlp.up_proj.weight`]: [sizes.hidden, width],
            [`${own}.mlp.down_proj.weight`]: [width, sizes.hidden],
          };
        }),
      },
      decoder: { 'model.norm.weight': [width], 'lm_head.weight': [sizes.vocabulary, width] },
    };
  },
  states: (sizes) =>
    ofLayers(sizes.layers, (layer) => {
      const window = (rows: number) => ({ shape: [sizes.kernel - 1, rows], first: 0 });
      return {
        [`windowQuery.${layer}`]: window(keys(sizes)),
        [`windowKey.${layer}`]: window(keys(sizes)),
        [`windowValue.${layer}`]: window(valuesOf(sizes)),
        [`memory.${layer}`]: { shape: [sizes.heads, sizes.key, sizes.value], first: 0 },
      };
    }),
  decoderReads: 'residual',

  step(ops, values, { tokens, streams, tap, sizes }) {
    type T = (typeof values)[string];
    const { epsilon } = sizes;
    const state: Record<string, T> = {};
    const ofHeads = (v: T) => ops.reshape(v, [streams, sizes.heads, 1, 1]);
    const ofKeys = (v: T) => ops.reshape(v, [streams, sizes.heads, sizes.key, 1]);
    const ofValues = (v: T) => ops.reshape(v, [streams, sizes.heads, 1, sizes.value]);
    /** What each head's memory holds at its key. */
    const at = (memory: T, key: T) => {
      const sums = ops.reduceSum(ops.mul(memory, ofKeys(key)), 2);
      return ops.reshape(sums, [streams, valuesOf(sizes)]);
    };
    /** Each head's key divided by its length. */
    const unit = (v: T) => {
      const rows = byHead(ops, v, sizes.heads);
      const squares = ops.reshape(ops.reduceSum(ops.mul(rows, rows), 1), [streams * sizes.heads, 1]);
      const length = ops.sqrt(ops.add(squares, ops.scalar(keyEpsilon)));
      return ops.reshape(ops.div(rows, length), [streams, keys(sizes)]);
    };

    let x = ops.gather(valueNamed(values, 'model.embeddings.weight'), tokens);
    for (let layer = 1; layer <= sizes.layers; layer++) {
      const own = moduleOf(ops, values, `model.layers.${layer - 1}.`);
      const { weight, linear } = moduleOf(ops, values, `model.layers.${layer - 1}.attn.`);
      const before = (name: string) => valueNamed(values, `${name}.${layer}`);

      const a = own.rmsNorm('attn_norm', x, epsilon);
      const convolved = (letter: string, window: string) => {
        const seen = convolution(ops, before(window), weight(`${letter}_conv1d.weight`), linear(`${letter}_proj`, a));
        state[`${window}.${layer}`] = seen.window;
        return silu(ops, seen.sum);
      };
      const query = tap('query', layer, unit(convolved('q', 'windowQuery')));
      const key = tap('key', layer, unit(convolved('k', 'windowKey')));
      const value = tap('value', layer, convolved('v', 'windowValue'));
      const strength = tap('strength', layer, ops.sigmoid(linear('b_proj', a)));
      const speed = ops.mul(ops.exp(weight('A_log')), ops.softplus(ops.add(linear('a_proj', a), weight('dt_bias'))));
      const decay = tap('decay', layer, ops.exp(ops.sub(ops.scalar(0), speed)));

      const kept = ops.mul(ofHeads(decay), before('memory'));
      const missing = ops.sub(value, at(kept, key));
      const written = ops.mul(byHead(ops, missing, sizes.heads), ops.reshape(strength, [streams * sizes.heads, 1]));
      const change = tap('change', layer, ops.reshape(written, [streams, valuesOf(sizes)]));
      const memory = ops.add(kept, ops.mul(ofKeys(key), ofValues(change)));
      tap('memoryNorm', layer, memoryLengths(ops, memory));
      const y = tap('readout', layer, at(memory, ops.mul(query, ops.scalar(1 / Math.sqrt(sizes.key)))));
      const gate = tap('gate', layer, silu(ops, linear('g_proj', a)));
      const normed = ops.mul(rmsNormed(ops, byHead(ops, y, sizes.heads), epsilon), weight('o_norm.weight'));
      const gated = ops.mul(ops.reshape(normed, [streams, valuesOf(sizes)]), gate);
      x = tap('middle', layer, ops.add(x, linear('o_proj', gated)));

      const c = own.rmsNorm('mlp_norm', x, epsilon);
      const channelGate = tap('channelGate', layer, silu(ops, own.linear('mlp.gate_proj', c)));
      const channel = tap('channelHidden', layer, ops.mul(channelGate, own.linear('mlp.up_proj', c)));
      x = tap('residual', layer, ops.add(x, own.linear('mlp.down_proj', channel)));
      state[`memory.${layer}`] = memory;
    }
    return state;
  },

  decode(ops, values, rows, { epsilon }) {
    const { linear } = moduleOf(ops, values, '');
    return linear('lm_head', moduleOf(ops, values, 'model.').rmsNorm('norm', rows, epsilon));
  },
};
