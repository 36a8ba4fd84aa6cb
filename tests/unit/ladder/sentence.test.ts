import { describe, expect, it } from 'vitest';
import { type ClaimedRungs, sentence } from '../../../runner/ladder/sentence.ts';
import type { Rungs, Specificity } from '../../../runner/results/evidence-schema-1.ts';

const effect = (localAuc: number, low: number, high: number) => ({
  localAuc,
  interval: [low, high] as [number, number],
  pooledAuc: localAuc,
  pointBiserial: 0,
  carriers: 300,
  rest: 3000,
  documents: 60,
});
const passed = <T>(measured: T) => ({ status: 'passed' as const, reason: null, measured });
const failed = <T>(measured: T) => ({ status: 'failed' as const, reason: 'It failed.', measured });
const untestable = { status: 'not testable' as const, reason: 'Too few documents.', measured: null };
const unrun = { status: 'not run' as const, reason: 'It was not asked for.', measured: null };

const chance = { z: 9, adjustedP: 0.0001, falseDiscovery: 0, threshold: 4.4, tests: 6720, permutations: 10_000 };
const heldOut = { z: 9, adjustedP: 0.0001, claims: 4, shrinkage: 0.9, discoveryAuc: 0.03 };
const untrained = (low: number) => ({
  networks: 5,
  best: [0.3],
  claim: 0.4,
  difference: 0.1,
  interval: [low, 0.2] as [number, number],
});
const sets = (given: { sets?: number; median?: number; p?: number } = {}) => ({
  sets: 100,
  claim: 0.4,
  median: 0.2,
  largest: 0.3,
  p: 0.01,
  ...given,
});
const byToken = (against: ReturnType<typeof sets>, low: number): Specificity => ({
  decidedByType: true,
  sets: against,
  within: null,
  types: null,
  untrained: untrained(low),
  verdict: '',
});
const byContext = (p: number, low: number): Specificity => ({
  decidedByType: false,
  sets: null,
  within: { localAuc: 0.3, interval: [0.2, 0.4], z: -6, p, tokens: 3000, types: 40 },
  types: null,
  untrained: untrained(low),
  verdict: '',
});
const replication = (replicated: number) => ({
  seeds: 5,
  replicated,
  share: replicated / 5,
  interval: [0.2, 1] as [number, number],
  matches: [],
});
const cause = (difference: number) => ({
  tokens: 3000,
  documents: 30,
  deciding: 'predicting' as const,
  matchedNeurons: [],
  ablations: [
    {
      method: 'mean' as const,
      where: 'predicting' as const,
      feature: 0.2,
      rest: 0.1,
      difference,
      interval: [0.05, 0.2] as [number, number],
      p: 0.02,
      matched: [],
    },
  ],
  clamps: [],
});

const clear = effect(0.034, 0.02, 0.05);
const all: Rungs = {
  E1: passed(clear),
  E2: passed(chance),
  E3: passed(heldOut),
  E4: passed(byToken(sets(), 0.05)),
  E5: passed(replication(4)),
  E6: passed(cause(0.123)),
  E7: unrun,
};
const told = (rungs: Partial<Rungs>, more: Partial<ClaimedRungs> = {}) =>
  sentence({ feature: 'sentence end', neuron: 455, sign: -1, rungs: { ...all, ...rungs }, ...more });
const head = 'Neuron 455 is lower at "sentence end" (local AUC .03, 95% .02 to .05)';
const unasked = { E5: unrun, E6: unrun };

describe('sentence', () => {
  it.each<[string, Partial<Rungs>, string]>([
    [
      'passes all',
      {},
      `${head}, which is more than chance gives among 6,720 tests, holds on text it was not chosen on, is more than like tokens or an untrained network give, is found by 4 of 5 seeds and is used by the network (without it the loss in predicting the feature rises by 0.12 nats against elsewhere).`,
    ],
    [
      'reads the token, as an untrained network does',
      { E4: failed(byToken(sets(), -0.01)), ...unasked },
      `${head}, which is more than chance gives among 6,720 tests and holds on text it was not chosen on, but is no more than an untrained network gives: it reads the token; it was not tested in other seeds or for its use by the network.`,
    ],
    [
      'reads the token, as sets of like tokens do',
      { E4: failed(byToken(sets({ p: 0.3 }), 0.05)), E5: failed(replication(1)), E6: failed(cause(0)) },
      `${head}, which is more than chance gives among 6,720 tests and holds on text it was not chosen on, but passes E1 to E4 in only 1 of 5 seeds, is not shown to be used by the network and is no more than like tokens give: it reads the token.`,
    ],
    [
      'reads the token, as nearly any tokens are read',
      { E4: failed(byToken(sets({ median: 0.47 }), 0.05)), ...unasked },
      `${head}, which is more than chance gives among 6,720 tests and holds on text it was not chosen on, but is no more than nearly any tokens give: it reads the token; it was not tested in other seeds or for its use by the network.`,
    ],
    [
      'has too few like tokens',
      { E4: failed(byToken(sets({ sets: 3 }), 0.05)), ...unasked },
      `${head}, which is more than chance gives among 6,720 tests and holds on text it was not chosen on, but cannot be told from reading the token, which has too few like it; it was not tested in other seeds or for its use by the network.`,
    ],
    [
      'is a context neuron',
      { E4: passed(byContext(0.001, 0.05)), ...unasked },
      `${head}, which is more than chance gives among 6,720 tests, holds on text it was not chosen on and is more than the token or an untrained network gives; it was not tested in other seeds or for its use by the network.`,
    ],
    [
      'follows the context no more than the token does',
      { E4: failed(byContext(0.4, 0.05)), ...unasked },
      `${head}, which is more than chance gives among 6,720 tests and holds on text it was not chosen on, but is not shown among occurrences of the same token: it reads the token; it was not tested in other seeds or for its use by the network.`,
    ],
    [
      'follows the context no more than an untrained network does',
      { E4: failed(byContext(0.001, -0.01)), ...unasked },
      `${head}, which is more than chance gives among 6,720 tests and holds on text it was not chosen on, but is no more than an untrained network gives; it was not tested in other seeds or for its use by the network.`,
    ],
    [
      'is nothing',
      {
        E1: failed(effect(0.51, 0.45, 0.57)),
        E2: failed(chance),
        E3: failed(heldOut),
        E4: failed(byToken(sets({ p: 0.8 }), -0.1)),
        ...unasked,
      },
      'Neuron 455 is not shown to differ at "sentence end" (local AUC .51, 95% .45 to .57), while what was seen is no more than chance gives among 6,720 tests, does not hold on text it was not chosen on and is no more than an untrained network gives: it reads the token; it was not tested in other seeds or for its use by the network.',
    ],
    [
      'passed on discovery alone',
      { E1: failed(effect(0.51, 0.45, 0.57)), E3: failed(heldOut), E4: untestable, ...unasked },
      'Neuron 455 is not shown to differ at "sentence end" (local AUC .51, 95% .45 to .57), while what was seen is more than chance gives among 6,720 tests, but does not hold on text it was not chosen on; it could not be tested against like tokens and untrained networks; it was not tested in other seeds or for its use by the network.',
    ],
    [
      'could not be tested at all',
      { E1: untestable, E2: untestable, E3: untestable, E4: untestable, ...unasked },
      'Whether neuron 455 is lower at "sentence end" could not be tested (Too few documents); it could not be tested against chance, on text it was not chosen on or against like tokens and untrained networks; it was not tested in other seeds or for its use by the network.',
    ],
    [
      'was not run',
      { E1: unrun, E2: unrun, E3: unrun, E4: unrun, E5: unrun, E6: unrun },
      'Whether neuron 455 is lower at "sentence end" was not tested (It was not asked for); it was not tested against chance, on text it was not chosen on, against like tokens and untrained networks, in other seeds or for its use by the network.',
    ],
    [
      'lacks other seeds and a cause that could be tested',
      { E5: untestable, E6: untestable },
      `${head}, which is more than chance gives among 6,720 tests, holds on text it was not chosen on and is more than like tokens or an untrained network give; it could not be tested in other seeds or for its use by the network.`,
    ],
    [
      'failed without numbers',
      { E2: failed(null), E3: failed(null), E4: failed(null), E5: failed(null), E6: failed(null) },
      `${head}, which is no more than chance gives, does not hold on text it was not chosen on, does not return in other seeds, is not shown to be used by the network and is no more than the token gives.`,
    ],
  ])('of a claim that %s', (_, rungs, expected) => {
    expect(told(rungs)).toBe(expected);
  });

  it('says when the effect turned round', () => {
    const turned = told({ E1: passed(effect(0.7, 0.6, 0.8)), E3: failed(heldOut), E4: unrun, ...unasked });
    expect(turned).toContain(
      'Neuron 455 is higher at "sentence end" (local AUC .70, 95% .60 to .80), though it was lower on the text it was chosen on, which',
    );
  });

  it('says that the loss falls when it does', () => {
    expect(told({ E6: passed(cause(-0.05)) })).toContain('falls by 0.050 nats');
  });

  it('is one sentence for every combination of outcomes', () => {
    const statuses = [
      (measured: unknown) => passed(measured),
      (measured: unknown) => failed(measured),
      () => untestable,
      () => unrun,
    ] as const;
    const seen = new Set<string>();
    for (let code = 0; code < 4 ** 6; code++) {
      const pick = <T>(index: number, measured: T) =>
        statuses[Math.floor(code / 4 ** index) % 4]?.(measured) as { status: 'passed'; reason: null; measured: T };
      const text = told({
        E1: pick(0, clear),
        E2: pick(1, chance),
        E3: pick(2, heldOut),
        E4: pick(3, byToken(sets(), 0.05)),
        E5: pick(4, replication(4)),
        E6: pick(5, cause(0.1)),
      });
      expect(text).toMatch(/^(Neuron|Whether neuron) 455 [^;]*[^.;]{3}(; it (could|was) not [^;]*){0,2}\.$/);
      expect(text).not.toMatch(/undefined|NaN|null| {2}|,,| ,|\.\./);
      seen.add(text);
    }
    expect(seen.size).toBe(4 ** 6);
  });
});
