/** All that a calibration repeats, in the order in which it is reported. */
import { nullStudies, plantStudies, realStudy } from './ladder-studies.ts';
import { mutantStudies } from './mutant-studies.ts';
import { rhythmStudies } from './rhythm-studies.ts';
import type { Material, Study } from './study.ts';
import { wiredStudy } from './wired-study.ts';

/** Experiments of each kind in the short form. */
export const quickExperiments = 60;

/** @param quick the short form: the two worlds that between them tell every broken test soonest. */
export function studiesFor(quick: boolean, { recording }: Material): readonly Study[] {
  if (quick) return [nullStudies['source effects'], nullStudies['document openings']];
  return [
    ...Object.values(nullStudies),
    ...(recording === null ? [] : [realStudy]),
    ...plantStudies,
    wiredStudy,
    ...mutantStudies,
    ...rhythmStudies,
  ];
}
