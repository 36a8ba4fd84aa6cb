/** Neurons held and exchanged, time courses and scans: against NumPy, and on a network wired by hand. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sequencesOf } from '../../../../runner/analysis/pairs/asking.ts';
import { encodePairs, vocabularyTokens } from '../../../../runner/analysis/pairs/encode.ts';
import type { PairFile } from '../../../../runner/analysis/pairs/formats/format.ts';
import { table } from '../../../../runner/analysis/pairs/formats/table.ts';
import { type PairSetTask, pairSetOf } from '../../../../runner/analysis/pairs/pair-set.ts';
import { pairSetSchema } from '../../../../runner/analysis/pairs/pairs-schema.ts';
import { causeOf } from '../../../../runner/analysis/pairs/scan.ts';
import type { Network } from '../../../../runner/analysis/reading/programs.ts';
import { openRunner } from '../../../../runner/analysis/reading/runner.ts';
import { random } from '../../../../runner/core/random.ts';
import { openPairReader } from '../../../../runner/experiment/pairs/pair-reader.ts';
import { readPairFile } from '../../../../runner/experiment/pairs/read-pairs.ts';
import { onnxEngine } from '../../../../runner/nn/engines/onnx/engine.ts';
import { loadCheckpoint } from '../../../../runner/nn/models/checkpoint.ts';
import type { Engine } from '../../../../runner/nn/models/program.ts';
import { widthOf } from '../../../../runner/nn/models/reading.ts';
import { Vocabulary } from '../../../../runner/text/vocabulary.ts';
import { fixture } from '../../nn/engines/fixture.ts';

const file = (name: string) => fileURLToPath(new URL(`../../../fixtures/pairs/${name}`, import.meta.url));

interface Asked
  extends Partial<
    Pick<PairSetTask, 'looked' | 'holds' | 'scan' | 'by' | 'cluster' | 'component' | 'layer' | 'profiled'>
  > {
  engine: Engine;
  network: Network;
  tokens: readonly string[];
  pairs: PairFile;
  before?: string;
  /** Hears the share that is told, and how many texts were read by then. */
  heard?(share: number, read: number): void;
}

/** All that is told of a set. */
async function asked(of: Asked) {
  const { found, skipped, unknown } = await ask(of, pairSetOf);
  return pairSetSchema.parse({ ...found, name: '', source: '', mark: null, before: null, skipped, unknown });
}

async function ask<Found>(
  { engine, network, tokens, pairs: given, before, heard, ...more }: Asked,
  work: (task: PairSetTask) => Promise<Found>,
) {
  const vocabulary = new Vocabulary([...tokens]);
  const known = vocabularyTokens(vocabulary, 'word');
  const ids = Int32Array.from(known.tokens(before ?? ''), ({ id }) => id ?? 0);
  const source = { path: 'pairs.tsv', name: 'pairs' };
  const encoded = encodePairs(given, known, { source, hasBefore: ids.length > 0, by: more.by });
  const runner = openRunner(engine, network);
  const readings = await openPairReader(runner, ids);
  let read = 0;
  const counting: typeof readings = {
    ...readings,
    async losses(sequences, holds, onProgress) {
      const before = read;
      const listener = (share: number) => {
        read = before + share * sequences.length * holds.length;
        onProgress?.(share);
      };
      return await readings.losses(sequences, holds, listener);
    },
  };
  const { component = 'cell', layer = 1 } = more;
  const units = widthOf(network.architecture, `${component}.${layer}`);
  try {
    const found = await work({
      ...{ looked: [], holds: [], scan: false, component, layer, readings: counting },
      ...(heard && { onProgress: (share: number) => heard(share, read) }),
      ...more,
      ...{ pairs: encoded.pairs, by: encoded.by, array: `${component}.${layer}`, units },
      sequences: sequencesOf(encoded.pairs, ids.length > 0),
      alikeTo: () => [],
      words: (each) => Array.from(each, (id) => tokens[id]).join(''),
    });
    const { skipped, unknown } = encoded;
    return { found, skipped, unknown };
  } finally {
    await runner.release();
  }
}

describe("of PyTorch's network, as NumPy computes it", () => {
  const { neuron: expected, pairs, before } = JSON.parse(readFileSync(file('expected.json'), 'utf8'));
  const ofFile = async (more: Partial<Asked> = {}) => {
    const network = await loadCheckpoint(fixture('lstm-2-layers'));
    const source = { path: file('pairs.tsv'), name: 'pairs' };
    const read = await readPairFile(source, 'word', '/', () => undefined);
    return asked({
      ...{ engine: onnxEngine(), network, tokens: network.vocabulary, pairs: read, before },
      ...{ by: ['animal'], cluster: 'frame' },
      looked: [
        { neurons: [expected.neuron], why: 'claimed', alike: [[1], [2], [3], [5], [6]] },
        { neurons: [expected.neuron, 1], why: 'group', alike: [] },
      ],
      holds: [{ neurons: { neurons: [4], why: 'by hand', alike: [] }, at: -5 }],
      ...more,
    });
  };
  const set = ofFile();
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('a neuron is held at its mean from the place on, and at what is asked for by hand', async () => {
    const { held } = await set;
    expect(held.map(({ neurons, at, why }) => [neurons, at, why])).toEqual([
      [[4], 'mean', 'claimed'],
      [[4], 0, 'claimed'],
      [[4, 1], 'mean', 'group'],
      [[4, 1], 0, 'group'],
      [[4], -5, 'by hand'],
    ]);
    expect(held[0]?.values[0]).toBeCloseTo(expected.mean, 5);
    expect(held[0]?.all.margin).toBeCloseTo(mean(expected.heldAtMean), 4);
    expect(held[0]?.all.accuracy).toBe(mean(expected.heldAtMean.map((margin: number) => Number(margin > 0))));
    expect(held[4]?.all.margin).toBeCloseTo(mean(pairs.after[1]), 4);
    expect(held.map(({ alike }) => alike?.draws ?? null)).toEqual([5, 5, null, null, null]);
    const { margin: [low = 0, high = 0] = [] } = held[0]?.alike ?? {};
    expect(low).toBeLessThan(high);
  });

  it('values are taken from the twin, where sides are single tokens', async () => {
    const { interchange, margins = [] } = await set;
    const [first] = interchange;
    const exchanged: (number | null)[] = expected.exchanged;
    expect(first?.margins?.map((margin) => margin === null)).toEqual(exchanged.map((margin) => margin === null));
    for (const [pair, margin] of exchanged.entries())
      if (margin !== null) expect(first?.margins?.[pair]).toBeCloseTo(margin, 4);
    const turned = exchanged.filter((margin, pair) => margin !== null && margin > 0 !== (margins[pair] ?? 0) > 0);
    expect([first?.turned, first?.pairs]).toEqual([
      turned.length,
      exchanged.filter((margin) => margin !== null).length,
    ]);
    expect(first?.conditions.reduce((sum, each) => sum + each.turned, 0)).toBe(turned.length);
  });

  it('time courses are means over the texts of a condition, from the place on and back from the end', async () => {
    const [course] = (await set).courses;
    for (const animal of ['cat', 'dog']) {
      const line = course?.lines.find(({ by }) => by.animal === animal);
      expect(line?.pairs).toBe(30);
      for (const { from, offset, mean: found, interval } of line?.places ?? []) {
        if (from === 'start' && offset < 2) expect(found).toBeCloseTo(expected.course[`${animal} ${offset}`], 4);
        if (from === 'end' && offset === -1) expect(found).toBeCloseTo(expected.last[animal], 4);
        expect(interval?.[0] ?? 0).toBeLessThanOrEqual(found + 1e-9);
        expect(interval?.[1] ?? 0).toBeGreaterThanOrEqual(found - 1e-9);
      }
      expect(line?.places.map(({ offset }) => offset).slice(0, 3)).toEqual([-2, -1, 0]);
      expect(line?.places.at(-1)).toMatchObject({ from: 'end', offset: 0 });
    }
  });

  it('a neuron has a profile: its course, itself held, and what turns, as they are told one by one', async () => {
    const { profiles, courses, held, interchange, by } = await set;
    const [profile] = profiles?.neurons ?? [];
    expect(profiles).toMatchObject({ component: 'cell', layer: 1 });
    expect(profile?.neuron).toBe(expected.neuron);
    // Means over the pairs of a condition, as NumPy has them.
    const rows = profiles?.lines.map((line, place) => ({
      ...line,
      margin: profile?.atMean.margin[place] ?? Number.NaN,
    }));
    const whole = (rows ?? []).reduce((sum, { pairs: count, margin }) => sum + count * margin, 0);
    expect(whole / expected.heldAtMean.length).toBeCloseTo(mean(expected.heldAtMean), 2);
    expect(profile?.atZero.right).toEqual(
      held[1]?.conditions.map(({ accuracy, pairs: all }) => Math.round(accuracy * all)),
    );
    expect(profile?.turned).toEqual({ pairs: interchange[0]?.pairs, turned: interchange[0]?.turned });
    expect(profiles?.lines.map((line) => line.by)).toEqual(courses[0]?.lines.map((line) => line.by));
    for (const [line, own] of (courses[0]?.lines ?? []).entries())
      for (const [index, { mean: told }] of own.places.entries())
        expect(profile?.course.means[line]?.[index]).toBeCloseTo(told, 2);
    expect(by).toEqual(['animal']);
  });

  it('the dose curve has the preference at each value, as NumPy has it with the neuron held there', async () => {
    const { profiles } = await set;
    const [profile] = profiles?.neurons ?? [];
    if (profiles === undefined || profile === undefined) throw new Error('no profile');
    const { values, margin, right } = profile.dose;
    expect(values).toHaveLength(21);
    for (const [place, value] of values.entries()) expect(value).toBeCloseTo(expected.dose.values[place], 4);
    expect(profiles.dosed).toEqual([30, 30]);
    for (const [condition, { by }] of profiles.lines.entries()) {
      const own = expected.dose[by.animal ?? ''];
      expect(right.map((each) => each[condition])).toEqual(own.right);
      // They are kept to four digits: off by half a unit of the last, and what float32 is off by.
      for (const [place, nats] of own.margin.entries()) {
        const digit = 10 ** (Math.floor(Math.log10(Math.abs(nats))) - 3);
        expect(Math.abs((margin[place]?.[condition] ?? Number.NaN) - nats)).toBeLessThan(0.52 * digit);
      }
    }
    const without = await ofFile({ looked: [] });
    expect(without.profiles).toBeUndefined();
  });

  it('a couple of twins is shown with what the neuron was', async () => {
    const { examples } = await set;
    expect(examples).toHaveLength(2);
    for (const { tokens, neurons } of examples) {
      expect(neurons.map(({ neuron, values }) => [neuron, values.length])).toEqual([[4, tokens.length]]);
      expect(tokens[2]).toMatch(/cat|dog/);
    }
  });
});

describe('a scan of all neurons', () => {
  /** Words: a one or a many, some that say nothing, and two verbs. */
  const tokens = ['<unk>', ' ', 'one', 'many', 'a', 'b', 'c', 'd', 'is', 'are'];
  const units = 12;
  const carrier = 7;
  const architecture = { cell: 'lstm', layers: 1, units, embedding: 0, vocabulary: tokens.length } as const;

  function weights(seed: number, wired: boolean): Network['weights'] {
    const draw = random(seed);
    const make = (shape: number[], scale: number) => ({
      shape,
      data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => scale * draw.normal()),
    });
    const size = tokens.length;
    const all = {
      'rnn.weight_ih_l0': make([4 * units, size], 0.6),
      'rnn.weight_hh_l0': make([4 * units, units], 0.3),
      'rnn.bias_ih_l0': make([4 * units], 0.1),
      'rnn.bias_hh_l0': make([4 * units], 0),
      'decoder.weight': make([size, units], 0.3),
      'decoder.bias': make([size], 0),
    };
    if (!wired) return all;
    const [input, hidden, bias] = [
      all['rnn.weight_ih_l0'].data,
      all['rnn.weight_hh_l0'].data,
      all['rnn.bias_ih_l0'].data,
    ];
    // The carrier writes at `one` and `many`, keeps it, and is read by the two verbs alone.
    for (let gate = 0; gate < 4; gate++) {
      const row = gate * units + carrier;
      hidden.fill(0, row * units, (row + 1) * units);
      for (let token = 0; token < size; token++) {
        const isNumber = tokens[token] === 'one' || tokens[token] === 'many';
        const value = [isNumber ? 12 : -12, isNumber ? -12 : 12, tokens[token] === 'one' ? -12 : 12, 12][gate] ?? 0;
        input[row * size + token] = value;
      }
      bias[row] = 0;
    }
    for (const [token, weight] of [
      [tokens.indexOf('is'), -3],
      [tokens.indexOf('are'), 3],
    ] as const)
      all['decoder.weight'].data[token * units + carrier] = weight;
    return all;
  }

  /** Twins by their number, with as many as eight words in between. */
  const twins = (couples: number): PairFile => {
    const draw = random(3);
    const rows = Array.from({ length: couples }, (_, couple) => {
      const rest = Array.from({ length: 1 + draw.below(4) }, () => ['a', 'b', 'c', 'd'][draw.below(4)]).join(' ');
      return [
        `${couple}-one\tone ${rest} \tis\tare\tone\t${couple}-many`,
        `${couple}-many\tmany ${rest} \tare\tis\tmany\t${couple}-one`,
      ];
    });
    const text = ['id\ttext\tright\twrong\tnumber\ttwin', ...rows.flat()].join('\n');
    return table.read([text], { source: { path: 'a.tsv', name: 'a' }, compare: 'word' });
  };
  const scanned = async (seed: number, wired: boolean, profiled?: number) => {
    const network = { architecture, weights: weights(seed, wired) };
    return asked({ engine: onnxEngine(), network, tokens, pairs: twins(40), scan: true, profiled });
  };

  it('finds the one that carries the number, and holds and exchanges it', async () => {
    const { scan, held, interchange, all, profiles } = await scanned(1, true);
    expect(all.accuracy).toBe(1);
    expect(scan?.isAbove).toBe(true);
    expect(scan?.chosen.filter(({ passed }) => passed).map(({ neuron }) => neuron)).toEqual([carrier]);
    expect(held.map(({ neurons, why }) => [neurons, why])).toEqual([
      [[carrier], 'scan'],
      [[carrier], 'scan'],
    ]);
    expect(held[1]?.all.accuracy).toBeLessThan(0.75);
    expect(interchange).toMatchObject([{ neurons: [carrier], pairs: 80, turned: 80 }]);
    // The runner may choose any of so few, the one that is found first.
    expect(profiles?.neurons).toHaveLength(units);
    expect(profiles?.neurons[0]?.neuron).toBe(carrier);
    const turned = profiles?.neurons.map((each) => each.turned?.turned ?? Number.NaN) ?? [];
    expect(turned[0]).toBe(80);
    expect(Math.max(...turned.slice(1))).toBeLessThan(20);
  });

  const caused = async (seed: number, wired: boolean, scan: boolean, couples = 40) => {
    const network = { architecture, weights: weights(seed, wired) };
    const of = { engine: onnxEngine(), network, tokens, pairs: twins(couples), by: ['number'] };
    const { found } = await ask(of, (task) => causeOf(task, scan));
    return found;
  };

  it('the one that costs most when it is exchanged on one half is the cause, and turns every preference of the other', async () => {
    for (const scan of [true, false]) {
      const cause = await caused(1, true, scan);
      expect(cause).toMatchObject({ neuron: carrier, tried: units, pairs: 40, turned: 40, passed: true });
      expect(cause?.interval[0]).toBeGreaterThan(0);
    }
    expect(await caused(1, true, true, 19)).toBeNull();
  });

  it('no neuron of networks that were never trained is a cause', async () => {
    const causes = await Promise.all(Array.from({ length: 6 }, (_, seed) => caused(200 + seed, false, true)));
    expect(causes.map((cause) => cause?.passed ?? false)).toEqual(causes.map(() => false));
  });

  it('claims none of networks that were never trained', async () => {
    const scans = await Promise.all(Array.from({ length: 5 }, (_, seed) => scanned(100 + seed, false, 0)));
    const claimed = scans.flatMap(({ scan }) => scan?.chosen.filter(({ passed }) => passed) ?? []);
    expect(scans.every(({ scan }) => scan !== null && scan.tried === units)).toBe(true);
    expect(claimed).toEqual([]);
  });

  it('tells how far it is by the texts that were read, and never goes back', async () => {
    const told: { share: number; read: number }[] = [];
    const network = { architecture, weights: weights(1, true) };
    await asked({
      ...{ engine: onnxEngine(), network, tokens, pairs: twins(20), profiled: 4, scan: true, by: ['number'] },
      looked: [{ neurons: [1], why: 'claimed', alike: [[2], [3]] }],
      heard: (share, read) => told.push({ share, read }),
    });
    const all = told.at(-1)?.read ?? 0;
    expect(told.at(-1)?.share).toBeCloseTo(1, 1);
    for (const [place, { share, read }] of told.entries()) {
      expect(share).toBeGreaterThanOrEqual(told[place - 1]?.share ?? 0);
      expect(Math.abs(share - read / all)).toBeLessThan(0.1);
    }
  });

  it('needs enough pairs to choose on one half and confirm on the other', async () => {
    const network = { architecture, weights: weights(1, true) };
    const { scan } = await asked({ engine: onnxEngine(), network, tokens, pairs: twins(19), scan: true, profiled: 0 });
    expect(scan).toBeNull();
  });
});
