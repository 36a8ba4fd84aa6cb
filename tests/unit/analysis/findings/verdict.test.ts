import { describe, expect, it } from 'vitest';
import { type RungName, rungNames } from '../../../../runner/analysis/findings/names-schema.ts';
import type { RungStatus, Rungs } from '../../../../runner/analysis/findings/rungs-schema.ts';
import { heightOf, leads, verdictLevelOf } from '../../../../runner/analysis/findings/verdict.ts';

const judged = (statuses: Partial<Record<RungName, RungStatus>>) =>
  Object.fromEntries(
    rungNames.map((name) => [name, { status: statuses[name] ?? 'not run', reason: null, measured: null }]),
  ) as Rungs;
const levelAt = (
  statuses: Partial<Record<RungName, RungStatus>>,
  more: Partial<Parameters<typeof verdictLevelOf>[0]> = {},
) => verdictLevelOf({ rungs: judged(statuses), decidedByToken: false, role: null, ...more });

const held = { heldOut: 'passed' } as const;
const told = { ...held, learned: 'passed' } as const;
const own = { ...told, specific: 'passed' } as const;

describe('the verdict', () => {
  it('rises rung by rung', () => {
    expect(levelAt({ heldOut: 'failed' })).toBe('not confirmed');
    expect(levelAt(held)).toBe('confirmed');
    expect(levelAt({ ...held, learned: 'failed' })).toBe('untrained too');
    expect(levelAt({ ...told, specific: 'failed' })).toBe('goes with it');
    expect(levelAt({ ...told, specific: 'not testable' })).toBe('tells');
    expect(levelAt(own)).toBe('remembers');
    expect(levelAt({ ...own, used: 'failed' })).toBe('remembers');
    expect(levelAt({ ...own, used: 'passed' })).toBe('used');
    expect(levelAt({ ...own, used: 'passed', replicated: 'passed' })).toBe('replicated');
  });

  it('lets no claim be known, or used, that was not told from what goes with it', () => {
    const more = { used: 'passed', replicated: 'passed' } as const;
    for (const specific of ['not run', 'not testable'] as const)
      expect(levelAt({ ...told, ...more, specific })).toBe('tells');
    expect(levelAt({ ...told, ...more, specific: 'failed' })).toBe('goes with it');
  });

  it('tells a claim that no untrained network has from one that is more than control labels get', () => {
    const rungs = judged({ ...held, learned: 'failed' });
    const failed = (code: 'control labels' | 'untrained'): Rungs => ({
      ...rungs,
      learned: { ...rungs.learned, reason: { code } },
    });
    const levelOf = (code: Parameters<typeof failed>[0]) =>
      verdictLevelOf({ rungs: failed(code), decidedByToken: false, role: null });
    expect([levelOf('control labels'), levelOf('untrained')]).toEqual(['meaningless too', 'untrained too']);
  });

  it('of a feature that the token decides goes by the lags', () => {
    const decided = (role: 'announces' | 'marks' | 'remembers') => levelAt(own, { decidedByToken: true, role });
    expect([decided('marks'), decided('announces'), decided('remembers')]).toEqual(['marks', 'announces', 'remembers']);
  });

  it('does not let use stand without memory: equal tokens must have been compared', () => {
    const rungs = judged({ ...own, used: 'passed' });
    const heldOut = { z: 9, adjustedP: 0.001, claims: 1, shrinkage: 1, discoveryAuc: 0.9 };
    const level = (equalTokens: boolean) =>
      verdictLevelOf({
        rungs: { ...rungs, heldOut: { ...rungs.heldOut, measured: { ...heldOut, equalTokens } } },
        ...{ decidedByToken: false, role: null },
      });
    expect([level(true), level(false)]).toEqual(['used', 'marks']);
  });

  it('lets the claim with the highest verdict lead, of equal ones that are used that with the largest flip, else effect', () => {
    const claim = (
      feature: string,
      level: ReturnType<typeof verdictLevelOf>,
      localAuc: number,
      difference?: number,
    ) => ({
      feature,
      verdict: { level },
      effect: {
        ...{ localAuc, interval: [0, 1] as [number, number], pooledAuc: 0.5, pointBiserial: 0 },
        ...{ carriers: 1, rest: 1, documents: 1 },
      },
      rungs: {
        used: {
          status: level === 'used' ? ('passed' as const) : ('failed' as const),
          reason: null,
          measured: difference === undefined ? null : ({ difference } as NonNullable<Rungs['used']['measured']>),
        },
      },
    });
    const claims = [
      claim('a', 'marks', 0.99),
      claim('a', 'used', 0.7),
      claim('a', 'used', 0.1),
      claim('b', 'marks', 0.6),
    ];
    expect(leads(claims)).toEqual([false, false, true, true]);
    const flipped = [
      claim('a', 'used', 0.99, 0.02),
      claim('a', 'used', 0.9, 0.3),
      claim('a', 'used', 0.999),
      claim('a', 'remembers', 0.999, 0.5),
    ];
    expect(leads(flipped)).toEqual([false, true, false, false]);
    expect(leads([claim('a', 'used', 0.8, 0.1), claim('a', 'used', 0.9, 0.1)])).toEqual([false, true]);
    // A flip that decided nothing ranks nothing.
    expect(leads([claim('a', 'remembers', 0.6, 0.0005), claim('a', 'remembers', 0.9, -0.0005)])).toEqual([false, true]);
  });

  it('puts what the network uses before what it is not shown to use, and before all what preferences hang on', () => {
    const heights = (
      [
        ['goes with it', 'passed', true],
        ['tells', 'failed', undefined],
        ['remembers', 'failed', undefined],
        ['tells', 'passed', undefined],
        ['used', 'passed', false],
        ['tells', 'failed', true],
        ['used', 'passed', true],
      ] as const
    ).map(([level, status, passed]) =>
      heightOf({
        verdict: { level },
        rungs: { used: { status, measured: null } },
        ...(passed !== undefined && { cause: { passed } }),
      }),
    );
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
    expect(new Set(heights).size).toBe(heights.length);
  });
});
