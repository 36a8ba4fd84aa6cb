/** A small mistake that someone could make in what connects the parts, and the tests that must notice it. */
import type { Address } from './place.ts';

export interface Mutant extends Address {
  /** What would be wrong: 'it is noticed when ...'. */
  readonly about: string;
  /** What stands there instead; nothing where it is left out. */
  readonly replace: string;
  /** Of these at least one must turn red. */
  readonly tests: readonly string[];
}

export const golden: readonly string[] = ['tests/cli/golden.test.ts'];
export const unit = (name: string): string[] => [`tests/unit/${name}.test.ts`];
