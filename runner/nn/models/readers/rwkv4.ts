/**
 * RWKV-4. Source: Peng et al. 2023, arXiv 2305.13048, and the authors' programs (BlinkDL/RWKV-LM, ChatRWKV; Apache-2.0).
 * Every sum over the past is kept over e^p, p the largest exponent so far, so that no exponential overflows.
 */
import type { Operations } from '../operations.ts';
import { valueNamed } from '../program.ts';
import { type Family, ofLayers, type Sizes } from './family.ts';
import { type Module, moduleOf, squaredRelu } from './parts.ts';
import { rwkv4Table } from './tables/rwkv4.ts';

interface Rwkv4Sizes extends Sizes {
  /** Of the channel mixing's hidden layer. */
  hidden: number;
}

const epsilon = 1e-5;
/** Before the first token nothing has been seen. Not minus infinity, whose differences are no numbers. */
const lowest = -1e30;

const wide = ({ width }: Rwkv4Sizes): number => width;

/** μ x + (1 - μ) x', for the mixing vector of this name and the x of the token before. */
const mixing =
  <T>(ops: Operations<T>, { weight }: Module<T>, now: T, before: T) =>
  (name: string): T =>
    ops.add(before, ops.mul(ops.sub(now, before), weight(`time_mix_${name}`)));

export const rwkv4: Family<Rwkv4Sizes> = {
  ...rwkv4Table,
  widths: {
    receptance: wide,
    key: wide,
    value: wide,
    wkv: wide,
    middle: wide,
    channelGate: wide,
    channelHidden: ({ hidden }) => hidden,
    residual: wide,
  },
  /** Of the transformers library. */
  rename: (name) =>
    name
      .replace(/^rwkv\./, '')
      .replace(/^embeddings\./, 'emb.')
      .replace('.attention.', '.att.')
      .replace('.feed_forward.', '.ffn.')
      .replace('.pre_ln.', '.ln0.')
      .replace(/time_mix_key$/, 'time_mix_k')
      .replace(/time_mix_value$/, 'time_mix_v')
      .replace(/time_mix_receptance$/, 'time_mix_r'),
  // RWKV-5 and 6 too, so that what is said of them is what they are.
  claims: ({ has, names }) => has('emb.weight') && names.some((name) => /^blocks\.\d+\.(att|ffn)\.time_/.test(name)),
  sizesOf({ names, shapeOf, layersWith }, settings, refuse) {
    const like = (pattern: RegExp) => names.some((name) => pattern.test(name));
    if (like(/\.ffnPre\./)) refuse('its first block has "ffnPre" in the place of time mixing, as some files of 2022');
    if (like(/^head_[qk]\./)) refuse('it has a second head, "head_q" and "head_k"');
    if (like(/\.(time_faaaa|time_maa_\w+|att\.gate\.weight|att\.ln_x\.weight)$/)) refuse('it is RWKV-5 or RWKV-6');
    const { layer_norm_epsilon: given = epsilon } = settings;
    if (given !== epsilon) refuse(`its layer_norm_epsilon is ${given}, and RWKV-4 has ${epsilon}`);
    const [vocabulary = 0, width = 0] = shapeOf('emb.weight');
    const [hidden = 0] = shapeOf('blocks.0.ffn.key.weight');
    return { layers: layersWith('blocks.N.ln1.weight'), vocabulary, width, hidden };
  },
  parameters({ layers, vocabulary, width, hidden }) {
    const vectors = (...names: string[]) => Object.fromEntries(names.map((name) => [name, [width]]));
    const norm = (name: string) => vectors(`${name}.weight`, `${name}.bias`);
    return {
      step: {
        'emb.weight': [vocabulary, width],
        ...norm('blocks.0.ln0'),
        ...ofLayers(layers, (layer) => {
          const [att, ffn] = ['att', 'ffn'].map((part) => `blocks.${layer - 1}.${part}`);
          const square = ['key', 'value', 'receptance', 'output'].map((name) => [
            `${att}.${name}.weight`,
            [width, width],
          ]);
          return {
            ...norm(`blocks.${layer - 1}.ln1`),
            ...norm(`blocks.${layer - 1}.ln2`),
            ...vectors(`${att}.time_decay`, `${att}.time_first`),
            ...vectors(`${att}.time_mix_k`, `${att}.time_mix_v`, `${att}.time_mix_r`),
            ...Object.fromEntries(square),
            ...vectors(`${ffn}.time_mix_k`, `${ffn}.time_mix_r`),
            [`${ffn}.key.weight`]: [hidden, width],
            [`${ffn}.receptance.weight`]: [width, width],
            [`${ffn}.value.weight`]: [width, hidden],
          };
        }),
      },
      decoder: { ...norm('ln_out'), 'head.weight': [vocabulary, width] },
    };
  },
  states: ({ layers, width }) =>
    ofLayers(layers, (layer) => ({
      [`shiftTime.${layer}`]: { shape: [width], first: 0 },
      [`numerator.${layer}`]: { shape: [width], first: 0 },
      [`denominator.${layer}`]: { shape: [width], first: 0 },
      [`exponent.${layer}`]: { shape: [width], first: lowest },
      [`shiftChannel.${layer}`]: { shape: [width], first: 0 },
    })),
  decoderReads: 'residual',

  step(ops, values, { tokens, tap, sizes }) {
    const state: Record<string, (typeof values)[string]> = {};
    const embedded = ops.gather(valueNamed(values, 'emb.weight'), tokens);
    let x = moduleOf(ops, values, 'blocks.0.').layerNorm('ln0', embedded, epsilon);
    for (let layer = 1; layer <= sizes.layers; layer++) {
      const block = `blocks.${layer - 1}.`;
      const norms = moduleOf(ops, values, block);
      const att = moduleOf(ops, values, `${block}att.`);
      const ffn = moduleOf(ops, values, `${block}ffn.`);
      const before = (name: string) => valueNamed(values, `${name}.${layer}`);

      const a = norms.layerNorm('ln1', x, epsilon);
      const mixed = mixing(ops, att, a, before('shiftTime'));
      const r = tap('receptance', layer, ops.sigmoid(att.linear('receptance', mixed('r'))));
      const k = tap('key', layer, att.linear('key', mixed('k')));
      const v = tap('value', layer, att.linear('value', mixed('v')));
      const past = { n: before('numerator'), d: before('denominator'), exponent: before('exponent') };
      const read = withToken(ops, past, ops.add(k, att.weight('time_first')), v);
      const wkv = tap('wkv', layer, ops.div(read.n, read.d));
      const faded = { ...past, exponent: ops.sub(past.exponent, ops.exp(att.weight('time_decay'))) };
      const sums = withToken(ops, faded, k, v);
      x = tap('middle', layer, ops.add(x, att.linear('output', ops.mul(r, wkv))));

      const c = norms.layerNorm('ln2', x, epsilon);
      const channel = mixing(ops, ffn, c, before('shiftChannel'));
      const gate = tap('channelGate', layer, ops.sigmoid(ffn.linear('receptance', channel('r'))));
      const hidden = tap('channelHidden', layer, squaredRelu(ops, ffn.linear('key', channel('k'))));
      x = tap('residual', layer, ops.add(x, ops.mul(gate, ffn.linear('value', hidden))));
      state[`shiftTime.${layer}`] = a;
      state[`numerator.${layer}`] = sums.n;
      state[`denominator.${layer}`] = sums.d;
      state[`exponent.${layer}`] = sums.exponent;
      state[`shiftChannel.${layer}`] = c;
    }
    return state;
  },

  decode(ops, values, rows) {
    const { linear, layerNorm } = moduleOf(ops, values, '');
    return linear('head', layerNorm('ln_out', rows, epsilon));
  },
};

/** Sums of e^k v and of e^k over tokens, both over e^exponent. */
interface Sums<T> {
  n: T;
  d: T;
  exponent: T;
}

/** The sums with one more token. */
function withToken<T>(ops: Operations<T>, past: Sums<T>, key: T, value: T): Sums<T> {
  const exponent = ops.maximum(past.exponent, key);
  const kept = ops.exp(ops.sub(past.exponent, exponent));
  const added = ops.exp(ops.sub(key, exponent));
  return {
    exponent,
    n: ops.add(ops.mul(kept, past.n), ops.mul(added, value)),
    d: ops.add(ops.mul(kept, past.d), added),
  };
}
