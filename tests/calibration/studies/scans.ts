/**
 * `scan` of minimal pairs: is the unit that carries a preference found, and is no unit claimed where none carries it? On a network
 * wired by hand, on the same with its units' weights permuted, and on made-up losses. Reads with an engine.
 */

import { marginsOf, marginsWith, type PairReadings, sequencesOf } from '../../../runner/analysis/pairs/asking.ts';
import type { Pair } from '../../../runner/analysis/pairs/encode.ts';
import { scanOf } from '../../../runner/analysis/pairs/scan.ts';
import { openRunner } from '../../../runner/analysis/reading/runner.ts';
import { at } from '../../../runner/core/at.ts';
import { type Random, shuffle } from '../../../runner/core/random.ts';
import { openPairReader } from '../../../runner/experiment/pairs/pair-reader.ts';
import { chooseEngine } from '../../../runner/nn/engines/engines.ts';
import type { Checkpoint } from '../../../runner/nn/models/checkpoint.ts';
import { shuffledWeights } from '../../../runner/nn/train/shuffled-weights.ts';
import { opening, quotationTokens, space, vocabulary, words } from '../quotation-language.ts';
import { fewer, fewest, fooled, powerful, rarely, studies } from '../study.ts';
import { quoteNeuron, wiredCheckpoint } from '../wired.ts';

const units = 24;
const pairCount = 80;
const idOf = (token: string): number => vocabulary.indexOf(token);
const [inside, outside] = [words.slice(0, words.length / 2), words.slice(words.length / 2)];

/** A text that ends inside quotation marks or outside, and a word of each kind that may come next. */
function pairsOf(random: Random): Pair[] {
  return Array.from({ length: pairCount }, (_, place): Pair => {
    // Pairs go to the halves in turn: both kinds to each.
    const isInside = place % 4 < 2;
    const before = quotationTokens(12, random).filter((token) => words.includes(token) || token === space);
    const tokens = [...before, ...(isInside ? [opening] : []), words[random.below(words.length)] ?? '', space];
    const one = (from: readonly string[]): Int32Array => Int32Array.of(idOf(from[random.below(from.length)] ?? ''));
    const [right, wrong] = isInside ? [inside, outside] : [outside, inside];
    const text = Int32Array.from(tokens, idOf);
    return {
      id: String(place),
      line: place + 1,
      tokens,
      text,
      twin: null,
      at: null,
      values: {},
      right: one(right),
      wrong: one(wrong),
    };
  });
}

/** The units that are claimed. @param readings of the pairs; @param means [units] at which each is held. */
async function scanned(pairs: readonly Pair[], readings: PairReadings, means: ArrayLike<number>): Promise<number[]> {
  const sequences = sequencesOf(pairs, false);
  const [intact] = await readings.losses(sequences, [[]]);
  const margins = marginsOf(pairs.length, sequences, intact ?? []);
  const array = { component: 'cell' as const, layer: 1, array: 'cell.1', units: means.length };
  const task = { pairs, by: [], sequences, readings, ...array };
  const holds = Array.from(means, (value, neuron) => [{ neuron, value }]);
  const scan = scanOf(task, margins, await marginsWith(task, holds));
  return (scan?.chosen ?? []).filter(({ passed }) => passed).map(({ neuron }) => neuron);
}

async function scanOfNetwork(network: Checkpoint, random: Random): Promise<number[]> {
  const engine = await chooseEngine({ device: 'cpu' }, { threads: 1 });
  const runner = openRunner(engine, network);
  const readings = await openPairReader(runner, new Int32Array());
  try {
    const pairs = pairsOf(random);
    const sequences = sequencesOf(pairs, false);
    const sums = new Float64Array(units);
    let rows = 0;
    await readings.activations(sequences, 'cell.1', (_, _position, row) => {
      for (let unit = 0; unit < units; unit++) sums[unit] = at(sums, unit) + at(row, unit);
      rows++;
    });
    return await scanned(
      pairs,
      readings,
      sums.map((sum) => sum / rows),
    );
  } finally {
    await runner.release();
  }
}

export const scanPlants = studies('plants', {
  'scan: wired by hand': {
    wanted: { 'scan power': powerful, 'scan: another unit': rarely, 'scan: permuted units': rarely },
    most: fewest,
    together: 5,
    async experiment(random) {
      const network = wiredCheckpoint(random.bits(), { units });
      const found = await scanOfNetwork(network, random);
      const weights = shuffledWeights(network.architecture, network.weights, random.bits());
      const permuted = await scanOfNetwork({ ...network, weights }, random);
      return {
        'scan power': found.includes(quoteNeuron),
        'scan: another unit': found.some((neuron) => neuron !== quoteNeuron),
        'scan: permuted units': permuted.length > 0,
      };
    },
  },
});

/** Nats by which holding any unit changes a pair's preference, for better or worse, and by text. */
const moved = 1;

export const scanNulls = studies('nulls', {
  'scan: no unit carries it': {
    wanted: { scan: fooled },
    most: fewer,
    async experiment(random) {
      const pairs = pairsOf(random);
      const own = Float64Array.from(pairs, () => 1 + random.normal());
      const readings: Pick<PairReadings, 'losses'> = {
        losses: async (sequences, holds) =>
          holds.map((hold) =>
            sequences.map(({ pair, asks, sides }) => {
              const margin = at(own, pair) + (hold.length === 0 ? 0 : moved * random.normal());
              return Float32Array.from(asks, (_, ask) => (-at(sides, ask) * margin) / 2);
            }),
          ),
      };
      const found = await scanned(shuffle(pairs, random), readings as PairReadings, new Float64Array(64));
      return { scan: found.length > 0 };
    },
  },
});
