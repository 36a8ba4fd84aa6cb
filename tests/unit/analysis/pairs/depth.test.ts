/** Depth, on made-up networks: found where a unit counts it, and nowhere else. */
import { expect, it } from 'vitest';
import type { PairReadings, SetTask } from '../../../../runner/analysis/pairs/asking.ts';
import { depthOf } from '../../../../runner/analysis/pairs/depth.ts';
import type { Pair } from '../../../../runner/analysis/pairs/encode.ts';
import { at, item } from '../../../../runner/core/at.ts';
import { random } from '../../../../runner/core/random.ts';

const [open, close, letter] = [1, 2, 3];
const units = 6;

/** Lines of brackets and letters, ten tokens each, with how many are open after each token; `0` to `39` stand for white space in front. */
const lines = Array.from({ length: 40 }, (_, line) => {
  const draw = random(7, line);
  let depth = 0;
  const drawn = Array.from({ length: 10 }, () => {
    const next = depth > 0 && draw.uniform() < 0.35 ? close : draw.uniform() < 0.6 ? open : letter;
    depth += next === open ? 1 : next === close ? -1 : 0;
    return [next, depth] as const;
  });
  return {
    text: Int32Array.of(0, ...drawn.map(([id]) => id)),
    depths: Float32Array.of(Number.NaN, ...drawn.map(([, each]) => each)),
  };
});
const pairsOf = (of: (depths: Float32Array, line: number) => Float32Array): Pair[] =>
  lines.map(({ text, depths }, line) => ({
    ...{ id: String(line), line: line + 1, tokens: [], at: null, twin: null, values: {} },
    ...{ text, right: Int32Array.of(1), wrong: Int32Array.of(2), depths: of(depths, line) },
  }));

/** @param value of the first unit, after a token; the others are noise. */
function taskOf(pairs: Pair[], value: (line: number, position: number) => number): SetTask {
  const noise = random(11);
  const readings: Pick<PairReadings, 'activations'> = {
    async activations(sequences, _, hear) {
      for (const [index, { pair, ids }] of sequences.entries())
        for (const position of ids.keys()) {
          const others = Array.from({ length: units - 1 }, () => noise.normal());
          hear(index, position, Float32Array.of(value(pair, position), ...others));
        }
    },
  };
  const where = { component: 'cell', layer: 1, array: 'cell.1' } as const;
  return { pairs, by: [], sequences: [], readings: readings as PairReadings, units, ...where };
}

const asTheyAre = pairsOf((depths) => depths);
const counts = (line: number, position: number): number => {
  const depth = at(item(lines, line).depths, position);
  return Number.isNaN(depth) ? 0 : depth;
};
const depthIn = async (task: SetTask) => (await depthOf(task)) ?? expect.fail('depth can be told');

it('a unit that counts explains it all, and curves of other lines of equal length hardly', async () => {
  const found = await depthIn(taskOf(asTheyAre, counts));
  expect([found.texts, found.words]).toEqual([40, 400]);
  expect(found.explained).toBeGreaterThan(0.98);
  expect(found.interval[0]).toBeGreaterThan(0.95);
  expect(found.covariates).toBeLessThan(0.8);
  expect(found.shuffled?.draws).toBe(10);
  expect(found.shuffled?.most).toBeLessThan(0.2);
});

it.each<[string, Pair[], (line: number, position: number) => number]>([
  ['noise', asTheyAre, () => 0],
  ['a unit that counts the words of the line', asTheyAre, (_, position) => position],
  ['a unit that knows the last token', asTheyAre, (line, position) => at(item(lines, line).text, position)],
  [
    'a counter, of labels that are the next line’s',
    pairsOf((_, line) => item(lines, (line + 1) % lines.length).depths),
    counts,
  ],
])('nothing is explained by %s', async (_, pairs, value) => {
  expect((await depthIn(taskOf(pairs, value))).explained).toBeLessThan(0.05);
});

it('needs depths, and as many lines as there are parts; where all have one curve nothing can be exchanged', async () => {
  const none = asTheyAre.map(({ depths: _, ...pair }) => pair);
  expect(await depthOf(taskOf(none, counts))).toBeNull();
  expect(await depthOf(taskOf(asTheyAre.slice(0, 4), counts))).toBeNull();
  const alike = pairsOf(() => item(lines, 0).depths);
  expect((await depthOf(taskOf(alike, () => 0)))?.shuffled ?? null).toBeNull();
});
