/** What became of rungs: a sign each, the same on the terminal, on pages and in the documentation. Pure. */
import type { RungStatus } from '../analysis/findings/rungs-schema.ts';

/** A sign for each status, so that colour is never alone. */
export const statusSigns: Readonly<Record<RungStatus, string>> = {
  passed: '✔',
  failed: '✖',
  'not applicable': '∅',
  'not testable': '–',
  'not run': '·',
};

/** A status as it is read: what was not run was not asked. */
export const statusName = (status: RungStatus): string => (status === 'not run' ? 'not asked' : status);

/** '✔ passed, ✖ failed, ...': the one legend of all signs. */
export const signLegend = Object.entries(statusSigns)
  .map(([status, sign]) => `${sign} ${statusName(status as RungStatus)}`)
  .join(', ');
