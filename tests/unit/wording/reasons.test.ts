import { describe, expect, it } from 'vitest';
import { type Reason, reasonSchema } from '../../../runner/analysis/findings/reasons-schema.ts';
import { reasonSentence } from '../../../runner/wording/reasons.ts';

/** One of each code, from its schema: every number `count`, every choice its first. */
const allWith = (count: number): Reason[] =>
  reasonSchema.options.map(({ shape }) =>
    Object.fromEntries(Object.entries(shape).map(([key, each]) => [key, example(key, each, count)])),
  ) as Reason[];

interface Schema {
  safeParse(value: unknown): { success: boolean };
}

function example(key: string, schema: Schema, count: number): unknown {
  if (key === 'code') return (schema as unknown as { value: string }).value;
  const values = [count, 'documents', 1, true, { code: 'few carriers', found: count, needed: 30 }];
  return values.find((value) => schema.safeParse(value).success);
}

describe('a reason', () => {
  it('of every code is a sentence of its own, without a gap', () => {
    const sentences = allWith(7).map((reason) => reasonSentence(reasonSchema.parse(reason)));
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^(?:[A-Z]|7 )\S*.* .*\.$/s);
      expect(sentence).not.toMatch(/undefined|NaN|\[object/);
    }
    expect(new Set(sentences).size).toBe(reasonSchema.options.length);
  });

  it('counts one of a thing as one', () => {
    const many = /\b1 (?:other )?(?:documents|networks|neurons|seeds|segments|tests|times|tokens)\b/;
    const verbs = /^1 (?:other )?\w+(?: of a half)? (?:are|carry|do|have|hold|were)\b/;
    for (const reason of allWith(1)) {
      expect(reasonSentence(reason)).not.toMatch(many);
      expect(reasonSentence(reason)).not.toMatch(verbs);
    }
    expect(reasonSentence({ code: 'few without', found: 1, needed: 30 })).toBe(
      '1 token of a half does not carry the feature, and the test needs 30.',
    );
    expect(reasonSentence({ code: 'few carriers', found: 1234, needed: 3000 })).toMatch(
      /^1,234 tokens of a half carry /,
    );
  });

  it('says its numbers', () => {
    expect(reasonSentence({ code: 'few to swap', swapped: 'documents', found: 23, needed: 24 })).toBe(
      '23 documents of a half can be swapped, and the test needs 24.',
    );
    expect(reasonSentence({ code: 'few in a group', swapped: 'segments', possible: 4, needed: 10 })).toBe(
      'With so few segments to each document no z can be above 4.0, and the test needs 10.',
    );
    expect(reasonSentence({ code: 'one seed', seeds: 5, trained: false })).toBe(
      'Set model.checkpoint= (empty) and seeds=5 to train 5 networks and compare them.',
    );
    expect(reasonSentence({ code: 'on discovery', why: { code: 'few carriers', found: 3, needed: 30 } })).toBe(
      'On the discovery half: 3 tokens of a half carry the feature, and the test needs 30.',
    );
  });
});
