/**
 * Loaded into a command, it has the fewest untrained networks that the tests of evidence ask for read, and no more where they are
 * small: they are most of what the evidence of a small experiment takes. For tests in which their number is not the matter.
 */
import { learnedCriteria } from '../../runner/ladder/rungs/learned.ts';

learnedCriteria.mostNetworks = learnedCriteria.networks;
