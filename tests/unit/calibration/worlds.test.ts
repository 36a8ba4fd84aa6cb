/** One experiment in each world that is made in an instant: what is true is told, and what only goes with it is not. `npm run calibrate` counts over hundreds. */
import { expect, it } from 'vitest';
import { madeWorlds } from '../../../runner/calibration/studies/worlds.ts';
import { random } from '../../../runner/core/random.ts';
import { material, seed } from './rates.ts';

/** What is not told for certain is left out: a test at level .05 errs now and then. */
const expected: Record<string, Record<string, unknown>> = {
  'LSTM wired by hand': {
    'used power': true,
    'specific power': true,
    'specific: decoy': false,
    'specific: shifted': false,
  },
  'GRU wired by hand': {
    'used power': true,
    'specific power': true,
    'specific: decoy': false,
    'specific: shifted': false,
  },
  'two layers wired by hand': {
    'used power': true,
    'specific power': true,
    'specific: decoy': false,
    'specific: shifted': false,
  },
  'redundant latches': { 'group power': true },
  'rotated code': { 'probe power': true },
  'copy that nothing hears': { 'used: unheard copy': false },
  'nothing to be used': { 'used: bystander': false, 'used: hashed labels': false },
  'foreign initialisation: PyTorch': { learned: false },
  'foreign initialisation: orthogonal': { learned: false },
  'foreign initialisation: three times Glorot': { learned: false },
  'near-duplicates': { 'heldOut: near-duplicates': { times: 0, of: 5 } },
};

it.each(madeWorlds.map((study) => [study.name, study] as const))(
  'the ladder in a world of known truth: %s',
  { timeout: 120_000 },
  async (name, study) => {
    expect(await study.experiment(random(seed, 1), material)).toMatchObject(expected[name] ?? { missing: name });
  },
);
