/**
 * One experiment in a world of each kind: what is true is told, and what only goes with it is not. `npm run calibrate` counts
 * over hundreds, and over networks that take half a minute to train.
 */
import { expect, it } from 'vitest';
import { madeWorlds } from '../../../runner/calibration/studies/worlds.ts';
import { random } from '../../../runner/core/random.ts';
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
