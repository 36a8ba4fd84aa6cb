/**
 * The evidence on those features of the catalogue that are not the experiment's own: of each the best neurons, tested by all that needs no
 * neuron held, and corrected for over the whole catalogue. The same findings as of the experiment's own features, of other claims.
 */
import { type Bench, benchOf, type LadderInput } from '../../analysis/findings/bench.ts';
import type { Finding } from '../../analysis/findings/finding.ts';
import { type FindingName, findings } from '../../analysis/findings/findings.ts';
import type { Readings } from '../../analysis/findings/readings.ts';
import type { Halves } from '../../analysis/stats/halves.ts';
import type { EvidenceContext } from '../context.ts';
import { catalogueCount } from '../manifest/evidence.ts';
import { stopIfAsked } from '../reading.ts';
import { claimsOf } from '../results/claims.ts';
import type { Evidence } from '../results/evidence-schema.ts';
import { findingCache } from './finding-cache.ts';
import { type Gathering, gather } from './gather.ts';
import type { HalvedText } from './halves.ts';
import { inputWith, ladderFeatures } from './ladder-input.ts';
import { threadedEffects } from './neuron-threads.ts';

const names: readonly FindingName[] = [
  ...(['choice', 'chance', 'effect', 'heldOut', 'context'] as const),
  ...(['labels', 'untrained', 'shuffled', 'learned', 'rivals', 'specific'] as const),
];

/** With so few a p below .05 is one of the 9 smallest of 200: as exact as with more, and the work is a fiftieth. */
const permutations = 199;

export const catalogueFindings: readonly Finding[] = findings.filter(({ name }) => names.includes(name));

/** The features behind the experiment's own, and who is claimed of them: those that are best on discovery, and no others. */
export function catalogueBench(
  activations: LadderInput['activations'],
  context: EvidenceContext,
  text: HalvedText,
): Bench {
  const input = inputWith(activations, context, text, context.compared.slice(context.marked.length));
  const asked = {
    count: catalogueCount(context.manifest.evidence),
    beside: 'nobody',
    permutations,
  } as const;
  const rivals = ladderFeatures(context, text, context.marked);
  return benchOf(
    { ...input, ...asked, rivals },
    threadedEffects(() => stopIfAsked(context)),
  );
}

interface CatalogueGathering extends Pick<Gathering, 'readings' | 'sweep' | 'onBegin' | 'onProgress'> {
  grounds: Gathering['grounds'];
  baseOf(bench: Bench): Gathering['grounds']['base'];
}

export async function catalogueEvidence(
  { marked, manifest, paths }: Pick<EvidenceContext, 'marked' | 'manifest' | 'paths'>,
  bench: Bench,
  { readings, grounds, baseOf, ...gathering }: CatalogueGathering,
): Promise<NonNullable<Evidence['catalogue']>> {
  const found = await gather(catalogueFindings, {
    ...gathering,
    bench,
    readings: behind(readings, marked.length),
    grounds: { ...grounds, base: baseOf(bench) },
    cache: findingCache(paths.run, 'catalogue'),
  });
  return {
    neurons: catalogueCount(manifest.evidence),
    features: bench.features.length,
    claims: claimsOf(bench, found, { code: 'catalogue' }),
  };
}

/** What untrained networks have of the features behind so many. */
function behind(readings: Readings, own: number): Readings {
  const rest = <Network extends Halves<readonly Float64Array[]>>(network: Network): Network => ({
    ...network,
    discovery: network.discovery.slice(own),
    confirmation: network.confirmation.slice(own),
  });
  return {
    ...readings,
    untrained: async (networks, onProgress) => (await readings.untrained(networks, onProgress)).map(rest),
    shuffled: async (networks, onProgress) => (await readings.shuffled(networks, onProgress)).map(rest),
  };
}
