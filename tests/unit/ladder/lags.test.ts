import { describe, expect, it } from 'vitest';
import { profileOf, reachOf, roleOf, tellingLags } from '../../../runner/ladder/lags.ts';
import { lags } from '../../../runner/stats/shift.ts';
import { claimOn, inventedBench, knower, noise } from './rungs/invented.ts';

describe('the lag profile', () => {
  it('of a neuron that knows a lasting state fades after the onset, and says nothing before it', () => {
    const profile = profileOf(inventedBench({ knows: 3 }), claimOn(knower), true);
    const areaAt = (lag: number) => profile.localAuc[lags.indexOf(lag)] ?? Number.NaN;
    expect(areaAt(0)).toBeGreaterThan(0.9);
    expect(areaAt(1)).toBeGreaterThan(0.65);
    // A state that ends after ten tokens on average, among equal tokens some of which are inside alone.
    expect(areaAt(2)).toBeGreaterThan(0.58);
    expect(areaAt(2)).toBeLessThan(areaAt(1));
    expect(profile.adjustedP[lags.indexOf(2)]).toBeLessThan(0.05);
    for (const lag of [-8, -4, -2, -1]) expect(profile.adjustedP[lags.indexOf(lag)]).toBeGreaterThan(0.05);
    expect(reachOf(profile)).toBe(1);
  });

  it('has a gap, with the reason, where the token decides', () => {
    const bench = inventedBench();
    const { types, readTypes } = {
      types: bench.input.text.confirmation.readTypes,
      readTypes: bench.input.text.discovery.readTypes,
    };
    const masks = {
      discovery: readTypes.map((type) => (type === 5 ? 1 : 0)),
      confirmation: types.map((type) => (type === 5 ? 1 : 0)),
    };
    const marked = inventedBench({
      feature: {
        decidedByToken: true,
        masks: { discovery: Uint8Array.from(masks.discovery), confirmation: Uint8Array.from(masks.confirmation) },
      },
    });
    const profile = profileOf(marked, claimOn(noise), true);
    expect(profile.localAuc[lags.indexOf(0)]).toBeNull();
    expect(profile.gaps[lags.indexOf(0)]).toEqual({ code: 'decided there' });
  });

  it('names no role where the claim does not hold', () => {
    expect(profileOf(inventedBench(), claimOn(knower), false).role).toBeNull();
  });

  it('goes by lags that are significant and at least half as large as the largest', () => {
    const sides = lags.map((lag) => (lag === 0 ? 0.4 : lag === 3 ? -0.25 : lag === -1 ? 0.1 : 0));
    const telling = tellingLags(
      sides,
      lags.map((lag) => (lag === 5 ? null : 0.01)),
    );
    expect(telling).toEqual([0, 3]);
    expect(roleOf(telling)).toBe('remembers');
    expect(roleOf([-1, 0])).toBe('announces');
    expect(roleOf([0])).toBe('marks');
    expect(
      tellingLags(
        sides,
        lags.map(() => 0.2),
      ),
    ).toEqual([]);
  });
});
