import { describe, expect, it } from 'vitest';
import { verdictLevels } from '../../../runner/analysis/findings/claim-schema.ts';
import { rungNames } from '../../../runner/analysis/findings/names-schema.ts';
import type { Reason } from '../../../runner/analysis/findings/reasons-schema.ts';
import type { RungStatus, Rungs } from '../../../runner/analysis/findings/rungs-schema.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import { headline, verdictPhrase } from '../../../runner/words/verdict.ts';

interface Numbers {
  localAuc?: number;
  excess?: number;
  having?: number;
}

function claim(
  level: Claim['verdict']['level'],
  { localAuc = 0.99, excess, having }: Numbers = {},
  more: Partial<Pick<Claim, 'neuron' | 'says' | 'decidedByToken' | 'falls'>> = {},
) {
  const none = Object.fromEntries(rungNames.map((name) => [name, { status: 'passed', reason: null, measured: null }]));
  const rungs = {
    ...none,
    ...(excess !== undefined && { used: { status: 'passed', reason: null, measured: { difference: excess } } }),
    ...(having !== undefined && { replicated: { status: 'passed', reason: null, measured: { having, networks: 4 } } }),
  } as unknown as Rungs;
  return {
    neuron: 3,
    says: { whether: 'it owes', event: null },
    decidedByToken: false,
    lagProfile: null,
    falls: null,
    ...more,
    verdict: { level },
    effect: { localAuc } as NonNullable<Claim['effect']>,
    rungs,
  };
}

describe('a verdict in a phrase', () => {
  it('counts the other networks where they were asked', () => {
    expect(verdictPhrase(claim('replicated', { having: 3 }))).toBe(
      'remembers it, the network uses it, and 3 of 4 other networks have such a neuron',
    );
    expect(verdictPhrase(claim('used', { having: 1 }))).toBe('remembers it, and the network uses it');
    expect(verdictPhrase(claim('meaningless too'))).toBe('does as well on random labels');
  });
});

describe('a claim that was not told from what goes with it', () => {
  const told = (used: RungStatus, reason: Reason | null = null) => {
    const own = claim('tells', { localAuc: 0.8, excess: 0.2 });
    own.rungs.specific = { status: 'not testable', reason: { code: 'nothing speaks for it' }, measured: null };
    own.rungs.used = { ...own.rungs.used, status: used, reason };
    return own;
  };

  it('tells, and is not said to know', () => {
    expect(headline(told('failed'))).toBe('Neuron 3 partly tells whether it owes, or something close to it.');
    expect(verdictPhrase(told('failed'))).toBe('tells this or something close to it');
  });

  it('is said to be used only where all that the affirmed sentence must pass has passed', () => {
    expect(headline(told('passed'))).toBe(
      'Neuron 3 partly tells whether it owes, or something close to it, and the network uses it.',
    );
    expect(verdictPhrase(told('passed'))).toBe('tells this or something close to it, and the network uses it');
    for (const status of ['failed', 'not run', 'not testable', 'not applicable'] as const)
      expect(`${headline(told(status))} ${verdictPhrase(told(status))}`).not.toContain('uses');
  });

  it.each([
    [{ code: 'rival', feature: 'the last noun', label: 0.08, rival: 0.92 }, 'follows “the last noun”'],
    [{ code: 'shifted', tokens: -1 }, 'a token early'],
    [{ code: 'shifted', tokens: 2 }, '2 tokens late'],
    [{ code: 'number behind', says: 'how deep it is', rival: 0.9 }, 'knows more: how deep it is'],
    [{ code: 'other than the label' }, 'carries something else that goes with it'],
  ] as const)('says what it carries in its place: %j', (reason, words) => {
    const own = claim('goes with it');
    own.rungs.specific = { status: 'failed', reason, measured: null };
    expect(headline(own)).toBe(`Neuron 3 tells whether it owes, but ${words}.`);
  });

  it.each([
    [{ code: 'other states as well' }, 'that the network uses it is not shown'],
    [{ code: 'nothing together', neurons: 8 }, 'alone it moves the output; with the others that carry it, nothing'],
    [{ code: 'harms' }, 'the network does better with the wrong state'],
  ] as const)('says why what is known is not used: %j', (reason, words) => {
    const own = claim('remembers');
    own.rungs.used = { status: 'failed', reason, measured: null };
    expect(headline(own)).toBe(`Neuron 3 knows whether it owes; ${words}.`);
  });
});

describe('the sentence of a claim', () => {
  const at = (flip: number) =>
    ({ falls: { place: { of: [{ next: '"' }], where: 'inside', flip } } }) as unknown as Pick<Claim, 'falls'>;
  const token = (whether: string, event: string | null = null) =>
    ({ neuron: 7, says: { whether, event }, decidedByToken: true }) as const;
  const comma = token('the token is a comma', 'a comma');
  const small = { localAuc: 0.34, excess: 0.0002 };

  it.each([
    ['has no numbers but the neuron', 'used', { excess: 0.14 }, {}],
    ['and the networks', 'replicated', { localAuc: 0.95, excess: 1, having: 3 }, {}],
    ['says what control labels do', 'meaningless too', { localAuc: 0.41 }, {}],
    ['says what untrained networks do', 'untrained too', { localAuc: 0.55 }, {}],
    ['says no more than small numbers do', 'used', small, {}],
    ['says where a cost that is small on average is a large one', 'used', small, at(0.26)],
    ['but not where it is small there too', 'used', small, at(0.009)],
    ['nor where it is large on average', 'used', { localAuc: 0.34, excess: 0.02 }, at(0.26)],
    ['of a mark', 'marks', { localAuc: 0.34 }, {}],
    ['of what is remembered', 'remembers', { localAuc: 0.1 }, {}],
    ['of a token that is remembered', 'remembers', { excess: 0.1 }, comma],
    ['of one that has no event', 'used', { excess: 0.1 }, token('the feature “x” is present')],
    ['of one that is announced', 'announces', { excess: 0.1 }, comma],
    ['of one that is marked', 'marks', { excess: 0.1 }, comma],
  ] as const)('%s', (_, level, numbers, more) => expect(headline(claim(level, numbers, more))).toMatchSnapshot());
});

describe('a claim on a number in a sentence', () => {
  const says = { whether: 'how many b’s are still owed', event: null, number: true } as const;
  const measured = (slope: number, interval: [number, number], localAuc = 0.02) => {
    const own = claim('used', { localAuc, excess: 0.5 }, { says });
    Object.assign(own.effect, { number: { slope, interval, lowest: 0, highest: 20 } });
    return own;
  };

  it('says what is known of it, and by how much the neuron changes with each step', () => {
    expect(headline(measured(-0.1234, [-0.13, -0.11]))).toBe(
      'Neuron 3 knows how many b’s are still owed (it falls by 0.12 a step), and the network uses it.',
    );
    expect(headline(measured(0.5, [0.4, 0.6], 0.8))).toBe(
      'Neuron 3 partly knows how many b’s are still owed (it rises by 0.50 a step), and the network uses it.',
    );
  });

  it('says nothing of a slope that may be none, and never whether', () => {
    expect(headline(measured(0.1, [-0.1, 0.3]))).toBe(
      'Neuron 3 knows how many b’s are still owed, and the network uses it.',
    );
    for (const level of verdictLevels) expect(headline(claim(level, {}, { says }))).not.toContain('whether how');
  });
});
