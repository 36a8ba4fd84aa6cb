import { describe, expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { ablationPlan, comparedPlaces, drawnOrder } from '../../../runner/ladder/ablation-plan.ts';

const text = (documents: number, segments: number, length: number) => ({
  length,
  segments,
  sources: new Int32Array(documents),
  types: new Int32Array(documents * segments * length),
});

describe('the plan of an ablation', () => {
  it('reads all that there is while it can be afforded', () => {
    const plan = ablationPlan(text(30, 2, 100), [], 6000);
    expect(plan).toMatchObject({ length: 100, documents: 30 });
    expect(plan.pieces.slice(0, 3)).toEqual([
      { document: 0, start: 0 },
      { document: 0, start: 100 },
      { document: 1, start: 200 },
    ]);
  });

  it('reads one segment of fewer documents, spread over the half, and then shorter stretches', () => {
    const fewer = ablationPlan(text(60, 2, 100), [], 3000);
    expect(fewer.length).toBe(100);
    expect(fewer.pieces.map(({ document }) => document)).toEqual(Array.from({ length: 30 }, (_, i) => 2 * i));
    const shorter = ablationPlan(text(60, 2, 100), [], 1800);
    expect([shorter.documents, shorter.length]).toEqual([24, 75]);
    const least = ablationPlan(text(60, 2, 100), [], 10);
    expect([least.documents, least.length]).toEqual([24, 64]);
  });

  it('reads that stretch of a document in which the features are', () => {
    const mask = new Uint8Array(60 * 200);
    mask.fill(1, 190, 200); // The end of document 0.
    const { pieces } = ablationPlan(text(60, 2, 100), [mask], 10);
    expect(pieces[0]).toEqual({ document: 0, start: 136 });
    expect(pieces[1]?.start).toBe(400);
  });
});

describe('the places of comparison', () => {
  const plan = ablationPlan(text(30, 1, 100), [], 1e6);
  const order = drawnOrder(plan, random(2));

  it('are all but the last token of each stretch, in a random order within each document', () => {
    expect(order).toHaveLength(30);
    const [, second = []] = order;
    expect([...second].sort((a, b) => a - b)).toEqual(Array.from({ length: 99 }, (_, t) => 100 + t));
    expect(second).not.toEqual([...second].sort((a, b) => a - b));
  });

  it('are at most 32 with and 32 without the feature from each document', () => {
    const { feature, rest } = comparedPlaces(order, (place) => place % 100 < 40);
    expect(feature.every((places) => places.length === 32 && places.every((place) => place % 100 < 40))).toBe(true);
    expect(rest.every((places) => places.length === 32 && places.every((place) => place % 100 >= 40))).toBe(true);
  });
});
