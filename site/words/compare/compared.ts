/** What the comparison knows of an experiment: small enough that any of a hundred can be fetched. Pure. */

import type { RungName } from '../../../runner/analysis/findings/names-schema.ts';
import type { RungStatus } from '../../../runner/analysis/findings/rungs-schema.ts';
import { integer } from '../../../runner/core/words.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import type { Result } from '../../../runner/experiment/results/schema.ts';
import { verdictPhrase } from '../../../runner/words/verdict.ts';
import { claimAnchor, claimsOn, leadClaim } from '../claims.ts';
import { cellName, componentName } from '../components.ts';
import { titleOf } from '../experiment.ts';
import { withoutFolders, withoutFoldersIn } from '../folders.ts';
import { featureUrl, pageFeatures, shownClaims } from '../page-features.ts';
import { statusesOf } from '../rungs.ts';
import { type SettingRow, settings } from '../settings.ts';
import { experimentUrl } from '../url.ts';

export interface ComparedClaim {
  neuron: number;
  /** 'output gate, layer 1'. */
  component: string;
  sign: 1 | -1;
  /** Address on the experiment's page. */
  url: string;
  statuses: Record<RungName, RungStatus>;
  verdict: Claim['verdict'] & { phrase: string };
  effect: { localAuc: number; interval: [number, number] } | null;
  /** There where the feature is a number. */
  number?: true;
  /** The claim's neurons in networks of other seeds. */
  matches: { seed: number; neuron: number; correlation: number; random: number; passed: boolean }[];
}

export interface ComparedFeature {
  name: string;
  description: string;
  /** Those that the page shows, the one that speaks for the feature first. */
  claims: ComparedClaim[];
  /** How many neurons were tested. */
  tested: number;
}

export interface ComparedExperiment {
  id: string;
  title: string;
  url: string;
  settings: SettingRow[];
  perplexity: number | null;
  /** Validation loss, nats per token, by epoch from 0. */
  curve: { epoch: number; loss: number }[] | null;
  features: ComparedFeature[];
}

/** Keys of the manifest that say nothing of the network or of what was asked of it. */
const unimportant =
  /^(title|description|runs|results|theme|tagger|engine|device|figures|features|model\.(checkpoint|cell|units|layers|embedding\.size)|corpus\.unit)(\.|$)/;

/** How a model was trained stands with the model where it was loaded; what the manifest says of it was not used. */
const matters = (key: string, { model: { origin } }: Result): boolean =>
  !unimportant.test(key) && (origin === 'trained here' || !key.startsWith('train.'));

/** Features beyond so many are counted, not named. */
const namedFeatures = 6;

export function compared(id: string, result: Result): ComparedExperiment {
  return {
    id,
    title: titleOf(result),
    url: experimentUrl(id),
    settings: [
      ...model(result),
      ...settings(withoutFoldersIn(result.manifest)).filter(({ key }) => matters(key, result)),
    ],
    perplexity: result.observation.perplexity,
    curve: result.learningCurve?.epochs.map(({ epoch, validationLoss }) => ({ epoch, loss: validationLoss })) ?? null,
    features: features(id, result),
  };
}

const named = (component: string, layer: number): string => `${componentName(component)}, layer ${layer}`;

/** What the network is, whether it was asked for or came with a checkpoint. */
function model({ model: m, features: asked, observation }: Result): SettingRow[] {
  const names = asked.length > namedFeatures ? `${asked.length} features` : asked.map(({ name }) => name).join(', ');
  return [
    { key: 'cell', value: cellName(m.cell) },
    { key: 'layers', value: integer(m.layers) },
    { key: 'units', value: integer(m.units) },
    { key: 'embedding', value: m.embedding === 0 ? 'one-hot' : integer(m.embedding) },
    { key: 'reads', value: `${m.unit}s` },
    { key: 'vocabulary', value: integer(m.vocabulary) },
    { key: 'parameters', value: integer(m.parameters) },
    { key: 'model', value: withoutFolders(m.origin) },
    { key: 'observed text', value: observation.exposure },
    { key: 'features', value: names },
  ];
}

function features(id: string, result: Result): ComparedFeature[] {
  return pageFeatures(result).map(({ feature, number, full }) => {
    const all = claimsOn(result, feature);
    const lead = leadClaim(all);
    const shown = lead ? [lead, ...shownClaims(result, feature).filter((claim) => claim !== lead)] : [];
    return {
      name: feature.name,
      description: feature.description,
      tested: all.length,
      claims: shown.map((claim) =>
        comparedClaim(
          claim,
          full ? `${featureUrl(id, result, number)}#${claimAnchor(number, claim)}` : `${experimentUrl(id)}#features`,
        ),
      ),
    };
  });
}

function comparedClaim(claim: Claim, url: string): ComparedClaim {
  const effect = claim.effect;
  return {
    neuron: claim.neuron,
    component: named(claim.component, claim.layer),
    sign: claim.sign,
    url,
    statuses: statusesOf(claim),
    verdict: { ...claim.verdict, phrase: verdictPhrase(claim) },
    effect: effect && { localAuc: effect.localAuc, interval: effect.interval },
    ...(claim.says.number && { number: true as const }),
    matches: (claim.rungs.replicated.measured?.matches ?? []).map(
      ({ seed, neuron, correlation, random, heldOut, learned }) => ({
        seed,
        neuron,
        correlation,
        random,
        passed: heldOut && learned,
      }),
    ),
  };
}
