import { describe, expect, it } from 'vitest';
import { type RungName, rungNames } from '../../../../runner/analysis/findings/names-schema.ts';
import type { RungStatus, Rungs } from '../../../../runner/analysis/findings/rungs-schema.ts';
import { heightOf, leads, verdictLevelOf } from '../../../../runner/analysis/findings/verdict.ts';

type Level = ReturnType<typeof verdictLevelOf>;
const rung = (status: RungStatus = 'not run') => ({ status, reason: null, measured: null });
const judged = (statuses: Partial<Record<RungName, RungStatus>>) =>
  Object.fromEntries(rungNames.map((name) => [name, rung(statuses[name])])) as Rungs;
const levelOf = (rungs: Rungs, more: Partial<Parameters<typeof verdictLevelOf>[0]> = {}) =>
  verdictLevelOf({ rungs, decidedByToken: false, role: null, ...more });

const held = { heldOut: 'passed' } as const;
const told = { ...held, learned: 'passed' } as const;
const own = { ...told, specific: 'passed' } as const;
const all = { used: 'passed', replicated: 'passed' } as const;

describe('the verdict', () => {
  it.each<[Level, Parameters<typeof judged>[0]]>([
    ['not confirmed', { heldOut: 'failed' }],
    ['confirmed', held],
    ['untrained too', { ...held, learned: 'failed' }],
    ['goes with it', { ...told, specific: 'failed' }],
    ['goes with it', { ...told, specific: 'failed', ...all }],
    ['tells', { ...told, specific: 'not testable' }],
    ['tells', { ...told, specific: 'not testable', ...all }],
    ['tells', { ...told, specific: 'not run', ...all }],
    ['remembers', own],
    ['remembers', { ...own, used: 'failed' }],
    ['used', { ...own, used: 'passed' }],
    ['replicated', { ...own, ...all }],
  ])('rises rung by rung: %s', (level, statuses) => {
    expect(levelOf(judged(statuses))).toBe(level);
  });

  it.each(['announces', 'marks', 'remembers'] as const)('goes by the lags where the token decides: %s', (role) => {
    expect(levelOf(judged(own), { decidedByToken: true, role })).toBe(role);
  });

  it.each([
    ['meaningless too', 'control labels'],
    ['untrained too', 'untrained'],
  ] as const)('is %s where what it is no more than is %s', (level, code) => {
    expect(levelOf({ ...judged(held), learned: { ...rung('failed'), reason: { code } } })).toBe(level);
  });

  it.each([
    ['used', true],
    ['marks', false],
  ] as const)('is %s where equal tokens were compared: %s', (level, equalTokens) => {
    const measured = { z: 9, adjustedP: 0.001, claims: 1, shrinkage: 1, discoveryAuc: 0.9, equalTokens };
    expect(levelOf({ ...judged({ ...own, used: 'passed' }), heldOut: { ...rung('passed'), measured } })).toBe(level);
  });
});

describe('who leads', () => {
  /** As "a used .9 .3": feature, verdict, effect and, where it was held, flip. */
  const claim = (written: string) => {
    const [feature = '', level = '', localAuc, difference] = written.split(' ');
    const measured = difference === undefined ? null : ({ difference: Number(difference) } as never);
    const interval: [number, number] = [0, 1];
    const counts = { carriers: 1, rest: 1, documents: 1 };
    const effect = { localAuc: Number(localAuc), interval, pooledAuc: 0.5, pointBiserial: 0, ...counts };
    return {
      feature,
      verdict: { level: level as Level },
      effect,
      rungs: { used: { ...rung(level === 'used' ? 'passed' : 'failed'), measured } },
    };
  };
  it.each([
    ['the highest verdict, of equal ones the largest effect', 'a marks .99, a used .7, a used .1, b marks .6', [2, 3]],
    ['of those that are used the largest flip', 'a used .99 .02, a used .9 .3, a used .999, a remembers .999 .5', [1]],
    ['of equal flips the largest effect', 'a used .8 .1, a used .9 .1', [1]],
    ['no flip that decided nothing', 'a remembers .6 .0005, a remembers .9 -.0005', [1]],
  ])('%s: %s', (_, claims, leading) => {
    const found = leads(claims.split(', ').map(claim));
    expect(found.flatMap((each, place) => (each ? [place] : []))).toEqual(leading);
  });

  it('is what the network uses before what it is not shown to use, and before all what preferences hang on', () => {
    const rising: [Level, RungStatus, boolean?][] = [
      ['goes with it', 'passed', true],
      ['tells', 'failed'],
      ['remembers', 'failed'],
      ['tells', 'passed'],
      ['used', 'passed', false],
      ['tells', 'failed', true],
      ['used', 'passed', true],
    ];
    const heights = rising.map(([level, status, passed]) => {
      const cause = passed === undefined ? {} : { cause: { passed } };
      return heightOf({ verdict: { level }, rungs: { used: rung(status) }, ...cause });
    });
    expect(heights).toEqual([...new Set(heights)].sort((a, b) => a - b));
  });
});
