/**
 * Gated DeltaNet. Source: Yang et al. 2024, arXiv 2412.06464, in the layout of flash-linear-attention (MIT). Each head's
 * memory is a matrix, [key, value]: what stands at a key is read, and the difference to the value is written there.
 */
import { address, family, gate, memory, neuron, stream } from './family.ts';
import { byHead, convolution, memoryLengths, silu } from './parts.ts';

/** Under the root of a key's length. */
const keyEpsilon = 1e-6;

export const gatedDeltanet = family({
  label: 'Gated DeltaNet',
  defaultComponent: 'channelHidden',
  components: {
    query: address('q', 'query', 'q = silu(convolution of Q n), of length 1 in each head'),
    key: address('k', 'key', 'k = silu(convolution of K n), of length 1 in each head'),
    value: neuron('v', 'value', 'v = silu(convolution of V n)'),
    strength: gate('b', 'writing strength', 'b = σ(B n)', [0, 1]),
    decay: gate('d', 'decay', 'd = exp(−exp(L) softplus(A n + c))', [0, 1]),
    change: neuron('e', 'change', 'e = b (v − d S′ k)'),
    memoryNorm: { ...memory('m', 'length of the memory', 'm = |S|, S = d S′ + k e'), onlyShown: true },
    readout: neuron('y', 'readout', 'y = S q / √(length of q)'),
    gate: gate('g', 'gate', 'g = silu(G n)'),
    middle: stream('z', 'stream after the memory', 'z = x′ + O (norm(y) ⊙ g)'),
    channelGate: gate('p', 'channel gate', 'p = silu(P r)'),
    channelHidden: neuron('h', 'channel mixing', 'h = p ⊙ (U r)'),
    residual: stream('x', 'stream after the layer', 'x = z + D h'),
  },
  table: 'model.embeddings.weight',
  ofEveryLayer: 'model.layers.N.attn.A_log',
  claims: ({ has }) => has('model.layers.0.attn.A_log') && has('model.layers.0.attn.b_proj.weight'),
  sizes: { heads: 'count', key: 'count', value: 'count', hidden: 'count', kernel: 'count', epsilon: 'number' },
  sizesOf({ names, lengthOf, layersWith }, settings, refuse) {
    const { num_heads: given, num_v_heads: more = null, norm_eps: epsilon = 1e-6 } = settings;
    const own = 'model.layers.0';
    const count = lengthOf(`${own}.attn.A_log`, 0);
    if (settings.use_gate === false || !names.includes(`${own}.attn.g_proj.weight`))
      refuse('it has no output gate (use_gate: false)');
    if (settings.allow_neg_eigval === true) refuse('its strengths are doubled (allow_neg_eigval: true)');
    if ((more !== null && more !== count) || (given !== undefined && given !== count))
      refuse(`its values have ${count} heads and its keys ${JSON.stringify(given)} (num_v_heads)`);
    const isHybrid = layersWith('model.layers.N.attn.A_log') !== layersWith('model.layers.N.attn_norm.weight');
    if (isHybrid || (settings.attn !== undefined && settings.attn !== null))
      refuse('it has layers of attention (attn)');
    if (typeof epsilon !== 'number') return refuse(`its norm_eps is ${JSON.stringify(epsilon)}`);
    return {
      heads: count,
      /** Of a head. */
      key: lengthOf(`${own}.attn.k_proj.weight`, 0) / count,
      value: lengthOf(`${own}.attn.v_proj.weight`, 0) / count,
      hidden: lengthOf(`${own}.mlp.gate_proj.weight`, 0),
      kernel: lengthOf(`${own}.attn.q_conv1d.weight`, -1),
      epsilon,
    };
  },

  step(network, embedded, { layers, width, heads, key: keyLength, value: valueLength, ...sizes }) {
    const { ops, streams } = network;
    const { hidden, kernel, epsilon } = sizes;
    const [keys, values] = [heads * keyLength, heads * valueLength];
    type T = typeof embedded;
    const ofHeads = (v: T) => ops.reshape(v, [streams, heads, 1, 1]);
    const ofKeys = (v: T) => ops.reshape(v, [streams, heads, keyLength, 1]);
    const ofValues = (v: T) => ops.reshape(v, [streams, heads, 1, valueLength]);
    /** What each head's memory holds at its key. */
    const at = (memory: T, key: T) => ops.reshape(ops.reduceSum(ops.mul(memory, ofKeys(key)), 2), [streams, values]);
    /** Each head's key divided by its length. */
    const unit = (v: T) => {
      const rows = byHead(ops, v, heads);
      const squares = ops.reshape(ops.reduceSum(ops.mul(rows, rows), 1), [streams * heads, 1]);
      const length = ops.sqrt(ops.add(squares, ops.scalar(keyEpsilon)));
      return ops.reshape(ops.div(rows, length), [streams, keys]);
    };

    network.layers(layers, 'model.layers', embedded, (s, x) => {
      const { hook } = s;
      const attn = s.part('attn');
      const a = s.rmsNorm('attn_norm', width, epsilon)(x);
      const [logRate, dtBias] = attn.vectors(heads, 'A_log', 'dt_bias');
      const convolved = (letter: string, window: string, length: number) => {
        const entering = attn.linear(`${letter}_proj`, length, width)(a);
        return silu(ops, convolution(s, window, attn.weight(`${letter}_conv1d.weight`, length, kernel), entering));
      };
      const query = hook('query', unit(convolved('q', 'windowQuery', keys)));
      const key = hook('key', unit(convolved('k', 'windowKey', keys)));
      const value = hook('value', convolved('v', 'windowValue', values));
      const [toDecay, toStrength] = attn.linears(heads, width, 'a_proj', 'b_proj');
      const strength = hook('strength', ops.sigmoid(toStrength(a)));
      const speed = ops.mul(ops.exp(logRate), ops.softplus(ops.add(toDecay(a), dtBias)));
      const decay = hook('decay', ops.exp(ops.sub(ops.scalar(0), speed)));

      const kept = ops.mul(ofHeads(decay), s.state('memory', [heads, keyLength, valueLength]));
      const missing = ops.sub(value, at(kept, key));
      const written = ops.mul(byHead(ops, missing, heads), ops.reshape(strength, [streams * heads, 1]));
      const change = hook('change', ops.reshape(written, [streams, values]));
      const held = ops.add(kept, ops.mul(ofKeys(key), ofValues(change)));
      hook('memoryNorm', memoryLengths(ops, held));
      const y = hook('readout', at(held, ops.mul(query, ops.scalar(1 / Math.sqrt(keyLength)))));
      const gating = hook('gate', silu(ops, attn.linear('g_proj', values, width)(a)));
      const normed = attn.rmsNorm('o_norm', valueLength, epsilon)(byHead(ops, y, heads));
      const gated = ops.mul(ops.reshape(normed, [streams, values]), gating);
      const z = hook('middle', ops.add(x, attn.linear('o_proj', width, values)(gated)));

      const c = s.rmsNorm('mlp_norm', width, epsilon)(z);
      const [toGate, up] = s.linears(hidden, width, 'mlp.gate_proj', 'mlp.up_proj');
      const channelGate = hook('channelGate', silu(ops, toGate(c)));
      const channel = hook('channelHidden', ops.mul(channelGate, up(c)));
      s.next({ memory: held });
      return hook('residual', ops.add(z, s.linear('mlp.down_proj', width, hidden)(channel)));
    });
  },

  decode(s, rows, { vocabulary, width, epsilon }) {
    const norm = s.rmsNorm('model.norm', width, epsilon);
    return s.linear('lm_head', vocabulary, width)(norm(rows));
  },
});
