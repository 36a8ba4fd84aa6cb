/** All that a calibration repeats, in the order in which it is reported: each kind of study in a file of its own. */
import type { Material, Study } from '../study.ts';
import { ladderMutants } from './ladder-mutants.ts';
import { mutantStudies } from './mutants.ts';
import { nullStudies, realStudy } from './nulls.ts';
import { numberNulls, numberPlant } from './numbers.ts';
import { labelStudies, plantStudies, untrainedStudies } from './plants.ts';
import { scanNulls, scanPlants } from './scans.ts';
import { madeWorlds, trainedWorlds } from './worlds.ts';

/** @param quick the short form: the two scenarios that between them tell every broken test soonest. */
export function studiesFor(quick: boolean, { recording, networks }: Material): readonly Study[] {
  if (quick) return [nullStudies['source effects'], nullStudies['document openings']];
  return [
    ...Object.values(nullStudies),
    ...(recording === null ? [] : [realStudy]),
    ...untrainedStudies,
    ...labelStudies,
    ...plantStudies,
    ...madeWorlds,
    ...(networks === null ? [] : trainedWorlds),
    ...mutantStudies,
    ...ladderMutants,
    ...numberNulls,
    numberPlant,
    ...scanNulls,
    ...scanPlants,
  ];
}
