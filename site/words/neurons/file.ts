/** One neuron as a file, and as code that puts its card on another page. Pure; runs in the browser too. */

import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import { headline, verdictPhrase } from '../../../runner/words/verdict.ts';
import type { Best } from '../atlas/learned.ts';
import type { AtlasExcerpt, AtlasIndex, PublishedProfile } from '../atlas/profile.ts';
import { bestSentence } from '../atlas/sentences.ts';
import { escapeHtml } from '../html.ts';

export interface NeuronFacts {
  experiment: string;
  /** What the experiment is called, and the neuron's address. */
  title: string;
  page: string;
  atlas: Pick<AtlasIndex, 'component' | 'layer' | 'neurons' | 'range'>;
  profile: PublishedProfile;
  best: Best | null;
  claims: readonly Claim[];
}

export function neuronFile({ experiment, title, page, atlas, profile, best, claims }: NeuronFacts) {
  const { neuron, mean, deviation, lowest, highest, effects, excerpts, writes, nearest, rhythm } = profile;
  const { component, layer, neurons, range } = atlas;
  const at = (kind: PublishedProfile['excerpts'][number]['kind']): AtlasExcerpt[] =>
    excerpts.find((each) => each.kind === kind)?.excerpts ?? [];
  const text = ({ tokens }: AtlasExcerpt): string => tokens.join('');
  const lead = claims.find((claim) => claim.lead) ?? claims[0];
  const isLower = best !== null && best.effect < 0.5;
  return {
    /** `neurons` in the layer. */
    ...{ experiment, title, page, component, layer, neuron, neurons },
    /** What is known of it: of its best claim, or of the feature that it tells best. */
    sentence: lead ? headline(lead) : `Neuron ${neuron}. ${bestSentence(best)}`,
    /** `range`: lowest and highest possible value; null where there is none. */
    ...{ mean, deviation, lowest, highest, range },
    /** By feature: local AUC on the discovery and on the confirmation half, and whether it learned to tell it. */
    effects: Object.fromEntries(
      effects.map(({ feature, discovery, effect, learned }) => [feature.name, [discovery, effect, learned]]),
    ),
    /** Where it is highest and where lowest: the text, as it was read. */
    highestAt: at('highest').map(text),
    lowestAt: at('lowest').map(text),
    /** One of these with its activations. */
    example: (isLower ? at('lowest')[0] : at('highest')[0]) ?? null,
    /** `writes`: tokens that it makes likelier, and less likely, when it is high; null where that cannot be told. */
    ...{ writes, nearest, rhythm },
    claims: claims.map((claim) => ({
      feature: claim.feature,
      verdict: verdictPhrase(claim),
      sentence: headline(claim),
    })),
  };
}

/** Code for another page; `address` that of the card. */
export const embedding = (address: string, title: string): string =>
  `<iframe src="${escapeHtml(address)}" title="${escapeHtml(title)}" width="420" height="240" loading="lazy"></iframe>`;
