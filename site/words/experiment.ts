/** A published experiment as everything on the site names it. Pure; a type and nothing else. */
import type { Result } from '../../runner/results/schema.ts';

export interface Experiment {
  /** The folder's name, which makes the addresses. */
  id: string;
  result: Result;
}
