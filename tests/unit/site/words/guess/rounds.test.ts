import { expect, test } from 'vitest';
import { verdictLevels } from '../../../../../runner/analysis/findings/claim-schema.ts';
import { plainCatalogue } from '../../../../../site/data/catalogue.ts';
import type { Experiment } from '../../../../../site/words/experiment.ts';
import {
  guessRounds,
  mostRounds,
  otherFeatures,
  type Round,
  shuffled,
  shuffledDeck,
} from '../../../../../site/words/guess/rounds.ts';
import { madeEvidence } from '../../../../fixtures/results/made-evidence.ts';

const words = plainCatalogue('word');

test('an order drawn by lot holds the same items, differs by name and is the same again', () => {
  const items = Array.from({ length: 30 }, (_, i) => i);
  const order = shuffled(items, 'a');
  expect([...order].sort((a, b) => a - b)).toEqual(items);
  expect(order).not.toEqual(items);
  expect(shuffled(items, 'a')).toEqual(order);
  expect(shuffled(items, 'b')).not.toEqual(order);
});

test('every place comes first about as often', () => {
  const first = Array.from({ length: 4 }, () => 0);
  for (let i = 0; i < 400; i++)
    first[shuffled([0, 1, 2, 3], `name ${i}`)[0] ?? 0] = (first[shuffled([0, 1, 2, 3], `name ${i}`)[0] ?? 0] ?? 0) + 1;
  // Binomial(400, 1/4): 65 to 135 but once in 20,000.
  for (const count of first) expect(Math.abs(count - 100)).toBeLessThan(35);
});

test('each round has one right answer among others, and excerpts on the claimed side', () => {
  const { result } = madeEvidence('gru-2-layers');
  const rounds = guessRounds(result, words);
  expect(rounds.map(({ feature }) => feature.name)).toEqual(['sentence end', 'commas']);
  for (const { choices, feature, claim, strongest } of rounds) {
    expect(choices.filter(({ right }) => right).map(({ name }) => name)).toEqual([feature.name]);
    expect(new Set(choices.map(({ name }) => name)).size).toBe(5);
    const { lowest, highest } = claim.excerpts ?? { lowest: [], highest: [] };
    expect(strongest).toEqual((claim.sign > 0 ? highest : lowest).slice(0, 4));
  }
  expect(rounds[0]?.choices.map(({ name }) => name)).toContain('commas');
});

test('a wrong answer never says the same in other words, nor matches a token of the feature', () => {
  const { result } = madeEvidence('lstm-dots');
  const [feature] = result.features;
  if (!feature) throw new Error('no feature');
  const others = otherFeatures(result, { ...feature, name: 'dots' }, words, 100);
  for (const same of ['sentence end', 'question mark', 'exclamation mark']) expect(others).not.toContain(same);
  for (const other of ['comma', 'nouns', 'line break']) expect(others).toContain(other);
});

test('a deck has one round of each feature, that of the experiment in which its claim holds furthest', () => {
  const cards = ['gru-2-layers', 'catalogue', 'lstm-dots'].flatMap((id) => {
    const { result } = madeEvidence(id);
    return guessRounds(result, words).map((round) => ({ experiment: { id, result } as Experiment, round }));
  });
  const deck = shuffledDeck(cards);
  const names = deck.map(({ round }) => round.feature.name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBe(Math.min(mostRounds, new Set(cards.map(({ round }) => round.feature.name)).size));
  for (const { round } of deck) {
    const level = (each: Round) => verdictLevels.indexOf(each.claim.verdict.level);
    const same = cards.filter((each) => each.round.feature.name === round.feature.name);
    expect(level(round)).toBe(Math.max(...same.map((each) => level(each.round))));
  }
});

test('without an effect there is no round', () => {
  const { result } = madeEvidence('catalogue');
  expect(guessRounds({ ...result, evidence: null }, words)).toEqual([]);
  const weak = structuredClone(madeEvidence('lstm-dots').result);
  for (const claim of weak.evidence?.claims ?? []) claim.rungs.heldOut.status = 'failed';
  expect(guessRounds(weak, words)).toEqual([]);
});
