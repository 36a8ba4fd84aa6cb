/**
 * Griffin (RecurrentGemma), its recurrent blocks. Source: De et al. 2024, arXiv 2402.19427, and the transformers library,
 * whose names are read (Apache-2.0). Published models have a layer of attention after every two, and are refused.
 */
import { family, gate, memory, neuron, stream } from './family.ts';
import { convolution, geluTanh, headProducts } from './parts.ts';
import { rmsNormed } from './scope.ts';

const table = 'model.embed_tokens.weight';
const first = 'model.layers.0';

/** The nearest number of bfloat16, ties to even, as the authors round. */
function bfloat16(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer);
  const [whole = 0] = bits;
  bits[0] = (whole + 0x7fff + ((whole >>> 16) & 1)) & 0xffff0000;
  return new Float32Array(bits.buffer)[0] ?? value;
}

export const griffin = family({
  label: 'Griffin without attention',
  defaultComponent: 'memory',
  components: {
    branch: gate('b', 'branch', 'b = gelu(W_b n)'),
    convolved: neuron('u', 'convolved input', 'u = convolution of W_u n'),
    inputGate: gate('i', 'input gate', 'i = σ(G_i u)', [0, 1]),
    recurrenceGate: gate('r', 'recurrence gate', 'r = σ(G_r u)', [0, 1]),
    decay: gate('d', 'decay', 'd = exp(−8 r ⊙ softplus(L))', [0, 1]),
    memory: memory('h', 'memory', 'h = d ⊙ h′ + √(1 − d²) ⊙ i ⊙ u'),
    middle: stream('y', 'stream after the recurrence', 'y = x′ + O (h ⊙ b)'),
    channelGate: gate('g', 'channel gate', 'g = gelu(G q)'),
    channelHidden: neuron('k', 'channel mixing', 'k = g ⊙ (V q)'),
    residual: stream('x', 'stream after the layer', 'x = y + P k'),
  },
  table,
  ofEveryLayer: 'model.layers.N.temporal_pre_norm.weight',
  claims: ({ names }) => names.some((name) => /^model\.layers\.\d+\.temporal_block\./.test(name)),
  tied: { 'lm_head.weight': table },
  sizes: { inner: 'count', heads: 'count', hidden: 'count', kernel: 'count', epsilon: 'number', cap: 'number' },
  sizesOf({ names, lengthOf }, settings, refuse) {
    if (names.some((name) => /\.temporal_block\.[qkvo]_proj\./.test(name))) refuse('it has layers of attention');
    const { hidden_activation: activation = 'gelu_pytorch_tanh', rms_norm_eps: epsilon = 1e-6 } = settings;
    if (activation !== 'gelu_pytorch_tanh') refuse(`its hidden_activation is ${JSON.stringify(activation)}`);
    const { logits_soft_cap: cap = 30 } = settings;
    if (typeof epsilon !== 'number' || typeof cap !== 'number')
      return refuse(`its rms_norm_eps is ${JSON.stringify(epsilon)}, its logits_soft_cap ${JSON.stringify(cap)}`);
    return {
      /** Of the recurrence. */
      inner: lengthOf(`${first}.temporal_block.rg_lru.recurrent_param`, 0),
      heads: lengthOf(`${first}.temporal_block.rg_lru.input_gate_weight`, 0),
      hidden: lengthOf(`${first}.mlp_block.gate_proj.weight`, 0),
      kernel: lengthOf(`${first}.temporal_block.conv_1d.weight`, -1),
      epsilon,
      /** Logits are squashed to lie between this and its negative. */
      cap,
    };
  },

  step(network, vectors, { layers, width, inner, heads, hidden, kernel, epsilon }) {
    const { ops, streams } = network;
    const begun = network.state('begun', [1]);
    network.next({ begun: ops.add(ops.zeros([streams, 1]), ops.scalar(1)) });
    const [one, head] = [ops.scalar(1), inner / heads];
    const embedded = ops.mul(vectors, ops.scalar(bfloat16(Math.sqrt(width))));
    const normed = (x: typeof begun, weight: typeof begun) => ops.mul(rmsNormed(ops, x, epsilon), ops.add(weight, one));
    network.layers(layers, 'model.layers', embedded, (s, x) => {
      const { hook } = s;
      const [block, mlp] = [s.part('temporal_block'), s.part('mlp_block')];

      const a = normed(x, s.weight('temporal_pre_norm.weight', width));
      const [toBranch, enter] = [block.affine('linear_y', inner, width), block.affine('linear_x', inner, width)];
      const leave = block.affine('linear_out', width, inner);
      const branch = hook('branch', geluTanh(ops, toBranch(a)));
      const seen = convolution(s, 'window', block.weight('conv_1d.weight', inner, kernel), enter(a));
      const u = hook('convolved', ops.add(seen, block.weight('conv_1d.bias', inner)));
      const rates = block.weight('rg_lru.recurrent_param', inner);
      const gated = (name: string) => {
        const weight = block.weight(`rg_lru.${name}_gate_weight`, heads, head, head);
        const bias = ops.reshape(block.weight(`rg_lru.${name}_gate_bias`, heads, head), [inner]);
        return ops.sigmoid(ops.add(headProducts(ops, weight, u, { transposeB: false }), bias));
      };
      const inputGate = hook('inputGate', gated('input'));
      const recurrenceGate = hook('recurrenceGate', gated('recurrent'));
      const fading = ops.mul(ops.softplus(rates), ops.scalar(-8));
      const decay = hook('decay', ops.exp(ops.mul(recurrenceGate, fading)));
      const root = ops.sqrt(ops.sub(one, ops.mul(decay, decay)));
      const share = ops.add(ops.mul(begun, root), ops.sub(one, begun));
      const added = ops.mul(share, ops.mul(inputGate, u));
      const kept = ops.mul(decay, s.state('memory', [inner]));
      const held = hook('memory', ops.add(kept, added));
      const y = hook('middle', ops.add(x, leave(ops.mul(held, branch))));

      const c = normed(y, s.weight('channel_pre_norm.weight', width));
      const channelGate = hook('channelGate', geluTanh(ops, mlp.affine('gate_proj', hidden, width)(c)));
      const channel = hook('channelHidden', ops.mul(channelGate, mlp.affine('up_proj', hidden, width)(c)));
      s.next({ memory: held });
      return hook('residual', ops.add(y, mlp.affine('down_proj', width, hidden)(channel)));
    });
  },

  decode({ ops, weight, linear }, rows, { vocabulary, width, epsilon, cap }) {
    const scale = ops.add(weight('model.final_norm.weight', width), ops.scalar(1));
    const logits = linear('model.embed_tokens', vocabulary, width)(ops.mul(rmsNormed(ops, rows, epsilon), scale));
    return ops.mul(ops.tanh(ops.mul(logits, ops.scalar(1 / cap))), ops.scalar(cap));
  },
});
