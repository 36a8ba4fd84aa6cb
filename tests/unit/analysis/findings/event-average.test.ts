import { expect, it } from 'vitest';
import { averageAround } from '../../../../runner/analysis/findings/event-average.ts';
import { reachOf } from '../../../../runner/analysis/findings/reach.ts';
import { mean } from '../../../../runner/analysis/stats/summary.ts';
import { inventText, noise } from './invented.ts';

const { text, inside, random } = inventText(8);
const { length } = text;
const onsets = inside.map((value, t) => Number(value === 1 && (t % length === 0 || inside[t - 1] === 0)));
const events = [...onsets.keys()].filter((t) => onsets[t] === 1);
const { lags } = reachOf('word');

it('the average around events is the plain mean over the places that lie in the same segment', () => {
  const activation = noise(random, inside.length);
  const means = lags.map((lag) => {
    const there = events.filter((t) => Math.floor((t + lag) / length) === Math.floor(t / length));
    return mean(there.map((t) => activation[t + lag] ?? Number.NaN));
  });
  const found = averageAround(text, activation, onsets, lags);
  expect(found?.mean).toEqual(means.map((each) => expect.closeTo(each, 9)));
  expect(found).toMatchObject({ lags, events: events.length });
});

it("has Student's interval where every document has one event", () => {
  const small = { length: 1, segments: 1, sources: new Int32Array(4), types: new Int32Array(4) };
  // scipy.stats.t.interval(.95, 3, loc=3, scale=scipy.stats.sem([1, 2, 4, 5]))
  const interval = { lags: [0], low: [expect.closeTo(0.0948373, 5)], high: [expect.closeTo(5.9051627, 5)] };
  expect(averageAround(small, Float32Array.of(1, 2, 4, 5), new Uint8Array(4).fill(1), lags)).toMatchObject(interval);
});

it('says nothing when fewer than two documents carry the feature', () => {
  const one = new Uint8Array(inside.length).with(500, 1);
  expect(averageAround(text, noise(random, inside.length), one, lags)).toBeNull();
});
