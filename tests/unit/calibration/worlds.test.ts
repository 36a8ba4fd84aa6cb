/**
 * One experiment each in a few worlds: what is true is told, and what only goes with it is not. `npm run calibrate` counts
 * over hundreds, and over networks that take half a minute to train.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, item } from '../../../runner/core/at.ts';
import { random } from '../../../runner/core/random.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import { documentHash } from '../../../runner/text/splits.ts';
import { passed } from '../../calibration/claims-on.ts';
import { wiredWorld } from '../../calibration/known-worlds.ts';
import { decoy, randomRuns, shifted } from '../../calibration/labels.ts';
import { isAffirmed, isUsed, madeWorlds } from '../../calibration/studies/worlds.ts';
import { quoteNeuron, unheardNeuron, wordNeuron } from '../../calibration/wired.ts';
import { type Marks, readWorld, withWorld } from '../../calibration/world.ts';
import { material, seed } from './rates.ts';

/** By world. What is told by a test at level .05 errs now and then: of five, three do so once in a thousand times. */
const expected: Record<string, Record<string, unknown>> = {
  'rotated code': { 'probe power': true },
  'our initialisation': { learned: false },
  'foreign initialisation: PyTorch': { learned: false },
  'near-duplicates': { 'heldOut: near-duplicates': { times: expect.toBeOneOf([0, 1, 2]), of: 5 } },
};

it.each(Object.entries(expected))('the ladder in a world of known truth: %s', async (name, told) => {
  const study = madeWorlds.find((each) => each.name === name);
  expect(await study?.experiment(random(seed, 1), material)).toMatchObject(told);
});

/** Whether the text is behind one word or behind another: the network has no use for it. */
function anotherState(tokens: readonly string[]): Uint8Array {
  let now = 0;
  return Uint8Array.from(tokens, (token) => {
    if (/^[bd](ina|o)$/.test(token)) now = Number(token.startsWith('b'));
    return now;
  });
}

describe('a GRU wired by hand', () => {
  const wiring = { cell: 'gru', unheard: 1 } as const;
  const copy = unheardNeuron(wiring);
  const source = random(seed, 6);
  const { world, truths } = wiredWorld(source, wiring);
  const truth = item(truths, 0).map((own) => Uint8Array.from(own));
  const other = world.documents.map(anotherState);
  const withOther = (others: Marks, is: (a: number, b: number) => boolean): Marks =>
    truth.map((own, d) => own.map((each, t) => Number(is(each, at(item(others, d), t)))));
  const both = (a: number, b: number) => a + b === 2;
  const either = (a: number, b: number) => a + b > 0;
  const labels: Record<string, Marks> = {
    'the state': truth,
    'decoy, 15%': decoy(truth, source, 0.15),
    'two tokens early': shifted(truth, -2),
    'one token early': shifted(truth, -1),
    'this or another state': withOther(other, either),
    union: withOther(randomRuns(world.documents, source), either),
  };
  /** The nearest to the state, for which no other label stands in. */
  const alone: typeof labels = {
    'the state': truth,
    'decoy, 8%': decoy(truth, source, 0.08),
    'one token late': shifted(truth, 1),
    'this and another state': withOther(other, both),
  };
  let read: Awaited<ReturnType<typeof readWorld>>;
  beforeAll(async () => {
    read = await readWorld(world, random(seed, 7));
  });
  afterAll(() => read.release());

  it('knows its state and no label that only goes with it, asked among others and alone', async () => {
    const asked: { name: string; claims: Claim[] }[] = [];
    for (const own of [labels, ...Object.entries(alone).map(([name, marks]) => ({ [name]: marks }))]) {
      const byHand = [quoteNeuron, copy];
      const claims = await read.claims(
        Object.values(own).map((marks) => ({ marks, byHand })),
        0,
      );
      for (const [index, name] of Object.keys(own).entries())
        asked.push({ name, claims: claims.filter(({ feature }) => feature === `label ${index}`) });
    }
    // One that is not learned is asked no further, and says nothing here.
    const learned = asked.filter(({ claims }) => claims.filter((claim) => passed(claim, 'learned')).length === 2);
    expect(learned.length, learned.map(({ name }) => name).join()).toBeGreaterThanOrEqual(asked.length - 1);
    const known = asked.filter(({ claims }) => claims.some((claim) => passed(claim, 'specific') || isAffirmed(claim)));
    expect(known.map(({ name }) => name)).toEqual(['the state', 'the state']);
  });

  it('uses the neuron that keeps the state, no copy that nothing hears, and for this no neuron that keeps something else', async () => {
    const used = [quoteNeuron, copy, wordNeuron(wiring)].map((neuron) => isUsed(read, truth, neuron));
    expect(await Promise.all(used)).toEqual([true, false, false]);
  });
});

it('networks that never learnt read the first half of the documents of each half and source', async () => {
  const { world, truths } = wiredWorld(random(seed, 2));
  const hashes = world.documents.map((tokens) => documentHash(tokens.join('')));
  const isRead = hashes.map((hash, document) => {
    const before = hashes.filter((other, index) => index % 2 === document % 2 && other < hash).length;
    return before % (hashes.length / 4) < Math.ceil(hashes.length / 8);
  });
  await withWorld(world, random(seed, 3), async (read) => {
    const ofNetworks = (isTurned: (document: number) => boolean) => {
      const marks = (truths[0] ?? []).map((own, d) => (isTurned(d) ? own.map((each) => 1 - Number(each)) : own));
      return read.readingsFor([{ marks }]).untrained(3);
    };
    const all = await ofNetworks(() => false);
    expect(all).toHaveLength(3);
    expect(await ofNetworks((document) => !isRead[document])).toEqual(all);
    expect(await ofNetworks((document) => document === isRead.indexOf(true))).not.toEqual(all);
  });
});
