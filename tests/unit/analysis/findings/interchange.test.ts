import { expect, it } from 'vitest';
import type { StepReading } from '../../../../runner/analysis/findings/finding.ts';
import { interchangeOf } from '../../../../runner/analysis/findings/interchange.ts';
import type { HalfName } from '../../../../runner/analysis/stats/tested-text.ts';
import { benchOfText, claimOn } from './invented.ts';

it('a value comes from each other occurrence of the token in the state as often as from any', async () => {
  const [documents, length] = [60, 32];
  const inside = Uint8Array.from({ length: documents * length }, (_, t) => Math.floor(t / 4) % 2);
  // Each type stands three times in each state.
  const types = Int32Array.from(inside, (_, t) => Math.floor((4 * Math.floor(t / 8) + (t % 4)) / 3));
  const text = { length, segments: 1, sources: new Int32Array(documents), types };
  // Its value says where it was taken.
  const bench = benchOfText(text, [Float32Array.from(inside.keys())], [inside]);
  const heard: StepReading[] = [];
  const steps = async (_: HalfName, reading: StepReading) => {
    heard.push(reading);
    return reading.values.map(({ length: places }) => new Float32Array(places));
  };
  await interchangeOf(bench, { claim: claimOn(0), where: { after: null }, place: null }, { steps });
  const { values: [other = [], same = []] = [], places = [] } = heard.at(-1) ?? {};
  const occurrences = (own: number, state: number) =>
    [...inside.keys()].filter((t) => types[t] === types[own] && inside[t] === state);
  let behind = 0;
  for (const [index, own] of places.entries()) {
    const state = inside[own] ?? 0;
    expect(occurrences(own, 1 - state)).toContain(other[index]);
    const alike = occurrences(own, state);
    expect(alike.filter((t) => t !== own)).toContain(same[index]);
    if (same[index] === alike[(alike.indexOf(own) + 1) % 3]) behind++;
  }
  // 960 tokens: half of them and four standard errors of 15.5; two thirds, 640, where the token behind also stands in for its own.
  expect(places).toHaveLength(16 * documents);
  expect(Math.abs(behind - 8 * documents)).toBeLessThan(62);
});
