import { describe, expect, it } from 'vitest';
import { at, item } from '../../../runner/core/at.ts';
import { random } from '../../../runner/core/random.ts';
import type { Bench } from '../../../runner/ladder/bench.ts';
import type { Readings } from '../../../runner/ladder/readings.ts';
import { specificOf } from '../../../runner/ladder/specific.ts';
import type { HalfName, Halves } from '../../../runner/stats/halves.ts';
import { claimOn, documents, inventedBench, inventedNetwork, knower, length } from './rungs/invented.ts';

const read = 4 + length;
/** Neuron 0 knows the true state; the feature is what a label makes of that. */
function benchFor(
  labelOf: (truth: Uint8Array, half: HalfName) => Uint8Array,
  knows = 4,
): {
  bench: Bench;
  truth: Halves<Uint8Array>;
} {
  const plain = inventedBench({ knows });
  const masks = item(plain.input.features, 0).masks as Halves<Uint8Array>;
  const labels = {
    discovery: labelOf(masks.discovery, 'discovery'),
    confirmation: labelOf(masks.confirmation, 'confirmation'),
  };
  return { bench: inventedBench({ knows, feature: { masks: labels } }), truth: masks };
}

/** A network that reads the neuron and pays, by the true state, for what it is told. */
function networkOf(bench: Bench, truth: Halves<Uint8Array>): Readings {
  const losses: Readings['losses'] = async (half, readings) => {
    const { normal } = random(6, half.length);
    return readings.map(({ hold, places }) =>
      Float32Array.from(places, (place) => {
        const held = hold.find(({ neuron }) => neuron === knower);
        const says = held === undefined ? 0 : Math.tanh((held.values[place] ?? 0) - 2);
        return 3 - (truth[half][place] === 1 ? 1 : -1) * says + 0.2 * normal();
      }),
    );
  };
  return { ...inventedNetwork(bench, { reads: knower }), losses };
}

const found = async ({ bench, truth }: { bench: Bench; truth: Halves<Uint8Array> }) => {
  const specific = await specificOf(bench, { claim: claimOn(knower), where: { after: null } }, networkOf(bench, truth));
  if ('code' in specific) throw new Error(specific.code);
  return specific;
};

/** Runs that the text knows nothing of. */
function runs(half: HalfName, seed: number): Uint8Array {
  const { uniform } = random(seed, half.length);
  const state = new Uint8Array(documents * read);
  for (let t = 0; t < state.length; t++) {
    state[t] = t % read === 0 ? Number(uniform() < 0.3) : uniform() < 0.15 ? 1 - at(state, t - 1) : at(state, t - 1);
  }
  return state;
}

describe('what goes with a feature', () => {
  it('is not found behind a neuron that knows the feature itself, though it errs at times', async () => {
    const { disagreement, rivals } = await found(benchFor((truth) => truth));
    expect(disagreement?.tokens).toBeGreaterThan(30);
    expect(disagreement?.difference).toBeGreaterThan(0.5);
    expect(disagreement?.p).toBeGreaterThan(0.99);
    expect(rivals.length).toBe(6);
    for (const { adjustedP, follows } of rivals) {
      expect(adjustedP).toBeGreaterThan(0.5);
      expect(follows).toBeGreaterThan(0.8);
    }
  });

  it.each([1, 2, 3])(
    'is found where the label is the true state mixed with runs that nobody can know (%d)',
    async (seed) => {
      const decoy = benchFor((truth, half) => {
        const other = runs(half, seed);
        return truth.map((each, t) => each ^ (other[t] === 1 && runs(half, seed + 50)[t] === 1 ? 1 : 0));
      });
      const { disagreement } = await found(decoy);
      expect(disagreement?.difference).toBeLessThan(-0.5);
      expect(disagreement?.p).toBeLessThan(0.001);
    },
  );

  it.each([-2, -1, 1, 2])('is found where the label is the true state shifted (%d)', async (shift) => {
    const shifted = benchFor((truth) =>
      truth.map((each, t) => {
        const from = t - shift;
        return from >= 0 && Math.floor(from / read) === Math.floor(t / read) ? (truth[from] ?? each) : each;
      }),
    );
    const { disagreement, rivals } = await found(shifted);
    expect(disagreement?.p).toBeLessThan(0.001);
    // The label shifted back is the truth.
    const back = rivals.find(({ of }) => 'shift' in of && of.shift === -shift);
    expect(back?.follows).toBeLessThan(0.2);
    expect(back?.adjustedP).toBeLessThan(0.001);
    expect(rivals[0]?.adjustedP).toBe(back?.adjustedP);
  });

  it('is found where the neuron follows a rival at every token, so that no document differs from another', async () => {
    const late = (truth: Uint8Array) => truth.map((each, t) => (t % read === 0 ? each : at(truth, t - 1)));
    const { rivals } = await found(benchFor(late, 40));
    const [back] = rivals;
    expect(back?.of).toEqual({ shift: -1 });
    expect(back?.follows).toBe(0);
    expect(back?.adjustedP).toBeLessThan(1e-6);
  });

  it('names a rival that the neuron follows instead', async () => {
    const { bench, truth } = benchFor((state, half) => state.map((each, t) => each | (runs(half, 9)[t] ?? 0)));
    const rival = inventedBench({ knows: 4 });
    const both: Bench = {
      ...bench,
      features: [item(bench.features, 0), { ...item(rival.features, 0), index: 1, name: 'the truth' }],
    };
    const { rivals } = await found({ bench: both, truth });
    const own = rivals.find(({ of }) => 'feature' in of);
    expect(own?.of).toEqual({ feature: 'the truth' });
    expect(own?.follows).toBeLessThan(0.2);
    expect(own?.adjustedP).toBeLessThan(0.001);
  });

  describe('beside a rival of the catalogue', () => {
    /**
     * Neuron 0 follows a label, with a level of its own inside and outside it; the feature is one label, the rival another.
     * @param outside what the neuron does outside what it follows, from a uniform number.
     */
    function world(
      { followed, feature, rival }: Record<'followed' | 'feature' | 'rival', Halves<Uint8Array>>,
      outside: (uniform: number) => number,
    ): Bench {
      const plain = inventedBench();
      const scored = (values: Uint8Array) => values.filter((_, t) => t % read >= 4);
      const row = (half: HalfName): Float32Array => {
        const { uniform, normal } = random(31, half.length);
        return Float32Array.from(scored(followed[half]), (is) => (is === 1 ? 2 : outside(uniform())) + 0.3 * normal());
      };
      const rows = (half: HalfName) => plain.input.activations[half].with(knower, row(half));
      const [own] = plain.input.features;
      if (own === undefined) throw new Error('no feature');
      return inventedBench({
        feature: { masks: feature },
        input: {
          activations: { discovery: rows('discovery'), confirmation: rows('confirmation') },
          rivals: [{ ...own, name: 'the rival', masks: rival }],
        },
      });
    }
    const both = (of: (half: HalfName) => Uint8Array) => ({
      discovery: of('discovery'),
      confirmation: of('confirmation'),
    });
    const state = item(inventedBench().input.features, 0).masks as Halves<Uint8Array>;
    const others = both((half) => runs(half, 77));
    /** The state, and more beside it; the state, and only a part of it. */
    const wider = both((half) => state[half].map((each, t) => each | (others[half][t] ?? 0)));
    const narrower = both((half) => state[half].map((each, t) => each & (others[half][t] ?? 0)));
    const plainly = () => 0;
    /** Far below at times, so that the middle of the two levels lies below most of what it is outside. */
    const skewed = (uniform: number) => (uniform < 0.4 ? -10 : 1);
    const rivalOf = async (bench: Bench) => {
      const { rivals } = await found({ bench, truth: state });
      const own = rivals.find(({ of }) => 'feature' in of);
      if (own === undefined) throw new Error('no rival');
      return own;
    };

    it.each([
      ['plain', 'holds it within', plainly, wider],
      ['skewed', 'holds it within', skewed, wider],
      ['plain', 'is a part of it', plainly, narrower],
      ['skewed', 'is a part of it', skewed, narrower],
    ] as const)(
      'a %s neuron that knows the feature is not refused for one that %s',
      async (_, _name, outside, rival) => {
        const told = await rivalOf(world({ followed: state, feature: state, rival }, outside));
        expect(told.of).toEqual({ feature: 'the rival' });
        expect(told.follows).toBeGreaterThan(0.85);
        expect(told.adjustedP).toBeGreaterThan(0.5);
      },
    );

    it.each([
      ['plain', 'holds it within', plainly, wider],
      ['skewed', 'holds it within', skewed, wider],
      ['plain', 'is a part of it', plainly, narrower],
    ] as const)('a %s neuron that knows one that %s is refused for it', async (_, _name, outside, rival) => {
      const told = await rivalOf(world({ followed: rival, feature: state, rival }, outside));
      expect(told.follows).toBeLessThan(0.15);
      expect(told.adjustedP).toBeLessThan(0.001);
    });

    it('is followed for certain where the neuron is on its side in every document', async () => {
      const bench = world({ followed: wider, feature: state, rival: wider }, () => -40);
      const told = await rivalOf(bench);
      expect(told.follows).toBe(0);
      expect(told.adjustedP).toBeLessThan(1e-6);
    });
  });

  it('is not asked of the losses where neuron and label never disagree', async () => {
    const bench = inventedBench({ knows: 40 });
    const { disagreement, rivals } = await found({
      bench,
      truth: item(bench.input.features, 0).masks as Halves<Uint8Array>,
    });
    expect(disagreement).toBeNull();
    expect(rivals.map(({ follows }) => follows)).toEqual([1, 1, 1, 1, 1, 1]);
    // Without any spread over documents nothing is told: least of all that it follows the rivals.
    expect(rivals.map(({ adjustedP }) => adjustedP)).toEqual([1, 1, 1, 1, 1, 1]);
  });
});
