import { describe, expect, it } from 'vitest';
import { judgeSpecificity } from '../../../runner/ladder/specificity-verdict.ts';
import type { Specificity } from '../../../runner/results/evidence-schema-1.ts';

type Measured = Omit<Specificity, 'verdict'>;
const sets = { sets: 100, claim: 0.4, median: 0.2, largest: 0.3, p: 0.01 };
const untrained = { networks: 5, best: [0.1], claim: 0.4, difference: 0.3, interval: [0.2, 0.4] as [number, number] };
const within = { localAuc: 0.7, interval: [0.6, 0.8] as [number, number], z: 6, p: 0.001, tokens: 900, types: 30 };
const token: Measured = { decidedByType: true, sets, within: null, types: null, untrained };
const context: Measured = { decidedByType: false, sets: null, within, types: null, untrained };
const equal = { ...untrained, interval: [0, 0.4] as [number, number] };

describe('judgeSpecificity', () => {
  it.each<[string, Measured, string, string]>([
    ['more than like tokens and than untrained networks', token, 'passed', 'more than the token'],
    ['as large as that of like tokens', { ...token, sets: { ...sets, p: 0.05 } }, 'failed', 'reads the token'],
    ['among sets that any neuron tells', { ...token, sets: { ...sets, median: 0.45 } }, 'failed', 'reads the token'],
    ['among too few sets', { ...token, sets: { ...sets, sets: 19 } }, 'failed', 'reads the token'],
    ['as large in an untrained network', { ...token, untrained: equal }, 'failed', 'no more than an untrained network'],
    ['never compared with one', { ...token, untrained: null }, 'not run', 'not compared with an untrained network'],
    ['more than the token alone', context, 'passed', 'more than the token'],
    ['gone within the token', { ...context, within: { ...within, p: 0.06 } }, 'failed', 'reads the token'],
    [
      'uncertain within the token',
      { ...context, within: { ...within, interval: [0.49, 0.8] } },
      'failed',
      'reads the token',
    ],
    ['not to be told within the token', { ...context, within: null }, 'not testable', 'cannot be told'],
    [
      'not to be told within the token, and as large in an untrained network',
      { ...context, within: null, untrained: equal },
      'failed',
      'no more than an untrained network',
    ],
  ])('an effect that is %s', (_, measured, status, verdict) => {
    expect(judgeSpecificity(measured, 1)).toMatchObject({ status, verdict });
  });

  it('asks for the claimed side within the token', () => {
    expect(judgeSpecificity(context, -1).status).toBe('failed');
    const lower = { ...within, localAuc: 0.3, interval: [0.2, 0.4] as [number, number] };
    expect(judgeSpecificity({ ...context, within: lower }, -1).status).toBe('passed');
  });

  it('says why, unless it passed', () => {
    expect(judgeSpecificity(token, 1).reason).toBeNull();
    expect(judgeSpecificity({ ...token, sets: { ...sets, sets: 3 }, untrained: equal }, 1).reason).toBe(
      'Only 3 sets of like tokens exist, and 20 are needed. The best neurons of 5 untrained networks are not shown to do worse.',
    );
    expect(judgeSpecificity({ ...token, sets: { ...sets, sets: 0 } }, 1).reason).toBe(
      'No sets of like tokens exist, and 20 are needed.',
    );
  });
});
