/** What the studies of worlds ask alike. */
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import { fewest } from '../study.ts';
import type { Label, ReadWorld } from '../world.ts';

/** None of so many shows a rate below 2%. Each reads its text many times. */
export const repeated = { most: fewest, together: 5 } as const;

/** 'Remembers it, and the network uses it': of one network nothing stronger is said. */
export const isAffirmed = ({ verdict: { level } }: Claim): boolean => level === 'used' || level === 'replicated';

/** The claims on labels, as many as the published experiments make. */
export const claimsOn = async (read: ReadWorld, labels: readonly Label[]): Promise<Claim[]> =>
  (await read.ask(labels, { count: 2 })).claims;
