import { describe, expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { runLadder } from '../../../runner/ladder/ladder.ts';
import type { LadderFeature, LadderInput } from '../../../runner/ladder/ladder-input.ts';
import { claimSchema } from '../../../runner/results/evidence-schema-1.ts';
import { following, inventText, noise } from './invented-text.ts';

const halves = { discovery: inventText(41), confirmation: inventText(42) };
type Half = keyof typeof halves;
const both = <T>(make: (half: Half) => T) => ({ discovery: make('discovery'), confirmation: make('confirmation') });
const tokens = halves.discovery.inside.length;

const marks = both((half) => Uint8Array.from(halves[half].text.types, (type) => Number(type === 3 || type === 4)));
/** Neurons 0 to 7 are noise, 8 is lower inside quotes, 9 is higher at marks, 10 is higher at marks on one half only. */
const activations = both((half) => {
  const { inside, random: source } = halves[half];
  return [
    ...Array.from({ length: 8 }, () => noise(source, tokens)),
    following(inside, -0.5, source),
    following(marks[half], 2, source),
    following(marks[half], half === 'discovery' ? 3 : 0, source),
  ];
});
const feature = (name: string, masks: LadderFeature['masks'], more: Partial<LadderFeature> = {}): LadderFeature => ({
  name,
  masks,
  decidedByType: false,
  byHand: [],
  wholeText: [],
  ...more,
});
const input: LadderInput = {
  text: both((half) => halves[half].text),
  activations,
  layer: 1,
  component: 'hidden',
  features: [
    feature(
      'inside',
      both((half) => halves[half].inside),
      { byHand: [2], wholeText: [5] },
    ),
    feature('marks', marks, { decidedByType: true }),
    feature(
      'nowhere',
      both(() => new Uint8Array(tokens)),
      { byHand: [1] },
    ),
  ],
  count: 1,
  permutations: 499,
  seed: 3,
  vocabulary: Array.from({ length: 60 }, (_, type) => (type === 0 ? ' ' : `word${type}`)),
  sources: ['a', 'b', 'c', 'd'],
};
const untrained = [7, 8, 9].map((seed) => {
  const source = random(seed);
  return both(() => Array.from({ length: 11 }, () => noise(source, tokens)));
});

describe('the ladder of evidence', async () => {
  const { claims, family } = await runLadder(input, { untrained });
  const claim = (name: string, neuron: number) => {
    const found = claims.find((each) => each.feature === name && each.neuron === neuron);
    if (found === undefined) throw new Error(`no claim about neuron ${neuron} at ${name}`);
    return found;
  };
  const statuses = (name: string, neuron: number) =>
    Object.values(claim(name, neuron).rungs)
      .map(({ status }) => status)
      .slice(0, 4);

  it('makes claims of the shape that a result has', () => {
    for (const each of claims) expect(() => claimSchema.parse(each)).not.toThrow();
  });

  it('passes a context neuron that no token and no untrained network explains', () => {
    expect(claim('inside', 8)).toMatchObject({ sign: -1, chosen: 'effect' });
    expect(statuses('inside', 8)).toEqual(['passed', 'passed', 'passed', 'passed']);
    expect(claim('inside', 8).rungs.E1.measured?.localAuc).toBeLessThan(0.45);
    expect(claim('inside', 8).rungs.E7.measured?.highest.length).toBe(5);
  });

  it('stops a claim that held on the discovery half alone', () => {
    expect(claim('marks', 10)).toMatchObject({ sign: 1, chosen: 'effect' });
    const [effect, significance, heldOut] = statuses('marks', 10);
    expect([effect, significance, heldOut]).toEqual(['failed', 'passed', 'failed']);
    const { shrinkage } = claim('marks', 10).rungs.E3.measured ?? { shrinkage: null };
    expect(Math.abs(shrinkage ?? 1)).toBeLessThan(0.2);
  });

  it('tests a neuron that was named beforehand, and fails it when it is noise', () => {
    expect(claim('inside', 2).chosen).toBe('by hand');
    expect(statuses('inside', 2).slice(1, 3)).toEqual(['failed', 'failed']);
  });

  it('does not call text held out that took part in the choice', () => {
    expect(claim('inside', 5)).toMatchObject({ chosen: 'whole text' });
    expect(claim('inside', 5).rungs.E3).toEqual({
      status: 'not testable',
      reason: 'The neuron was detected on the whole text, this half of it included.',
      measured: null,
    });
    // That claim is none of those that are paid for: two of each testable feature at most, and one by hand.
    const kept = claims.filter(({ rungs }) => rungs.E3.measured !== null).length;
    expect(claim('inside', 8).rungs.E3.measured?.claims).toBe(kept);
  });

  it('says of each rung why it could not be tested', () => {
    expect(statuses('nowhere', 1)).toEqual(Array.from({ length: 4 }, () => 'not testable'));
    expect(claim('nowhere', 1).rungs.E2.reason).toBe('0 tokens of a half carry the feature, and the test needs 30.');
    expect(claim('nowhere', 1).lagProfile).toBeNull();
    expect(family.testable.map((reason) => reason === null)).toEqual([true, true, false]);
  });

  it('gives the same claims for the same seed, and leaves lags out when it is quick', async () => {
    const again = await runLadder(input, { untrained });
    expect(again.claims).toEqual(claims);
    const quick = await runLadder({ ...input, level: 'quick' }, { untrained });
    expect(quick.claims.map(({ rungs }) => rungs)).toEqual(claims.map(({ rungs }) => rungs));
    expect(quick.claims.every(({ lagProfile, eventAverage }) => lagProfile === null && eventAverage === null)).toBe(
      true,
    );
  });

  it('tells how far it is, and stops when told to', async () => {
    const heard: string[] = [];
    await runLadder({ ...input, level: 'quick' }, { onProgress: (stage, share) => heard.push(`${stage} ${share}`) });
    expect(heard).toEqual(expect.arrayContaining(['neurons 1', 'controls 1', 'claims 1']));
    const stop = (): void => {
      throw new Error('stopped');
    };
    await expect(runLadder(input, { onProgress: stop })).rejects.toThrow('stopped');
  });

  it('refuses halves whose shapes do not fit', async () => {
    const short = { ...activations, confirmation: activations.confirmation.map((row) => row.slice(1)) };
    await expect(runLadder({ ...input, activations: short })).rejects.toThrow('got 4799');
  });
});

describe('the power of the ladder', () => {
  it('passes E1 to E3 with a neuron of AUC .7 at a feature of 30% in long runs, in 40 documents of a half', async () => {
    const worlds = [50, 52, 54, 56, 58, 60, 62, 64].map(async (seed) => {
      const texts = { discovery: inventText(seed, 40, 224), confirmation: inventText(seed + 1, 40, 224) };
      const { claims } = await runLadder({
        ...input,
        level: 'quick',
        text: both((half) => texts[half].text),
        activations: both((half) => [
          ...Array.from({ length: 3 }, () => noise(texts[half].random, texts[half].inside.length)),
          // AUC = Phi(d / sqrt 2) for two normal distributions d apart.
          following(texts[half].inside, 0.742, texts[half].random),
        ]),
        features: [
          feature(
            'inside',
            both((half) => texts[half].inside),
          ),
        ],
        permutations: 199,
      });
      const rungs = claims.find(({ neuron }) => neuron === 3)?.rungs;
      return (['E1', 'E2', 'E3'] as const).every((name) => rungs?.[name].status === 'passed');
    });
    expect((await Promise.all(worlds)).filter(Boolean).length).toBeGreaterThanOrEqual(7);
  });
});
