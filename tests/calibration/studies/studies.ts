/** All that a calibration repeats, in the order in which it is reported: each kind of study in a file of its own. */
import type { Material, Study } from '../study.ts';
import { mutantStudies } from './mutants.ts';
import { scanNulls, scanPlants } from './scans.ts';
import { nullStudies, numberNulls, numberPlants, plantStudies, realStudy, untrainedStudies } from './simulated.ts';
import { madeWorlds, trainedWorlds } from './worlds.ts';

/** The two scenarios that between them tell every broken test soonest. */
const telling: readonly string[] = ['source effects', 'document openings'];

/** @param quick the short form. */
export function studiesFor(quick: boolean, { recording, networks }: Material): readonly Study[] {
  if (quick) return nullStudies.filter(({ name }) => telling.includes(name));
  return [
    ...nullStudies,
    ...(recording === null ? [] : realStudy),
    ...untrainedStudies,
    ...plantStudies,
    ...madeWorlds,
    ...(networks === null ? [] : trainedWorlds),
    ...mutantStudies,
    ...numberNulls,
    ...numberPlants,
    ...scanNulls,
    ...scanPlants,
  ];
}
