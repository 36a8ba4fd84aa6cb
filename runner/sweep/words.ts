/** A trial's settings as words for the command line. Pure. */
import type { Setting } from '../results/sweep-schema.ts';

/** Text that YAML reads as itself. */
const plain = /^[A-Za-z][\w./-]*$/;
const meansOther = /^(true|false|null|yes|no|on|off|y|n)$/i;

export const overrideOf = (key: string, value: Setting): string => `${key}=${valueWord(value)}`;

function valueWord(value: Setting): string {
  if (value === null) return '';
  if (typeof value === 'string' && plain.test(value) && !meansOther.test(value)) return value;
  return JSON.stringify(value);
}
