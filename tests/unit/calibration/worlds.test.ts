/**
 * One experiment in a world of each kind: what is true is told, and what only goes with it is not. `npm run calibrate` counts
 * over hundreds, and over networks that take half a minute to train.
 */
import { describe, expect, it } from 'vitest';
import { at, item } from '../../../runner/core/at.ts';
import { random } from '../../../runner/core/random.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import { valueNamed } from '../../../runner/nn/models/program.ts';
import { documentHash } from '../../../runner/text/splits.ts';
import { passed } from '../../calibration/claims-on.ts';
import { wiredWorld } from '../../calibration/known-worlds.ts';
import { decoy, randomRuns, shifted } from '../../calibration/labels.ts';
import { isAffirmed, madeWorlds } from '../../calibration/studies/worlds.ts';
import { quoteNeuron, unheardNeuron } from '../../calibration/wired.ts';
import { type Marks, withWorld } from '../../calibration/world.ts';
import { material, seed } from './rates.ts';

/** By world. What is told by a test at level .05 errs now and then: of five, three do so once in a thousand times. */
const expected: Record<string, Record<string, unknown>> = {
  // That of the LSTM is below, among more labels.
  'GRU wired by hand': {
    ...{ 'used power': true, 'specific power': true, 'specific: decoy': false, 'specific: shifted': false },
  },
  'redundant latches': { 'group power': true },
  'rotated code': { 'probe power': true },
  'copy that nothing hears': { 'used: unheard copy': false },
  'nothing to be used': { 'used: bystander': false },
  'our initialisation': { learned: false },
  'foreign initialisation: PyTorch': { learned: false },
  'state longer than its segments': { 'effect: wrong sign': false, 'longer power': true },
  'near-duplicates': { 'heldOut: near-duplicates': { times: expect.toBeOneOf([0, 1, 2]), of: 5 } },
};

it.each(Object.entries(expected))(
  'the ladder in a world of known truth: %s',
  { timeout: 120_000 },
  async (name, told) => {
    const study = madeWorlds.find((each) => each.name === name);
    expect(await study?.experiment(random(seed, 1), material)).toMatchObject(told);
  },
);

/** Whether the text is behind one word or behind another: the network has no use for it. */
function anotherState(tokens: readonly string[]): Uint8Array {
  let now = 0;
  return Uint8Array.from(tokens, (token) => {
    if (/^[bd](ina|o)$/.test(token)) now = Number(token.startsWith('b'));
    return now;
  });
}

describe('what only goes with a state', () => {
  const source = random(seed, 6);
  const copy = unheardNeuron({ unheard: 1 });
  const { world, truths } = wiredWorld(source, { unheard: 1 });
  const truth = item(truths, 0).map((own) => Uint8Array.from(own));
  const runs = randomRuns(world.documents, source);
  const other = world.documents.map(anotherState);
  const withOther = (others: Marks, is: (a: number, b: number) => boolean): Marks =>
    truth.map((own, d) => own.map((each, t) => Number(is(each, at(item(others, d), t)))));
  const both = (a: number, b: number) => a + b === 2;
  const either = (a: number, b: number) => a + b > 0;
  const labels: Record<string, Marks> = {
    ...{ 'decoy, 8%': decoy(truth, source, 0.08), 'decoy, 15%': decoy(truth, source, 0.15) },
    ...{ 'decoy, 30%': decoy(truth, source, 0.3), 'two tokens early': shifted(truth, -2) },
    ...{ 'one token early': shifted(truth, -1), 'one token late': shifted(truth, 1) },
    ...{ 'two tokens late': shifted(truth, 2), union: withOther(runs, either), intersection: withOther(runs, both) },
    ...{ 'this or another state': withOther(other, either), 'this and another state': withOther(other, both) },
  };
  const all = { 'the state': truth, ...labels };
  /** One of each kind, the nearest to the state: asked alone each is tested anew. */
  const nearest = ['the state', 'decoy, 8%', 'one token late', 'this or another state', 'this and another state'];

  it('is neither affirmed nor said to be known, by the neuron that keeps it or by a copy that nothing hears', {
    timeout: 120_000,
  }, async () => {
    const byHand = [quoteNeuron, copy];
    const [together, alone] = await withWorld(world, random(seed, 7), async (read) => {
      const told = async (names: readonly string[]): Promise<[string, Claim[]][]> => {
        const claims = await read.claims(
          names.map((name) => ({ marks: valueNamed(all, name), byHand })),
          0,
        );
        return names.map((name, index) => [name, claims.filter(({ feature }) => feature === `label ${index}`)]);
      };
      const together = await told(Object.keys(all));
      const alone: typeof together = [];
      for (const name of nearest) alone.push(...(await told([name])));
      return [together, alone] as const;
    });
    for (const [asked, least] of [
      [together, 9],
      [alone, 5],
    ] as const) {
      // One that is not learned is asked no further, and says nothing here.
      const learned = asked.filter(([, claims]) => claims.filter((claim) => passed(claim, 'learned')).length === 2);
      expect(learned.length, learned.map(([name]) => name).join()).toBeGreaterThanOrEqual(least);
      const known = asked.filter(([, claims]) =>
        claims.some((claim) => passed(claim, 'specific') || isAffirmed(claim)),
      );
      expect(known.map(([name]) => name)).toEqual(['the state']);
    }
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
