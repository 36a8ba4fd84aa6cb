/** Neurons held and exchanged, time courses and scans: against NumPy, and on a network wired by hand. */
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sequencesOf } from '../../../../runner/analysis/pairs/asking.ts';
import { encodePairs, vocabularyTokens } from '../../../../runner/analysis/pairs/encode.ts';
import type { PairFile } from '../../../../runner/analysis/pairs/formats/format.ts';
import { table } from '../../../../runner/analysis/pairs/formats/table.ts';
import { type PairSetTask, pairSetOf } from '../../../../runner/analysis/pairs/pair-set.ts';
import { pairSetSchema } from '../../../../runner/analysis/pairs/pairs-schema.ts';
import { causeOf } from '../../../../runner/analysis/pairs/scan.ts';
import type { Network } from '../../../../runner/analysis/reading/programs.ts';
import { withRunner } from '../../../../runner/analysis/reading/runner.ts';
import { mean } from '../../../../runner/analysis/stats/summary.ts';
import { at, item } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';
import { openPairReader } from '../../../../runner/experiment/pairs/pair-reader.ts';
import { readPairFile } from '../../../../runner/experiment/pairs/read-pairs.ts';
import { onnxEngine } from '../../../../runner/nn/engines/onnx/engine.ts';
import { loadCheckpoint } from '../../../../runner/nn/models/checkpoint.ts';
import { valueNamed } from '../../../../runner/nn/models/program.ts';
import { widthOf } from '../../../../runner/nn/models/reading.ts';
import { initialWeights } from '../../../../runner/nn/train/initialization.ts';
import { Vocabulary } from '../../../../runner/text/vocabulary.ts';
import { fixture } from '../../nn/engines/fixture.ts';
import { distance, made, nearly } from '../stats/reference.ts';

type Asked = Partial<Pick<PairSetTask, 'looked' | 'holds' | 'scan' | 'by' | 'mark' | 'cluster' | 'profiled'>> & {
  network: Network;
  tokens: readonly string[];
  pairs: PairFile;
  before?: string;
  /** Hears the share that is told, and how many texts were read by then. */
  heard?(share: number, read: number): void;
};

/** All that is told of a set. */
async function asked(of: Asked) {
  const { found, skipped, unknown } = await ask(of, pairSetOf);
  const { items: _, causal: _causal, ...told } = found;
  return pairSetSchema.parse({ ...told, name: '', source: '', mark: null, before: null, skipped, unknown });
}

async function ask<Found>(
  { network, tokens, pairs: given, before = '', heard, ...more }: Asked,
  work: (task: PairSetTask) => Promise<Found>,
) {
  const known = vocabularyTokens(new Vocabulary([...tokens]), 'word');
  const ids = Int32Array.from(known.tokens(before), ({ id }) => id ?? 0);
  const source = { path: 'pairs.tsv', name: 'pairs' };
  const { pairs, by, ...counts } = encodePairs(given, known, { source, hasBefore: ids.length > 0, by: more.by });
  const found = await withRunner(onnxEngine(1), network, undefined, async (runner) => {
    const readings = await openPairReader(runner, ids);
    let read = 0;
    return work({
      looked: [],
      holds: [],
      scan: false,
      mark: null,
      across: null,
      causes: [],
      component: 'cell',
      layer: 1,
      array: 'cell.1',
      units: widthOf(network.architecture, 'cell.1'),
      readings: {
        ...readings,
        losses(sequences, holds, onProgress) {
          const before = read;
          return readings.losses(sequences, holds, (share) => {
            read = before + share * sequences.length * holds.length;
            onProgress?.(share);
          });
        },
      },
      ...(heard && { onProgress: (share: number) => heard(share, read) }),
      ...more,
      pairs,
      by,
      sequences: sequencesOf(pairs, ids.length > 0),
      alikeTo: () => [],
      words: (each) => Array.from(each, (id) => tokens[id]).join(''),
    });
  });
  return { found, ...counts };
}

interface Expected {
  before: string;
  pairs: Record<'zero' | 'after', number[][]>;
  neuron: Record<'neuron' | 'mean', number> & {
    heldAtMean: number[];
    exchanged: (number | null)[];
    course: Record<string, number>;
    last: Record<string, number>;
    dose: { values: number[] } & Record<'cat' | 'dog', { right: number[]; margin: number[] }>;
  };
}

describe("of PyTorch's network, as NumPy computes it", () => {
  const { neuron: expected, pairs, before } = made<Expected>('pairs/expected');
  const ofFile = async (looked: PairSetTask['looked']) => {
    const network = await loadCheckpoint(fixture('lstm-2-layers'));
    const source = { path: resolve('tests/fixtures/pairs/pairs.tsv'), name: 'pairs' };
    const read = await readPairFile(source, 'word', '/', () => undefined);
    const holds = [{ neurons: { neurons: [4], why: 'by hand', alike: [] }, at: -5 }] as const;
    const told = { network, tokens: network.vocabulary, pairs: read, before };
    return asked({ ...told, looked, holds, by: ['animal'], cluster: 'frame' });
  };
  const set = ofFile([
    { neurons: [expected.neuron], why: 'claimed', alike: [[1], [2], [3], [5], [6]] },
    { neurons: [expected.neuron, 1], why: 'group', alike: [] },
  ]);

  it('a neuron is held at its mean from the place on, and at what is asked for by hand', async () => {
    const { held } = await set;
    expect(held.map(({ neurons, at, why, alike }) => [neurons, at, why, alike?.draws ?? null])).toEqual([
      [[4], 'mean', 'claimed', 5],
      [[4], 0, 'claimed', 5],
      [[4, 1], 'mean', 'group', null],
      [[4, 1], 0, 'group', null],
      [[4], -5, 'by hand', null],
    ]);
    const [atMean, , , , byHand] = held;
    const { values: [value = 0] = [], all, alike } = atMean ?? {};
    const told = [mean(expected.heldAtMean), mean(expected.heldAtMean.map((margin) => Number(margin > 0)))];
    expect([value, all?.margin, all?.accuracy]).toEqual(nearly([expected.mean, ...told], 4));
    expect(byHand?.all.margin).toBeCloseTo(mean(pairs.after[1] ?? []), 4);
    expect(alike?.margin[0]).toBeLessThan(alike?.margin[1] ?? 0);
  });

  it('values are taken from the twin, where sides are single tokens', async () => {
    const { interchange, margins = [] } = await set;
    const [first] = interchange;
    expect(first?.margins).toEqual(expected.exchanged.map((margin) => margin && expect.closeTo(margin, 4)));
    const able = [...margins.entries()].filter(([pair]) => expected.exchanged[pair] !== null);
    const turned = able.filter(([pair, before]) => (expected.exchanged[pair] ?? 0) > 0 !== before > 0).length;
    expect([first?.turned, first?.pairs]).toEqual([turned, able.length]);
    expect(first?.conditions.reduce((sum, each) => sum + each.turned, 0)).toBe(turned);
  });

  it('time courses are means over the texts of a condition, from the place on and back from the end', async () => {
    const [course] = (await set).courses;
    for (const animal of ['cat', 'dog']) {
      const line = course?.lines.find(({ by }) => by.animal === animal);
      expect(line?.pairs).toBe(30);
      for (const { from, offset, mean: found, interval } of line?.places ?? []) {
        if (from === 'start' && offset < 2) expect(found).toBeCloseTo(expected.course[`${animal} ${offset}`] ?? NaN, 4);
        if (from === 'end' && offset === -1) expect(found).toBeCloseTo(expected.last[animal] ?? NaN, 4);
        expect([(interval?.[0] ?? 0) <= found + 1e-9, (interval?.[1] ?? 0) >= found - 1e-9]).toEqual([true, true]);
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
    for (const [place, own] of [profile?.atMean, profile?.atZero].entries()) {
      const told = held[place]?.conditions ?? [];
      expect(own?.right).toEqual(told.map(({ accuracy, pairs: all }) => Math.round(accuracy * all)));
      const margins = told.map(({ margin }) => margin);
      expect(distance(own?.margin ?? [], margins)).toBeLessThan(0.001);
    }
    expect(profile?.turned).toEqual({ pairs: interchange[0]?.pairs, turned: interchange[0]?.turned });
    expect(profiles?.lines.map((line) => line.by)).toEqual(courses[0]?.lines.map((line) => line.by));
    for (const [line, { places }] of (courses[0]?.lines ?? []).entries()) {
      const told = places.map((place) => place.mean);
      expect(distance(profile?.course.means[line] ?? [], told)).toBeLessThan(0.005);
    }
    expect(by).toEqual(['animal']);
  });

  it('the dose curve has the preference at each value, as NumPy has it with the neuron held there', async () => {
    const { profiles } = await set;
    const [profile] = profiles?.neurons ?? [];
    const { values = [], margin = [], right = [] } = profile?.dose ?? {};
    expect(values).toHaveLength(21);
    expect(distance(values, expected.dose.values)).toBeLessThan(1e-4);
    expect(profiles?.dosed).toEqual([30, 30]);
    for (const [condition, { by }] of (profiles?.lines ?? []).entries()) {
      const own = expected.dose[by.animal as 'cat' | 'dog'];
      expect(right.map((each) => each[condition])).toEqual(own.right);
      // They are kept to four digits: off by half a unit of the last, and what float32 is off by.
      const digits = own.margin.map((nats) => 10 ** (Math.floor(Math.log10(Math.abs(nats))) - 3));
      const off = own.margin.map((nats, place) => (at(item(margin, place), condition) - nats) / at(digits, place));
      expect(Math.max(...off.map(Math.abs))).toBeLessThan(0.52);
    }
    expect((await ofFile([])).profiles).toBeUndefined();
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
    const all = initialWeights(architecture, { normal: 0.35 }, seed);
    const of = (name: string) => valueNamed(all, name).data;
    if (!wired) return all;
    // The carrier writes at `one` and `many`, keeps it, and is read by the two verbs alone.
    for (const [gate, row] of [0, 1, 2, 3].map((each) => each * units + carrier).entries()) {
      of('rnn.weight_hh_l0').fill(0, row * units, (row + 1) * units);
      of('rnn.bias_ih_l0')[row] = 0;
      for (const [token, word] of tokens.entries()) {
        const isNumber = word === 'one' || word === 'many';
        const value = [isNumber ? 12 : -12, isNumber ? -12 : 12, word === 'one' ? -12 : 12, 12][gate] ?? 0;
        of('rnn.weight_ih_l0')[row * tokens.length + token] = value;
      }
    }
    of('decoder.weight')[tokens.indexOf('is') * units + carrier] = -3;
    of('decoder.weight')[tokens.indexOf('are') * units + carrier] = 3;
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
  const of = ({ seed = 1, wired = false, couples = 20 }) => ({
    network: { architecture, weights: weights(seed, wired) },
    tokens,
    pairs: twins(couples),
  });

  it('finds the one that carries the number, and holds and exchanges it', async () => {
    const { scan, held, interchange, all, profiles } = await asked({ ...of({ wired: true }), scan: true });
    expect(all.accuracy).toBe(1);
    expect(scan?.isAbove).toBe(true);
    expect(scan?.chosen.filter(({ passed }) => passed).map(({ neuron }) => neuron)).toEqual([carrier]);
    const told = { neurons: [carrier], why: 'scan' };
    expect(held).toMatchObject([told, told]);
    expect(held[1]?.all.accuracy).toBeLessThan(0.75);
    expect(interchange).toMatchObject([{ neurons: [carrier], pairs: 40, turned: 40 }]);
    // The runner may choose any of so few, the one that is found first.
    const [first, ...others] = profiles?.neurons ?? [];
    expect(first).toMatchObject({ neuron: carrier, turned: { turned: 40 } });
    expect(others).toHaveLength(units - 1);
    expect(Math.max(...others.map((each) => each.turned?.turned ?? Number.NaN))).toBeLessThan(10);
  });

  const caused = async (scan: boolean, made: Parameters<typeof of>[0]) =>
    (await ask({ ...of(made), by: ['number'] }, (task) => causeOf(task, scan))).found;

  it('the one that costs most when it is exchanged on one half is the cause, and turns every preference of the other', async () => {
    for (const scan of [true, false]) {
      const cause = await caused(scan, { wired: true });
      expect(cause).toMatchObject({ neuron: carrier, tried: units, pairs: 20, turned: 20, passed: true });
      expect(cause?.interval[0]).toBeGreaterThan(0);
    }
  });

  it('no neuron of networks that were never trained is a cause, or claimed, nor one by few pairs', async () => {
    for (let seed = 200; seed < 206; seed++) expect((await caused(true, { seed }))?.passed ?? false).toBe(false);
    for (let seed = 100; seed < 105; seed++) {
      const { scan } = await asked({ ...of({ seed }), scan: true, profiled: 0 });
      expect([scan?.tried, scan?.chosen.filter(({ passed }) => passed)]).toEqual([units, []]);
    }
    // Too few pairs to choose on one half and confirm on the other.
    const few = { wired: true, couples: 19 };
    expect(await caused(true, few)).toBeNull();
    expect((await asked({ ...of(few), scan: true, profiled: 0 })).scan).toBeNull();
  });

  it('tells how far it is by the texts that were read, and never goes back', async () => {
    const told: { share: number; read: number }[] = [];
    await asked({
      ...of({ wired: true }),
      profiled: 4,
      scan: true,
      by: ['number'],
      looked: [{ neurons: [1], why: 'claimed', alike: [[2], [3]] }],
      heard: (share, read) => told.push({ share, read }),
    });
    const last = told.at(-1);
    expect(last?.share).toBeCloseTo(1, 1);
    for (const [place, { share, read }] of told.entries()) {
      expect(share).toBeGreaterThanOrEqual(told[place - 1]?.share ?? 0);
      expect(Math.abs(share - read / (last?.read ?? 0))).toBeLessThan(0.1);
    }
  });
});
