import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { TimeLeft } from '../../../runner/core/time-left.ts';
import type { Timeline } from '../../fixtures/timelines/timeline.ts';

const folder = new URL('../../fixtures/timelines/', import.meta.url);
const recorded = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) =>
    (JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Timeline[]).map((each) => ({
      ...each,
      name: `${name.replace('.json', '')}: ${each.step}`,
    })),
  );

/** Work in units that take so many seconds each, heard of after each. */
function work(name: string, units: readonly number[], { mayEndEarly = false, until = units.length } = {}) {
  let seconds = 0;
  const marks = units.slice(0, until).map((each, done): [number, number] => {
    seconds += each;
    return [seconds, (done + 1) / units.length];
  });
  return { name, step: name, seconds, mayEndEarly, marks };
}
const units = (count: number, seconds: (unit: number) => number) =>
  Array.from({ length: count }, (_, unit) => seconds(unit));
const draw = random(7);

const made = [
  work(
    'steady',
    units(100, () => 1),
  ),
  work(
    'steady but for a slow first unit, which waits for what is compiled',
    units(100, (unit) => (unit === 0 ? 60 : 1)),
  ),
  work(
    'the first third is kept from before',
    units(90, (unit) => (unit < 30 ? 0.01 : 2)),
  ),
  work(
    'slow at first, then quick',
    units(100, (unit) => (unit < 5 ? 30 : 0.2)),
  ),
  work('few units of very unequal cost', [1, 40, 2, 60, 3, 5, 1]),
  work('a few large lumps', [50, 55, 52, 48]),
  work(
    'ever slower',
    units(100, (unit) => 0.05 * (1 + unit) ** 1.2),
  ),
  work(
    'ever quicker',
    units(100, (unit) => 0.05 * (100 - unit) ** 1.2),
  ),
  work(
    'noisy',
    units(200, () => 0.3 + draw.uniform() ** 2 * 2),
  ),
  work(
    'ends early',
    units(100, () => 1),
    { mayEndEarly: true, until: 37 },
  ),
];

/** What is said after each mark, beside what it took. */
function said({ marks, seconds }: Timeline): { at: number; told: number; took: number }[] {
  const left = new TimeLeft();
  return marks.flatMap(([at, share]) => {
    const told = left.at(at, share);
    return told === null ? [] : [{ at, told, took: seconds - at }];
  });
}

describe.each([...recorded, ...made])('$name', (timeline) => {
  it('is told within a factor of two, and at most where it may end early', () => {
    for (const { at, told, took } of said(timeline)) {
      const factor = told / took;
      expect(factor, `${told} s at ${at} s, and it took ${took} s`).toBeGreaterThan(0.5);
      if (!timeline.mayEndEarly) expect(factor, `${told} s at ${at} s, and it took ${took} s`).toBeLessThan(2);
    }
  });
});

it.each(['steady', 'noisy', 'ends early'])('the time of work that is %s is told for most of it', (name) => {
  const timeline = made.find((each) => each.name === name);
  if (timeline === undefined) throw new Error(`no ${name}`);
  expect(said(timeline).length).toBeGreaterThan(0.5 * timeline.marks.length);
});

it('is told of some recorded step in each experiment', () => {
  expect(recorded.filter((each) => said(each).length > 0).length).toBeGreaterThan(recorded.length / 4);
});

it('counts from where it is first heard of: what was done by an earlier command took no time', () => {
  const left = new TimeLeft();
  const told = units(41, (unit) => left.at(unit, 0.6 + unit / 100) ?? 0);
  // Forty units of one hundred, a second each.
  expect(told[20]).toBeCloseTo(20, 6);
});
