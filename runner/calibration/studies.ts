/** All that a calibration repeats, in the order in which it is reported. */
import { mutantStudies, nullStudies, plantStudies, realStudy } from './ladder-studies.ts';
import { rhythmStudies } from './rhythm-studies.ts';
import type { Material, Study } from './study.ts';
import { wiredStudy } from './wired-study.ts';

/** Experiments of each kind in the short form. */
export const quickExperiments = 60;

/** @param quick the short form: the two worlds that tell a broken test soonest. */
export function studiesFor(quick: boolean, { recording }: Material): readonly Study[] {
  if (quick) return [nullStudies['trend along documents'], nullStudies['document openings']];
  return [
    ...Object.values(nullStudies),
    ...(recording === null ? [] : [realStudy]),
    ...plantStudies,
    wiredStudy,
    ...mutantStudies,
    ...rhythmStudies,
  ];
}
