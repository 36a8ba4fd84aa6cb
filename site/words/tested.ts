/** What was found about the claims on one feature, in one or two sentences that count verdicts. Pure. */
import { type Claim, verdictLevels } from '../../runner/results/evidence-schema.ts';
import { counted, integer } from './numbers.ts';

/** `claims` are those on one feature: how many reached which verdict, the highest first. */
export function tested(claims: readonly Claim[]): string {
  const [first] = claims;
  if (!first) return 'No neuron was tested.';
  if (claims.length === 1) return `One neuron was tested: ${first.verdict.phrase}.`;
  const groups = verdictLevels.toReversed().flatMap((level) => {
    const reached = claims.filter(({ verdict }) => verdict.level === level);
    const [any] = reached;
    return any ? [`${any.verdict.phrase} (${integer(reached.length)})`] : [];
  });
  return `Verdicts on ${counted(claims.length, 'neuron')}: ${groups.join('; ')}.`;
}
