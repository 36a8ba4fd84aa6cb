import { describe, expect, it } from 'vitest';
import { liveEffectsOf, tokenClass } from '../../../../../site/browser/live/effects.ts';
import { classesOf } from '../../../../../site/browser/live/marks.ts';
import { matchPattern } from '../../../../../site/browser/pattern.ts';
import { liveMarks } from '../../../../../site/data/live-marks.ts';
import type { LiveMarks } from '../../../../../site/words/script-data.ts';

const match = async (pattern: string, tokens: readonly string[]) => matchPattern(pattern, tokens);
const { rest, carrier, apart } = tokenClass;
const named = { name: 'it', description: 'it' };

describe('the tokens of a text of one’s own', () => {
  const tokens = ['"', 'Go', '!', '"', ' ', 'he', ' ', 'said'];
  const classes = async (marks: LiveMarks) => [...((await classesOf(marks, tokens, match)) ?? [])];

  it('carry a feature by a pattern of the whole token, or by what they stand inside', async () => {
    expect(await classes({ ...named, among: 'all', match: '[.?!]' })).toEqual([
      rest,
      rest,
      carrier,
      ...Array(5).fill(rest),
    ]);
    expect(await classes({ ...named, among: 'all', nesting: 'quotes', depth: 1 })).toEqual([
      ...[rest, carrier, carrier, rest],
      ...Array(4).fill(rest),
    ]);
  });

  it('are compared within the class of the feature', async () => {
    const inText = await classes({ ...named, among: 'text', nesting: 'quotes', depth: 1 });
    expect(inText).toEqual([rest, carrier, carrier, rest, apart, rest, apart, rest]);
    const words = await classes({ ...named, among: 'words', match: 'he|Go' });
    expect(words).toEqual([apart, carrier, apart, apart, apart, carrier, apart, rest]);
  });

  it('carry nothing where the pattern cannot be matched', async () => {
    expect(await classesOf({ ...named, among: 'all', match: '(' }, tokens, match)).toBeNull();
  });
});

describe('how well a neuron tells carriers', () => {
  const read = [
    [1, 0.5],
    [9, 0.5],
    [2, 0.1],
    [3, 0.9],
  ].map((values) => ({
    components: { 'hidden.1': Float32Array.from(values) },
  }));

  it('is the share of pairs in which the carrier is higher, within the class', () => {
    // The second token is of another class. Of the pairs (3, 1) and (3, 2) all are higher; of (.9, .5), (.9, .1) too.
    expect([...liveEffectsOf(read, 'hidden.1', [rest, apart, rest, carrier])]).toEqual([1, 1]);
    // (2, 1), (2, 9), (2, 3): one of three; (.1, .5), (.1, .5), (.1, .9): none.
    const [first, second] = [...liveEffectsOf(read, 'hidden.1', [rest, rest, carrier, rest])];
    expect(first).toBeCloseTo(1 / 3, 12);
    expect(second).toBe(0);
  });

  it('cannot be told where all of them carry it', () => {
    expect([...liveEffectsOf(read, 'hidden.1', [carrier, carrier, carrier, carrier])].every(Number.isNaN)).toBe(true);
  });
});

describe('whether a page can find a feature', () => {
  const of = (feature: object) =>
    liveMarks({ evidence: null, manifest: { features: [feature] } as never }, { name: 'f', description: 'd' });

  it('is asked of its kind: patterns and what stands inside marks, and no number', () => {
    expect(of({ name: 'f', match: '!' })).toEqual({ name: 'f', description: 'd', among: 'all', match: '!' });
    expect(of({ name: 'f', match: '!', among: 'text' })?.among).toBe('text');
    expect(of({ name: 'f', nesting: 'quotes', depth: 2 })).toMatchObject({
      among: 'text',
      nesting: 'quotes',
      depth: 2,
    });
    expect(of({ name: 'f', nesting: 'quotes', depth: 0, number: true })).toBeNull();
    expect(of({ name: 'f', partOfSpeech: ['NN'], context: true })).toBeNull();
    expect(of({ name: 'another', match: '!' })).toBeNull();
  });
});
