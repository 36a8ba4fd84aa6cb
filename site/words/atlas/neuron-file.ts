/** One neuron as a file. Pure. */
import type { AtlasMap } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import { headline, verdictPhrase } from '../../../runner/wording/verdict.ts';
import { publicUrl } from '../address.ts';
import { leadClaim } from '../claims.ts';
import { type Experiment, titleOf } from '../experiment.ts';
import { atlasClaims, neuronUrl } from './address.ts';
import { bestOf } from './learned.ts';
import type { AtlasIndex, PublishedProfile } from './profile.ts';
import { bestSentence } from './sentences.ts';

interface Known {
  experiment: Experiment;
  atlas: AtlasIndex;
  map: AtlasMap;
}

export function neuronFile({ experiment, atlas, map }: Known, profile: PublishedProfile) {
  const { neuron, mean, deviation, lowest, highest, effects, excerpts, writes, nearest, rhythm } = profile;
  const { component, layer, neurons, range } = atlas;
  const page = neuronUrl(experiment, neuron) ?? '';
  const claims = atlasClaims(experiment.result).filter((claim) => claim.neuron === neuron);
  const lead = leadClaim(claims);
  const textsAt = (kind: 'highest' | 'lowest'): string[] =>
    (excerpts.find((each) => each.kind === kind)?.excerpts ?? []).map(({ tokens }) => tokens.join(''));
  return {
    experiment: experiment.id,
    title: titleOf(experiment.result),
    page: publicUrl(page) ?? page,
    /** `neurons` in the layer. */
    component,
    layer,
    neuron,
    neurons,
    /** What is known of it: of its best claim, or of the feature that it tells best. */
    sentence: lead ? headline(lead) : `Neuron ${neuron}. ${bestSentence(bestOf(atlas, map, neuron))}`,
    /** `range`: lowest and highest possible value; null where there is none. */
    mean,
    deviation,
    lowest,
    highest,
    range,
    /** By feature: local AUC on the discovery and on the confirmation half, and whether it learned to tell it. */
    effects: Object.fromEntries(
      effects.map(({ feature, discovery, effect, learned }) => [feature.name, [discovery, effect, learned]]),
    ),
    /** Where it is highest and where lowest: the text, as it was read. */
    highestAt: textsAt('highest'),
    lowestAt: textsAt('lowest'),
    /** `writes`: tokens that it makes likelier, and less likely, when it is high; null where that cannot be told. */
    writes,
    nearest,
    rhythm,
    claims: claims.map((claim) => ({
      feature: claim.feature,
      verdict: verdictPhrase(claim),
      sentence: headline(claim),
    })),
  };
}
