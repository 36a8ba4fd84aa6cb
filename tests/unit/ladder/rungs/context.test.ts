import { describe, expect, it } from 'vitest';
import { context } from '../../../../runner/ladder/rungs/context.ts';
import { effect } from '../../../../runner/ladder/rungs/effect.ts';
import { claimOn, inventedBench, knower, taskOf, tokenReader } from './invented.ts';

describe('the rung context', () => {
  it('passes a neuron that knows the state of equal tokens, and fails one that reads the token alone', async () => {
    const task = taskOf(inventedBench(), [claimOn(knower), claimOn(tokenReader)]);
    const [knows, reads] = await context.compute(task);
    expect(knows?.status).toBe('passed');
    expect(reads?.status).toBe('failed');
    // Over all tokens both tell the state.
    expect((await effect.compute(task)).map(({ status }) => status)).toEqual(['passed', 'passed']);
  });

  it('fails a neuron whose sign among equal tokens is the other', async () => {
    const [found] = await context.compute(taskOf(inventedBench(), [claimOn(knower, -1)]));
    expect(found?.status).toBe('failed');
  });

  it('does not apply where the token decides', async () => {
    const bench = inventedBench({ feature: { decidedByToken: true } });
    expect((await context.compute(taskOf(bench, [claimOn(knower)])))[0]?.status).toBe('not applicable');
  });
});
