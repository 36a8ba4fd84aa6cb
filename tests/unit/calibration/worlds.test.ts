/**
 * One experiment in a world of each kind: what is true is told, and what only goes with it is not. `npm run calibrate` counts
 * over hundreds, and over networks that take half a minute to train.
 */
import { expect, it } from 'vitest';
import { claimsOn } from '../../../runner/calibration/claims-on.ts';
import { wiredWorld } from '../../../runner/calibration/known-worlds.ts';
import { tokenIdentity } from '../../../runner/calibration/planted-scenarios.ts';
import { simulate } from '../../../runner/calibration/simulate.ts';
import { madeWorlds } from '../../../runner/calibration/studies/worlds.ts';
import { withWorld } from '../../../runner/calibration/world.ts';
import { random } from '../../../runner/core/random.ts';
import { documentHash } from '../../../runner/corpus/splits.ts';
import { material, seed } from './rates.ts';

const state = { 'used power': true, 'specific power': true, 'specific: decoy': false, 'specific: shifted': false };

/** By world. What is told by a test at level .05 errs now and then: of five, three do so once in a thousand times. */
const expected: Record<string, Record<string, unknown>> = {
  'LSTM wired by hand': state,
  'GRU wired by hand': state,
  'redundant latches': { 'group power': true },
  'rotated code': { 'probe power': true },
  'copy that nothing hears': { 'used: unheard copy': false },
  'nothing to be used': { 'used: bystander': false },
  'foreign initialisation: PyTorch': { learned: false },
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

it('networks that are simulated, too', async () => {
  const { scenario } = tokenIdentity;
  const made = simulate({ ...scenario, untrained: 3 }, random(seed, 4));
  // With fewer than 24 nothing is tested: of the ten documents of each of four sources six.
  const silent = (from: number, to: number) => {
    const half = (own: typeof made.discovery) => ({
      ...own,
      untrained: own.untrained.map(
        (network) => () =>
          network().map((values) =>
            values.map((value, t) => {
              const place = Math.floor(t / scenario.length) % 10;
              return place >= from && place < to ? 0 : value;
            }),
          ),
      ),
    });
    return { discovery: half(made.discovery), confirmation: half(made.confirmation) };
  };
  const limits = async (of: typeof made) =>
    (await claimsOn(of, { count: 1, onlyUntrained: true }, random(seed, 5))).map(
      ({ rungs }) => rungs.learned.measured?.best,
    );
  const all = await limits(made);
  expect(all[0]).toHaveLength(3);
  expect(await limits(silent(6, 10))).toEqual(all);
  expect(await limits(silent(5, 6))).not.toEqual(all);
});
