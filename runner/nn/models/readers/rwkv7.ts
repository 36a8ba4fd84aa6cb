/**
 * RWKV-7 "Goose". Source: Peng et al. 2025, arXiv 2503.14456, and the authors' programs (BlinkDL/RWKV-LM; Apache-2.0). Each
 * head's memory is a matrix, [value channel, key channel], of which a step erases at one key and writes at another.
 */
import type { Operations } from '../operations.ts';
import { valueNamed } from '../program.ts';
import { type Family, ofLayers, type Sizes } from './family.ts';
import { byHead, centred, type Module, memoryLengths, moduleOf, squaredRelu } from './parts.ts';
import { rwkv7Table } from './tables/rwkv7.ts';

interface Rwkv7Sizes extends Sizes {
  heads: number;
  /** Of the channel mixing's hidden layer. */
  hidden: number;
  /** Of the narrow matrices through which decay, rate, gate and the first value go. */
  ranks: Readonly<Record<'w' | 'a' | 'g' | 'v', number>>;
}

const epsilon = 1e-5;
/** Whatever the width of a head. */
const headEpsilon = 64e-5;
/** A removal key is not divided by less. */
const shortest = 1e-12;

const wide = ({ width }: Rwkv7Sizes): number => width;

/** x + μ (x' - x), for the mixing vector of this name and the x of the token before. */
const mixing =
  <T>(ops: Operations<T>, { weight }: Module<T>, now: T, before: T) =>
  (name: string): T =>
    ops.add(now, ops.mul(ops.sub(before, now), weight(`x_${name}`)));

export const rwkv7: Family<Rwkv7Sizes> = {
  ...rwkv7Table,
  widths: {
    receptance: wide,
    decay: wide,
    value: wide,
    rate: wide,
    gate: wide,
    removal: wide,
    key: wide,
    memoryNorm: ({ heads }) => heads,
    readout: wide,
    middle: wide,
    channelHidden: ({ hidden }) => hidden,
    residual: wide,
  },
  rename: (name) => name,
  claims: ({ has }) => has('emb.weight') && has('blocks.0.att.x_r') && has('blocks.0.att.r_k'),
  // The first block has a value to be drawn to none; some files hold the arrays for it all the same.
  isUnread: (name) => /^blocks\.0\.att\.v[012]$/.test(name),
  sizesOf({ names, shapeOf, layersWith }, _settings, refuse) {
    if (names.some((name) => /(^|\.)s_emb|\.ffn\.s1/.test(name)))
      refuse('it is a later make of RWKV-7 with embeddings in every layer (DeepEmbed)');
    const [vocabulary = 0, width = 0] = shapeOf('emb.weight');
    const [hidden = 0] = shapeOf('blocks.0.ffn.key.weight');
    const [heads = 0] = shapeOf('blocks.0.att.r_k');
    const layers = layersWith('blocks.N.ln1.weight');
    const rank = (name: string) => shapeOf(name).at(-1) ?? 0;
    const ranks = {
      w: rank('blocks.0.att.w1'),
      a: rank('blocks.0.att.a1'),
      g: rank('blocks.0.att.g1'),
      v: layers > 1 ? rank('blocks.1.att.v1') : 0,
    };
    return { layers, vocabulary, width, heads, hidden, ranks };
  },
  parameters({ layers, vocabulary, width, heads, hidden, ranks }) {
    const vectors = (...names: string[]) => Object.fromEntries(names.map((name) => [name, [width]]));
    const norm = (name: string) => vectors(`${name}.weight`, `${name}.bias`);
    return {
      step: {
        'emb.weight': [vocabulary, width],
        ...norm('blocks.0.ln0'),
        ...ofLayers(layers, (layer) => {
          const [block, att, ffn] = ['', '.att', '.ffn'].map((part) => `blocks.${layer - 1}${part}`);
          const narrow = (letter: 'w' | 'a' | 'g' | 'v', ...vector: string[]) => ({
            ...vectors(...vector.map((name) => `${att}.${name}`)),
            [`${att}.${letter}1`]: [width, ranks[letter]],
            [`${att}.${letter}2`]: [ranks[letter], width],
          });
          const square = ['receptance', 'key', 'value', 'output'].map((name) => [
            `${att}.${name}.weight`,
            [width, width],
          ]);
          return {
            ...norm(`${block}.ln1`),
            ...norm(`${block}.ln2`),
            ...vectors(...['r', 'w', 'k', 'v', 'a', 'g'].map((letter) => `${att}.x_${letter}`)),
            ...narrow('w', 'w0'),
            ...narrow('a', 'a0'),
            ...narrow('g'),
            ...(layer > 1 ? narrow('v', 'v0') : {}),
            ...vectors(`${att}.k_k`, `${att}.k_a`),
            [`${att}.r_k`]: [heads, width / heads],
            ...Object.fromEntries(square),
            ...norm(`${att}.ln_x`),
            [`${ffn}.x_k`]: [width],
            [`${ffn}.key.weight`]: [hidden, width],
            [`${ffn}.value.weight`]: [width, hidden],
          };
        }),
      },
      decoder: { ...norm('ln_out'), 'head.weight': [vocabulary, width] },
    };
  },
  states: ({ layers, width, heads }) =>
    ofLayers(layers, (layer) => ({
      [`shiftTime.${layer}`]: { shape: [width], first: 0 },
      [`memory.${layer}`]: { shape: [heads, width / heads, width / heads], first: 0 },
      [`shiftChannel.${layer}`]: { shape: [width], first: 0 },
    })),
  decoderReads: 'residual',

  step(ops, values, { tokens, streams, tap, sizes: { layers, width, heads } }) {
    type T = (typeof values)[string];
    const state: Record<string, T> = {};
    const head = width / heads;
    const flat = (v: T) => ops.reshape(v, [streams, width]);
    const ofKeys = (v: T) => ops.reshape(v, [streams, heads, 1, head]);
    const ofValues = (v: T) => ops.reshape(v, [streams, heads, head, 1]);
    /** Each head's matrix by each head's vector. */
    const product = (matrix: T, vector: T) => flat(ops.reduceSum(ops.mul(matrix, ofKeys(vector)), 3));
    /** The sum of each head, [streams x heads, 1]. */
    const headSums = (v: T) => ops.reshape(ops.reduceSum(byHead(ops, v, heads), 1), [streams * heads, 1]);

    const embedded = ops.gather(valueNamed(values, 'emb.weight'), tokens);
    let x = moduleOf(ops, values, 'blocks.0.').layerNorm('ln0', embedded, epsilon);
    let firstValue: T | null = null;
    for (let layer = 1; layer <= layers; layer++) {
      const block = `blocks.${layer - 1}.`;
      const norms = moduleOf(ops, values, block);
      const att = moduleOf(ops, values, `${block}att.`);
      const ffn = moduleOf(ops, values, `${block}ffn.`);
      const before = (name: string) => valueNamed(values, `${name}.${layer}`);

      const a = norms.layerNorm('ln1', x, epsilon);
      const mixed = mixing(ops, att, a, before('shiftTime'));
      const narrow = (letter: string) => ops.matmul(mixed(letter), att.weight(`${letter}1`));
      const widened = (letter: string, inner: T) =>
        ops.add(ops.matmul(inner, att.weight(`${letter}2`)), att.weight(`${letter}0`));
      const r = tap('receptance', layer, att.linear('receptance', mixed('r')));
      const fading = ops.sigmoid(widened('w', ops.tanh(narrow('w'))));
      const decay = tap('decay', layer, ops.exp(ops.mul(fading, ops.scalar(-Math.exp(-0.5)))));
      const k0 = att.linear('key', mixed('k'));
      const own = att.linear('value', mixed('v'));
      const drawn = (to: T) => ops.add(own, ops.mul(ops.sub(to, own), ops.sigmoid(widened('v', narrow('v')))));
      const v: T = tap('value', layer, firstValue === null ? own : drawn(firstValue));
      firstValue ??= v;
      const rate = tap('rate', layer, ops.sigmoid(widened('a', narrow('a'))));
      const gate = tap('gate', layer, ops.matmul(ops.sigmoid(narrow('g')), att.weight('g2')));
      const unscaled = ops.mul(k0, att.weight('k_k'));
      const length = ops.maximum(ops.sqrt(headSums(ops.mul(unscaled, unscaled))), ops.scalar(shortest));
      const removal = tap('removal', layer, flat(ops.div(byHead(ops, unscaled, heads), length)));
      const damped = ops.mul(ops.sub(rate, ops.scalar(1)), att.weight('k_a'));
      const k = tap('key', layer, ops.mul(k0, ops.add(damped, ops.scalar(1))));

      const memory = before('memory');
      const removed = ops.mul(ofValues(product(memory, removal)), ofKeys(ops.mul(rate, removal)));
      const left = ops.sub(ops.mul(memory, ofKeys(decay)), removed);
      const written = ops.add(left, ops.mul(ofValues(v), ofKeys(k)));
      tap('memoryNorm', layer, memoryLengths(ops, written));
      const y = tap('readout', layer, product(written, r));
      const scaled = ops.mul(flat(centred(ops, byHead(ops, y, heads), headEpsilon)), att.weight('ln_x.weight'));
      const match = headSums(ops.mul(ops.mul(r, k), ops.reshape(att.weight('r_k'), [width])));
      const direct = flat(ops.mul(byHead(ops, v, heads), match));
      const z = ops.add(ops.add(scaled, att.weight('ln_x.bias')), direct);
      x = tap('middle', layer, ops.add(x, att.linear('output', ops.mul(z, gate))));

      const c = norms.layerNorm('ln2', x, epsilon);
      const channel = mixing(ops, ffn, c, before('shiftChannel'));
      const hidden = tap('channelHidden', layer, squaredRelu(ops, ffn.linear('key', channel('k'))));
      x = tap('residual', layer, ops.add(x, ffn.linear('value', hidden)));
      state[`shiftTime.${layer}`] = a;
      state[`memory.${layer}`] = written;
      state[`shiftChannel.${layer}`] = c;
    }
    return state;
  },

  decode(ops, values, rows) {
    const { linear, layerNorm } = moduleOf(ops, values, '');
    return linear('head', layerNorm('ln_out', rows, epsilon));
  },
};
