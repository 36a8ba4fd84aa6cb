/** All mutants. Each is a place of the program as it stands: one whose place is gone is an error, to be renewed with the code. */
import { corpus } from './corpus.ts';
import { exchange } from './exchange.ts';
import { experiment } from './experiment.ts';
import { ladder } from './ladder.ts';
import { manifest } from './manifest.ts';
import type { Mutant } from './mutant.ts';
import { recording } from './recording.ts';
import { sweeps } from './sweeps.ts';
import { training } from './training.ts';

export const mutants: readonly Mutant[] = [
  ...[...corpus, ...recording, ...training, ...experiment, ...manifest],
  ...[...ladder, ...sweeps, ...exchange],
];
