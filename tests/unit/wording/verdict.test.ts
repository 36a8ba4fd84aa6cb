import { describe, expect, it } from 'vitest';
import { verdictLevels } from '../../../runner/analysis/findings/claim-schema.ts';
import { rungNames } from '../../../runner/analysis/findings/names-schema.ts';
import type { RungStatus, Rungs } from '../../../runner/analysis/findings/rungs-schema.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import { headline, verdictPhrase } from '../../../runner/wording/verdict.ts';

const passed = { status: 'passed', reason: null, measured: null };

/** What varies of a claim: numbers, words, and rungs that did not pass. */
interface Varied extends Partial<Pick<Claim, 'neuron' | 'says' | 'decidedByToken' | 'falls'>> {
  localAuc?: number;
  excess?: number;
  having?: number;
  rungs?: object;
}

const claim = (level: Claim['verdict']['level'], { localAuc = 0.99, excess, having, rungs, ...more }: Varied = {}) => ({
  neuron: 3,
  says: { whether: 'it owes', event: null },
  decidedByToken: false,
  lagProfile: null,
  falls: null,
  ...more,
  verdict: { level },
  effect: { localAuc } as NonNullable<Claim['effect']>,
  rungs: {
    ...Object.fromEntries(rungNames.map((name) => [name, passed])),
    ...(excess !== undefined && { used: { ...passed, measured: { difference: excess } } }),
    ...(having !== undefined && { replicated: { ...passed, measured: { having, networks: 4 } } }),
    ...rungs,
  } as unknown as Rungs,
});

it.each([
  ['remembers it, the network uses it, and 3 of 4 other networks have such a neuron', 'replicated', 3],
  ['remembers it, and the network uses it', 'used', 1],
  ['does as well on random labels', 'meaningless too', undefined],
] as const)('a verdict in a phrase counts the other networks where they were asked: %s', (phrase, level, having) => {
  expect(verdictPhrase(claim(level, having === undefined ? {} : { having }))).toBe(phrase);
});

describe('a claim that was not told from what goes with it', () => {
  const specific = { status: 'not testable', reason: { code: 'nothing speaks for it' }, measured: null };
  const told = (status: RungStatus) => {
    const used = { status, reason: null, measured: { difference: 0.2 } };
    const own = claim('tells', { localAuc: 0.8, rungs: { specific, used } });
    return `${headline(own)} It ${verdictPhrase(own)}.`;
  };

  it('tells, and is not said to know; to be used only where all that the affirmed sentence must pass has passed', () => {
    const close = 'Neuron 3 partly tells whether it owes, or something close to it';
    expect(told('failed')).toBe(`${close}. It tells this or something close to it.`);
    const uses = ', and the network uses it';
    expect(told('passed')).toBe(`${close}${uses}. It tells this or something close to it${uses}.`);
    for (const status of ['failed', 'not run', 'not testable', 'not applicable'] as const)
      expect(told(status)).not.toContain('uses');
  });

  it.each([
    [{ code: 'rival', feature: 'the last noun', label: 0.08, rival: 0.92 }, 'follows “the last noun”'],
    [{ code: 'shifted', tokens: -1 }, 'a token early'],
    [{ code: 'shifted', tokens: 2 }, '2 tokens late'],
    [{ code: 'number behind', says: 'how deep it is', rival: 0.9 }, 'knows more: how deep it is'],
    [{ code: 'other than the label' }, 'carries something else that goes with it'],
  ] as const)('says what it carries in its place: %j', (reason, words) => {
    const own = claim('goes with it', { rungs: { specific: { ...passed, status: 'failed', reason } } });
    expect(headline(own)).toBe(`Neuron 3 tells whether it owes, but ${words}.`);
  });

  it.each([
    [{ code: 'costs nothing' }, 'that the network uses it is not shown'],
    [{ code: 'other states as well' }, 'that the network uses it is not shown'],
    [{ code: 'nothing together', neurons: 8 }, 'alone it moves the output; with the others that carry it, nothing'],
    [{ code: 'harms' }, 'the network does better with the wrong state'],
  ] as const)('says why what is known is not used: %j', (reason, words) => {
    const own = claim('remembers', { rungs: { used: { ...passed, status: 'failed', reason } } });
    expect(headline(own)).toBe(`Neuron 3 knows whether it owes; ${words}.`);
  });
});

const at = (flip: number) =>
  ({ place: { of: [{ next: '"' }], where: 'inside', flip } }) as unknown as NonNullable<Claim['falls']>;
const token = (whether: string, event: string | null = null) =>
  ({ neuron: 7, says: { whether, event }, decidedByToken: true, excess: 0.1 }) as const;
const comma = token('the token is a comma', 'a comma');
const small = { localAuc: 0.34, excess: 0.0002 };
const sentences = Object.entries({
  'has no numbers but the neuron': claim('used', { excess: 0.14 }),
  'and the networks': claim('replicated', { localAuc: 0.95, excess: 1, having: 3 }),
  'says what control labels do': claim('meaningless too', { localAuc: 0.41 }),
  'says what untrained networks do': claim('untrained too', { localAuc: 0.55 }),
  'says no more than small numbers do': claim('used', small),
  'says where a cost that is small on average is a large one': claim('used', { ...small, falls: at(0.26) }),
  'but not where it is small there too': claim('used', { ...small, falls: at(0.009) }),
  'nor where it is large on average': claim('used', { localAuc: 0.34, excess: 0.02, falls: at(0.26) }),
  'of a mark': claim('marks', { localAuc: 0.34 }),
  'of what is remembered': claim('remembers', { localAuc: 0.1 }),
  'of a token that is remembered': claim('remembers', comma),
  'of one that has no event': claim('used', token('the feature “x” is present')),
  'of one that is announced': claim('announces', comma),
  'of one that is marked': claim('marks', comma),
}).map(([what, own]) => [what, headline(own)]);

it('the sentence of a claim', () => expect(Object.fromEntries(sentences)).toMatchSnapshot());

describe('a claim on a number in a sentence', () => {
  const says = { whether: 'how many b’s are still owed', event: null, number: true } as const;

  it.each([
    ['knows how many b’s are still owed (it falls by 0.12 a step)', -0.1234, [-0.13, -0.11], 0.02],
    ['partly knows how many b’s are still owed (it rises by 0.50 a step)', 0.5, [0.4, 0.6], 0.8],
    // A slope that may be none.
    ['knows how many b’s are still owed', 0.1, [-0.1, 0.3], 0.02],
  ] as const)('says by how much the neuron changes with each step: %s', (knows, slope, interval, localAuc) => {
    const own = claim('used', { localAuc, excess: 0.5, says });
    Object.assign(own.effect, { number: { slope, interval, lowest: 0, highest: 20 } });
    expect(headline(own)).toBe(`Neuron 3 ${knows}, and the network uses it.`);
  });

  it('never says whether', () => {
    for (const level of verdictLevels) expect(headline(claim(level, { says }))).not.toContain('whether how');
  });
});
