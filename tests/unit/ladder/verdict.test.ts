import { describe, expect, it } from 'vitest';
import { headlineOf, leads, levelOf, verdictOf } from '../../../runner/ladder/verdict.ts';
import { type RungName, rungNames } from '../../../runner/results/names-schema.ts';
import type { RungStatus, Rungs } from '../../../runner/results/rungs-schema.ts';

const judged = (statuses: Partial<Record<RungName, RungStatus>>) =>
  Object.fromEntries(
    rungNames.map((name) => [name, { status: statuses[name] ?? 'not run', reason: null, measured: null }]),
  ) as Rungs;
const levelAt = (statuses: Partial<Record<RungName, RungStatus>>, more: Partial<Parameters<typeof levelOf>[0]> = {}) =>
  levelOf({ rungs: judged(statuses), decidedByToken: false, role: null, ...more });

const held = { effect: 'passed', heldOut: 'passed' } as const;
const told = { ...held, learned: 'passed' } as const;

describe('the verdict', () => {
  it('rises rung by rung', () => {
    expect(levelAt({ effect: 'passed', heldOut: 'failed' })).toBe('not confirmed');
    expect(levelAt(held)).toBe('confirmed');
    expect(levelAt({ ...held, learned: 'failed' })).toBe('untrained too');
    expect(levelAt({ ...told, context: 'failed' })).toBe('marks');
    expect(levelAt({ ...told, context: 'passed' })).toBe('remembers');
    expect(levelAt({ ...told, context: 'passed', used: 'failed' })).toBe('remembers');
    expect(levelAt({ ...told, context: 'passed', used: 'passed' })).toBe('used');
    expect(levelAt({ ...told, context: 'passed', used: 'passed', replicated: 'passed' })).toBe('replicated');
  });

  it('is not held up by chance among all neurons, where the other documents confirm', () => {
    expect(levelAt({ ...told, chance: 'failed', context: 'passed' })).toBe('remembers');
  });

  it('tells a claim that no untrained network has from one that is more than labels without meaning get', () => {
    const learned = { networks: 5, claim: 0.09, best: [], mean: 0.03, sd: 0, limit: 0.04, p: 0, adjustedP: 0.001 };
    const rungs = judged({ ...held, learned: 'failed' });
    const failed: Rungs = {
      ...rungs,
      learned: { ...rungs.learned, measured: { ...learned, labels: { count: 99, tokens: 2, best: [0.1] } } },
    };
    expect(levelOf({ rungs: failed, decidedByToken: false, role: null })).toBe('meaningless too');
    const said = { neuron: 614, what: 'it owes', decidedByToken: false, localAuc: 0.41, excessFlip: null };
    expect(headlineOf({ ...said, verdict: { level: 'meaningless too', phrase: '' } })).toBe(
      'Neuron 614 barely tells whether it owes, but the network tells labels without meaning as well.',
    );
  });

  it('of a feature that the token decides goes by the lags', () => {
    const decided = (role: 'announces' | 'marks' | 'remembers') =>
      levelAt({ ...told, context: 'not applicable' }, { decidedByToken: true, role });
    expect([decided('marks'), decided('announces'), decided('remembers')]).toEqual(['marks', 'announces', 'remembers']);
  });

  it('does not let use stand without memory', () => {
    expect(levelAt({ ...told, context: 'failed', used: 'passed' })).toBe('marks');
  });

  it('is told in a sentence without numbers but the neuron and the networks', () => {
    const verdict = verdictOf({
      rungs: judged({ ...told, context: 'passed', used: 'passed' }),
      decidedByToken: false,
      role: null,
    });
    const quotes = {
      neuron: 408,
      what: 'it is inside quotation marks',
      verdict,
      decidedByToken: false,
      localAuc: 0.014,
      excessFlip: 0.14,
    };
    expect(headlineOf(quotes)).toBe('Neuron 408 knows whether it is inside quotation marks, and the network uses it.');
    const rungs = judged({ ...told, context: 'passed', used: 'passed', replicated: 'passed' });
    rungs.replicated.measured = { networks: 4, having: 3, share: 0.75, interval: [0.194, 0.994], matches: [] };
    const seeds = verdictOf({ rungs, decidedByToken: false, role: null });
    expect(seeds.phrase).toBe('remembers it, the network uses it, and 3 of 4 other networks have such a neuron');
    expect(
      headlineOf({ neuron: 4, what: 'it owes', verdict: seeds, decidedByToken: false, localAuc: 0.95, excessFlip: 1 }),
    ).toBe('Neuron 4 knows whether it owes, the network uses it, and 3 of 4 other networks have such a neuron.');
  });

  it('says no more than the numbers: small effects and small costs are told as such', () => {
    const claim = { neuron: 3, what: 'it owes', decidedByToken: false, localAuc: 0.34, excessFlip: 0.0002 };
    const at = (level: ReturnType<typeof levelOf>, more: Partial<typeof claim> = {}) =>
      headlineOf({ ...claim, ...more, verdict: { level, phrase: '' } });
    expect(at('used')).toBe('Neuron 3 partly knows whether it owes, and the network uses it a little.');
    expect(at('untrained too', { localAuc: 0.55 })).toBe(
      'Neuron 3 barely tells whether it owes, but a network that never learned may have such a neuron too.',
    );
    expect(at('marks')).toBe('Neuron 3 has learned to partly mark where it owes.');
    expect(at('remembers', { localAuc: 0.1 })).toBe(
      'Neuron 3 knows whether it owes; that the network uses it is not shown.',
    );
  });

  it('of a token says that its place is remembered, announced or marked', () => {
    const claim = { neuron: 7, what: 'the token is a comma', decidedByToken: true, localAuc: 0.99, excessFlip: 0.1 };
    const at = (level: ReturnType<typeof levelOf>, what = claim.what) =>
      headlineOf({ ...claim, what, verdict: { level, phrase: '' } });
    expect(at('remembers')).toBe(
      'Neuron 7 remembers that a comma came a few tokens before; that the network uses it is not shown.',
    );
    expect(at('used', 'the word has 2 or more characters')).toBe(
      'Neuron 7 remembers that a word that has 2 or more characters came a few tokens before, and the network uses it.',
    );
    expect(at('used', 'the word is among the 10 most frequent')).toBe(
      'Neuron 7 remembers that a word that is among the 10 most frequent came a few tokens before, and the network uses it.',
    );
    expect(at('used', 'the token is “the” or “a”')).toBe(
      'Neuron 7 remembers that “the” or “a” came a few tokens before, and the network uses it.',
    );
    expect(at('used', 'the feature “x” is present')).toBe(
      'Neuron 7 remembers a few tokens later whether the feature “x” is present, and the network uses it.',
    );
    expect(at('announces')).toBe('Neuron 7 knows beforehand whether the token is a comma.');
    expect(at('marks')).toBe('Neuron 7 has learned to mark where the token is a comma.');
  });

  it('lets the claim with the highest verdict lead, of equal ones that with the largest effect', () => {
    const claim = (feature: string, level: ReturnType<typeof levelOf>, localAuc: number) => ({
      feature,
      verdict: { level, phrase: '' },
      rungs: {
        effect: {
          status: 'passed' as const,
          reason: null,
          measured: {
            localAuc,
            interval: [0, 1] as [number, number],
            pooledAuc: 0.5,
            pointBiserial: 0,
            carriers: 1,
            rest: 1,
            documents: 1,
          },
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
  });
});
