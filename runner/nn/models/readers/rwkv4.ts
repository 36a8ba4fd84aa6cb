/**
 * RWKV-4. Source: Peng et al. 2023, arXiv 2305.13048, and the authors' programs (BlinkDL/RWKV-LM, ChatRWKV; Apache-2.0).
 * Every sum over the past is kept over e^p, p the largest exponent so far, so that no exponential overflows.
 */
import type { Operations } from '../operations.ts';
import { address, family, gate, neuron, stream } from './family.ts';
import { between, squaredRelu } from './parts.ts';

const epsilon = 1e-5;
/** Before the first token nothing has been seen. Not minus infinity, whose differences are no numbers. */
const lowest = -1e30;

export const rwkv4 = family({
  label: 'RWKV-4',
  defaultComponent: 'channelHidden',
  components: {
    receptance: gate('r', 'receptance', 'r = σ(R m_r)', [0, 1]),
    key: address('k', 'key', 'k = K m_k'),
    value: neuron('v', 'value', 'v = V m_v'),
    wkv: neuron('a', 'weighted mean of values', 'a = (S′ + exp(u + k) ⊙ v) / (N′ + exp(u + k))'),
    middle: stream('y', 'stream after time mixing', 'y = x′ + O (r ⊙ a)'),
    channelGate: gate('g', 'channel gate', 'g = σ(G n_r)', [0, 1]),
    channelHidden: neuron('h', 'channel mixing', 'h = max(H n_k, 0)²'),
    residual: stream('x', 'stream after the layer', 'x = y + g ⊙ (P h)'),
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
  table: 'emb.weight',
  ofEveryLayer: 'blocks.N.ln1.weight',
  // RWKV-5 and 6 too, so that what is said of them is what they are.
  claims: ({ has, names }) => has('emb.weight') && names.some((name) => /^blocks\.\d+\.(att|ffn)\.time_/.test(name)),
  sizes: { hidden: 'count' },
  sizesOf({ names, lengthOf }, settings, refuse) {
    const like = (pattern: RegExp) => names.some((name) => pattern.test(name));
    if (like(/\.ffnPre\./)) refuse('its first block has "ffnPre" in the place of time mixing, as some files of 2022');
    if (like(/^head_[qk]\./)) refuse('it has a second head, "head_q" and "head_k"');
    if (like(/\.(time_faaaa|time_maa_\w+|att\.gate\.weight|att\.ln_x\.weight)$/)) refuse('it is RWKV-5 or RWKV-6');
    const { layer_norm_epsilon: given = epsilon } = settings;
    if (given !== epsilon) refuse(`its layer_norm_epsilon is ${given}, and RWKV-4 has ${epsilon}`);
    return { hidden: lengthOf('blocks.0.ffn.key.weight', 0) };
  },

  step(network, embedded, { layers, width, hidden }) {
    const normed = network.layerNorm('blocks.0.ln0', width, epsilon)(embedded);
    network.layers(layers, 'blocks', normed, (s, x) => {
      const { ops, hook, state } = s;
      const [att, ffn] = [s.part('att'), s.part('ffn')];
      const [normTime, normChannel] = [s.layerNorm('ln1', width, epsilon), s.layerNorm('ln2', width, epsilon)];
      const [fading, bonus] = att.vectors(width, 'time_decay', 'time_first');
      const [mixK, mixV, mixR] = att.vectors(width, 'time_mix_k', 'time_mix_v', 'time_mix_r');
      const [key, value, receptance, output] = att.linears(width, width, 'key', 'value', 'receptance', 'output');
      const [channelK, channelR] = ffn.vectors(width, 'time_mix_k', 'time_mix_r');
      const channelKey = ffn.linear('key', hidden, width);
      const channelReceptance = ffn.linear('receptance', width, width);
      const channelValue = ffn.linear('value', width, hidden);

      const a = normTime(x);
      const mixed = between(ops, state('shiftTime', [width]), a);
      const r = hook('receptance', ops.sigmoid(receptance(mixed(mixR))));
      const k = hook('key', key(mixed(mixK)));
      const v = hook('value', value(mixed(mixV)));
      const [n, d] = [state('numerator', [width]), state('denominator', [width])];
      const past = { n, d, exponent: state('exponent', [width], lowest) };
      const read = withToken(ops, past, ops.add(k, bonus), v);
      const wkv = hook('wkv', ops.div(read.n, read.d));
      const faded = { ...past, exponent: ops.sub(past.exponent, ops.exp(fading)) };
      const sums = withToken(ops, faded, k, v);
      const y = hook('middle', ops.add(x, output(ops.mul(r, wkv))));

      const c = normChannel(y);
      const channel = between(ops, state('shiftChannel', [width]), c);
      const gating = hook('channelGate', ops.sigmoid(channelReceptance(channel(channelR))));
      const inner = hook('channelHidden', squaredRelu(ops, channelKey(channel(channelK))));
      s.next({ shiftTime: a, numerator: sums.n, denominator: sums.d, exponent: sums.exponent, shiftChannel: c });
      return hook('residual', ops.add(y, ops.mul(gating, channelValue(inner))));
    });
  },

  decode: (s, rows, { vocabulary, width }) => {
    const norm = s.layerNorm('ln_out', width, epsilon);
    return s.linear('head', vocabulary, width)(norm(rows));
  },
});

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
