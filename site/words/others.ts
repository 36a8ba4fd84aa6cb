/** Which other neurons stand beside the one that leads a page, and how each scores. Pure. */
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import type { FeatureResult } from '../../runner/experiment/results/schema.ts';
import { scored, type Teller } from './features/told.ts';
import { effectText } from './folded.ts';
import { detectedNeurons } from './lead.ts';

/** With how well it tells the feature on new pages, '↑ 0.92', empty where nobody asked; and its claim. */
export type OtherNeuron = ReturnType<typeof othersOf>[number];

const most = 5;

/**
 * Those whose claims hold first, then the best of the atlas, then what did not hold or was only ranked.
 * @param claims on the drawn component.
 */
export function othersOf(
  lead: number,
  claims: readonly Claim[],
  best: readonly Teller[],
  feature: Pick<FeatureResult, 'windows'> | undefined,
) {
  const tested = claims.map((claim) => ({
    neuron: claim.neuron,
    claim,
    score:
      claim.effect === null
        ? ''
        : claim.says.number
          ? effectText(claim.effect.localAuc, claim.says, 2)
          : scored(claim.effect.localAuc),
  }));
  const told = best.map(({ neuron, confirmation }) => ({ neuron, score: scored(confirmation), claim: undefined }));
  const chosen = (feature ? detectedNeurons(feature) : []).map(({ neuron }) => ({
    neuron,
    score: '',
    claim: undefined,
  }));
  const [holding, failing] = [true, false].map((holds) =>
    tested.filter(({ claim }) => (claim.verdict.level !== 'not confirmed') === holds),
  );
  const seen = new Set([lead]);
  return [...(holding ?? []), ...told, ...(failing ?? []), ...chosen]
    .filter(({ neuron }) => !seen.has(neuron) && seen.add(neuron))
    .slice(0, most);
}
