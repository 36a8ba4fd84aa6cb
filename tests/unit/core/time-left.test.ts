import { describe, expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { TimeLeft } from '../../../runner/core/time-left.ts';

const draw = random(7);
const of = (count: number, seconds: (unit: number) => number) =>
  Array.from({ length: count }, (_, unit) => seconds(unit));

/** What is said after each of some units of work, which take so many seconds, beside what it takes. */
function said(units: readonly number[]): { told: number; takes: number }[] {
  const left = new TimeLeft();
  const whole = units.reduce((sum, each) => sum + each, 0);
  let seconds = 0;
  return units.flatMap((each, done) => {
    seconds += each;
    const told = left.at(seconds, (done + 1) / units.length);
    return told === null ? [] : [{ told, takes: whole - seconds }];
  });
}

describe('the time that work still takes', () => {
  it.each([
    ['steady', of(100, () => 1)],
    ['slow at its first unit, which waits for what is compiled', of(100, (unit) => (unit === 0 ? 60 : 1))],
    ['noisy', of(200, () => 0.3 + draw.uniform() ** 2 * 2)],
    ['of thousands of units', of(5000, () => 0.05)],
  ])('of work that is %s is told for half of it, within a factor of two', (_, units) => {
    const all = said(units);
    expect(all.length).toBeGreaterThan(0.5 * units.length);
    for (const { told, takes } of all) {
      expect(told / takes).toBeGreaterThan(0.5);
      expect(told / takes).toBeLessThan(2);
    }
  });

  it('is not told while the pace changes, nor where nobody waits for it', () => {
    expect(said([1, 40, 2, 60, 3, 5, 1])).toEqual([]);
    expect(said(of(90, (unit) => (unit < 30 ? 0.01 : 2)))).toEqual([]);
    expect(said(of(20, (unit) => 2 ** unit))).toEqual([]);
    expect(said(of(20, () => 0.1))).toEqual([]);
  });

  it('counts from where it is first heard of: what was done by an earlier command took no time', () => {
    const left = new TimeLeft();
    const told = of(41, (unit) => left.at(unit, 0.6 + unit / 100) ?? 0);
    // Forty units of one hundred, a second each.
    expect(told[20]).toBeCloseTo(20, 6);
  });
});
