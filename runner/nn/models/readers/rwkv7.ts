/**
 * RWKV-7 "Goose". Source: Peng et al. 2025, arXiv 2503.14456, and the authors' programs (BlinkDL/RWKV-LM; Apache-2.0). Each
 * head's memory is a matrix, [value channel, key channel], of which a step erases at one key and writes at another.
 */
import { address, family, gate, memory, neuron, stream } from './family.ts';
import { between, byHead, memoryLengths, squaredRelu } from './parts.ts';
import { centred } from './scope.ts';

const epsilon = 1e-5;
/** Whatever the width of a head. */
const headEpsilon = 64e-5;
/** A removal key is not divided by less. */
const shortest = 1e-12;

export const rwkv7 = family({
  label: 'RWKV-7',
  defaultComponent: 'channelHidden',
  components: {
    receptance: address('r', 'receptance', 'r = R m_r'),
    decay: gate('d', 'decay', 'd = exp(−exp(−½) σ(D₂ tanh(D₁ m_d) + b_d))', [0, 1]),
    value: neuron('v', 'value', 'v = V m_v, drawn to that of layer 1'),
    rate: gate('a', 'rate of removal', 'a = σ(A₂ A₁ m_a + b_a)', [0, 1]),
    gate: gate('g', 'gate', 'g = G₂ σ(G₁ m_g)'),
    removal: address('q', 'removal key', 'q = K m_k ⊙ c, of length 1 in each head'),
    key: address('k', 'key', 'k = K m_k ⊙ (1 + (a − 1) ⊙ e)'),
    memoryNorm: {
      ...memory('m', 'length of the memory', 'm = |S|, S = S′ diag(d) − (S′ q) (a ⊙ q) + v k'),
      onlyShown: true,
    },
    readout: neuron('y', 'readout', 'y = S r'),
    middle: stream('z', 'stream after time mixing', 'z = x′ + O ((norm(y) + (r · k ⊙ f) v) ⊙ g)'),
    channelHidden: neuron('h', 'channel mixing', 'h = max(H n_k, 0)²'),
    residual: stream('x', 'stream after the layer', 'x = z + P h'),
  },
  claims: ({ has }) => has('emb.weight') && has('blocks.0.att.x_r') && has('blocks.0.att.r_k'),
  table: 'emb.weight',
  ofEveryLayer: 'blocks.N.ln1.weight',
  // The first block has a value to be drawn to none; some files hold the arrays for it all the same.
  isUnread: (name) => /^blocks\.0\.att\.v[012]$/.test(name),
  sizes: { heads: 'count', hidden: 'count', ranks: { w: 'count', a: 'count', g: 'count', v: 'count or 0' } },
  sizesOf({ names, has, lengthOf }, _settings, refuse) {
    if (names.some((name) => /(^|\.)s_emb|\.ffn\.s1/.test(name)))
      refuse('it is a later make of RWKV-7 with embeddings in every layer (DeepEmbed)');
    const rank = (name: string) => lengthOf(name, -1);
    return {
      heads: lengthOf('blocks.0.att.r_k', 0),
      hidden: lengthOf('blocks.0.ffn.key.weight', 0),
      /** Of the narrow matrices through which decay, rate, gate and the first value go. */
      ranks: {
        w: rank('blocks.0.att.w1'),
        a: rank('blocks.0.att.a1'),
        g: rank('blocks.0.att.g1'),
        v: has('blocks.1.ln1.weight') ? rank('blocks.1.att.v1') : 0,
      },
    };
  },

  step(network, embedded, { layers, width, heads, hidden, ranks }) {
    const { ops, streams } = network;
    const head = width / heads;
    type T = typeof embedded;
    const flat = (v: T) => ops.reshape(v, [streams, width]);
    const ofKeys = (v: T) => ops.reshape(v, [streams, heads, 1, head]);
    const ofValues = (v: T) => ops.reshape(v, [streams, heads, head, 1]);
    /** Each head's matrix by each head's vector. */
    const product = (matrix: T, vector: T) => flat(ops.reduceSum(ops.mul(matrix, ofKeys(vector)), 3));
    /** The sum of each head, [streams x heads, 1]. */
    const headSums = (v: T) => ops.reshape(ops.reduceSum(byHead(ops, v, heads), 1), [streams * heads, 1]);

    let firstValue: T | null = null;
    const first = network.layerNorm('blocks.0.ln0', width, epsilon)(embedded);
    network.layers(layers, 'blocks', first, (s, x) => {
      const { hook, state } = s;
      const [att, ffn] = [s.part('att'), s.part('ffn')];
      const [normTime, normChannel] = [s.layerNorm('ln1', width, epsilon), s.layerNorm('ln2', width, epsilon)];
      const [mixR, mixW, mixK, mixV, mixA, mixG] = att.vectors(width, 'x_r', 'x_w', 'x_k', 'x_v', 'x_a', 'x_g');
      /** Two narrow matrices, one after the other, and a bias. */
      const narrow = (letter: 'w' | 'a' | 'g' | 'v', bias = att.weight(`${letter}0`, width)) => {
        const down = att.weight(`${letter}1`, width, ranks[letter]);
        const up = att.weight(`${letter}2`, ranks[letter], width);
        return { down: (v: T) => ops.matmul(v, down), up: (v: T) => ops.add(ops.matmul(v, up), bias) };
      };
      const [toDecay, toRate] = [narrow('w'), narrow('a')];
      const [gateDown, gateUp] = [att.weight('g1', width, ranks.g), att.weight('g2', ranks.g, width)];
      const toFirst = firstValue && { ...narrow('v'), value: firstValue };
      const [removing, damping] = att.vectors(width, 'k_k', 'k_a');
      const bonus = att.weight('r_k', heads, head);
      const [receptance, key, value, output] = att.linears(width, width, 'receptance', 'key', 'value', 'output');
      const [scale, bias] = att.vectors(width, 'ln_x.weight', 'ln_x.bias');
      const mixChannel = ffn.weight('x_k', width);
      const [widen, narrowed] = [ffn.linear('key', hidden, width), ffn.linear('value', width, hidden)];

      const a = normTime(x);
      const mixed = between(ops, a, state('shiftTime', [width]));
      const r = hook('receptance', receptance(mixed(mixR)));
      const fading = ops.sigmoid(toDecay.up(ops.tanh(toDecay.down(mixed(mixW)))));
      const decay = hook('decay', ops.exp(ops.mul(fading, ops.scalar(-Math.exp(-0.5)))));
      const k0 = key(mixed(mixK));
      const own = value(mixed(mixV));
      const drawn = ({ value, up, down }: NonNullable<typeof toFirst>) =>
        ops.add(own, ops.mul(ops.sub(value, own), ops.sigmoid(up(down(mixed(mixV))))));
      const v: T = hook('value', toFirst === null ? own : drawn(toFirst));
      firstValue ??= v;
      const rate = hook('rate', ops.sigmoid(toRate.up(toRate.down(mixed(mixA)))));
      const gating = hook('gate', ops.matmul(ops.sigmoid(ops.matmul(mixed(mixG), gateDown)), gateUp));
      const unscaled = ops.mul(k0, removing);
      const length = ops.maximum(ops.sqrt(headSums(ops.mul(unscaled, unscaled))), ops.scalar(shortest));
      const removal = hook('removal', flat(ops.div(byHead(ops, unscaled, heads), length)));
      const damped = ops.mul(ops.sub(rate, ops.scalar(1)), damping);
      const k = hook('key', ops.mul(k0, ops.add(damped, ops.scalar(1))));

      const before = state('memory', [heads, head, head]);
      const removed = ops.mul(ofValues(product(before, removal)), ofKeys(ops.mul(rate, removal)));
      const left = ops.sub(ops.mul(before, ofKeys(decay)), removed);
      const written = ops.add(left, ops.mul(ofValues(v), ofKeys(k)));
      hook('memoryNorm', memoryLengths(ops, written));
      const y = hook('readout', product(written, r));
      const scaled = ops.mul(flat(centred(ops, byHead(ops, y, heads), headEpsilon)), scale);
      const match = headSums(ops.mul(ops.mul(r, k), ops.reshape(bonus, [width])));
      const direct = flat(ops.mul(byHead(ops, v, heads), match));
      const z = ops.add(ops.add(scaled, bias), direct);
      const middle = hook('middle', ops.add(x, output(ops.mul(z, gating))));

      const c = normChannel(middle);
      const channel = between(ops, c, state('shiftChannel', [width]));
      const inner = hook('channelHidden', squaredRelu(ops, widen(channel(mixChannel))));
      s.next({ shiftTime: a, memory: written, shiftChannel: c });
      return hook('residual', ops.add(middle, narrowed(inner)));
    });
  },

  decode(s, rows, { vocabulary, width }) {
    const norm = s.layerNorm('ln_out', width, epsilon);
    return s.linear('head', vocabulary, width)(norm(rows));
  },
});
