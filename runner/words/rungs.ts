/** What became of rungs: a sign each, the same on the terminal, on pages and in the documentation. Pure. */
import type { RungStatus } from '../results/rungs-schema.ts';

/** A sign for each status, so that colour is never alone. */
export const statusSigns: Readonly<Record<RungStatus, string>> = {
  passed: '✔',
  failed: '✖',
  'not applicable': '∅',
  'not testable': '–',
  'not run': '·',
};

/** '✔ passed, ✖ failed, ...' */
export const signLegend = Object.entries(statusSigns)
  .map(([status, sign]) => `${sign} ${status}`)
  .join(', ');
