import { describe, expect, it } from 'vitest';
import { averageAround } from '../../../../runner/analysis/findings/event-average.ts';
import { reachOf } from '../../../../runner/analysis/findings/reach.ts';
import { inventText, noise } from './invented-text.ts';

const { text, inside, random } = inventText(8);
const onsets = inside.map((value, t) => Number(value === 1 && (t % text.length === 0 || inside[t - 1] === 0)));
const activation = noise(random, inside.length);
const { lags } = reachOf('word');

describe('averageAround', () => {
  it('shows a bump two tokens after the feature, and its interval excludes the baseline there alone', () => {
    const bump = activation.map((a, t) => 0.1 * a + (t % text.length > 1 && onsets[t - 2] === 1 ? 1 : 0));
    const average = averageAround(text, bump, onsets, lags);
    const at = (lag: number) => average?.lags.indexOf(lag) ?? -1;
    expect(average?.mean[at(2)]).toBeGreaterThan(0.95);
    expect(average?.low[at(2)]).toBeGreaterThan(average?.baseline ?? 1);
    expect(average?.mean[at(-1)]).toBeLessThan(0.2);
  });

  it('is the plain mean over the places that lie in the same segment', () => {
    const average = averageAround(text, activation, onsets, lags);
    average?.lags.forEach((lag, index) => {
      let sum = 0;
      let count = 0;
      onsets.forEach((event, t) => {
        const there = t + lag;
        if (event === 0 || there < 0 || Math.floor(there / text.length) !== Math.floor(t / text.length)) return;
        if (there >= activation.length) return;
        sum += activation[there] as number;
        count++;
      });
      expect(average.mean[index]).toBeCloseTo(sum / count, 9);
    });
    expect(average?.lags).toHaveLength(17);
    expect(average?.events).toBe(onsets.reduce((sum, each) => sum + each, 0));
  });

  it("has Student's interval where every document has one event", () => {
    const small = { length: 1, segments: 1, sources: Int32Array.of(0, 0, 0, 0), types: new Int32Array(4) };
    const average = averageAround(small, Float32Array.of(1, 2, 4, 5), new Uint8Array(4).fill(1), lags);
    // scipy.stats.t.interval(.95, 3, loc=3, scale=scipy.stats.sem([1, 2, 4, 5]))
    expect(average?.low[0]).toBeCloseTo(0.0948373, 5);
    expect(average?.high[0]).toBeCloseTo(5.9051627, 5);
    expect(average?.lags).toEqual([0]);
  });

  it('says nothing when fewer than two documents carry the feature', () => {
    const one = new Uint8Array(inside.length);
    one[500] = 1;
    expect(averageAround(text, activation, one, lags)).toBeNull();
  });
});
