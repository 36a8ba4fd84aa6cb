/**
 * What the components of a write-up speak of: a feature, a neuron, a claim, a stretch of text. Each may be left out where
 * the result leaves no doubt; what the result lacks is a WriteUpError that names what it has. Pure.
 */

import type { Claim, Evidence } from '../../../runner/experiment/results/evidence-schema.ts';
import type {
  FeatureResult,
  Result,
  ShownText,
  Sidecar,
  Spectrum,
  TextName,
} from '../../../runner/experiment/results/schema.ts';
import { claimsOn, isDrawn, leadClaim } from '../claims.ts';
import { leadNeuron } from '../lead.ts';
import { type PageFeature, pageFeatures } from '../page-features.ts';
import { detectedNeurons } from '../ranking.ts';
import { listed, WriteUpError, type WriteUpPlace } from './error.ts';

/** The feature of this name, as it stands on the page; without a name, the only one. */
export function featureOf(
  place: WriteUpPlace,
  result: Pick<Result, 'features' | 'evidence'>,
  name?: string,
): PageFeature {
  const all = pageFeatures(result);
  const exists = `it has ${listed(all.map(({ feature }) => `"${feature.name}"`)) || 'none'}`;
  if (name === undefined && all.length > 1) {
    throw new WriteUpError(place, 'this experiment has several features, so one must be named: feature="..."', exists);
  }
  const found = name === undefined ? all[0] : all.find(({ feature }) => feature.name === name);
  if (found) return found;
  throw new WriteUpError(place, `this experiment has no feature${name === undefined ? '' : ` "${name}"`}`, exists);
}

/** A neuron of a layer; without a number, the one that leads the feature's page. */
export function neuronOf(
  place: WriteUpPlace,
  result: Pick<Result, 'model' | 'evidence' | 'detection' | 'record'>,
  feature: Pick<FeatureResult, 'name' | 'windows'> | undefined,
  neuron?: number,
): number {
  const leads = feature && (detectedNeurons(feature).length > 0 || claimsOn(result, feature).length > 0);
  const chosen = neuron ?? (leads ? leadNeuron(result, feature) : undefined);
  if (chosen === undefined) {
    throw new WriteUpError(place, 'no neuron was chosen', 'name one by its number: neuron={0}');
  }
  if (chosen < result.model.units) return chosen;
  throw new WriteUpError(
    place,
    `there is no neuron ${chosen}`,
    `a layer of this model has neurons 0 to ${result.model.units - 1}`,
  );
}

function testsOf(place: WriteUpPlace, result: Pick<Result, 'evidence'>): Evidence {
  const { evidence } = result;
  if (evidence) return evidence;
  throw new WriteUpError(place, 'nothing was tested in this result', 'its manifest asks for no evidence');
}

/** The claim on a feature about a neuron; without a number, the claim that speaks for the feature. */
export function claimOf(place: WriteUpPlace, result: Result, feature: FeatureResult, neuron?: number): Claim {
  testsOf(place, result);
  const claims = claimsOn(result, feature);
  const claim =
    neuron === undefined ? leadClaim(claims) : claims.find((each) => each.neuron === neuron && isDrawn(result, each));
  if (claim) return claim;
  const tested = listed(claims.map((each) => each.neuron));
  throw new WriteUpError(
    place,
    `${neuron === undefined ? 'no neuron' : `neuron ${neuron}`} was tested on "${feature.name}"`,
    tested === '' ? 'no neuron was' : `those tested are ${tested}`,
  );
}

/** The spectra of these neurons, in their order; without numbers, of all that were chosen. */
export function spectraOf(place: WriteUpPlace, result: Result, neurons?: readonly number[]): Spectrum[] {
  const exists = `the result has those of ${listed(result.spectra.map((each) => each.neuron)) || 'none'}`;
  const chosen = neurons ?? [
    ...new Set(result.features.flatMap((each) => detectedNeurons(each)).map((each) => each.neuron)),
  ];
  if (chosen.length === 0) throw new WriteUpError(place, 'no neuron was chosen', exists);
  return chosen.map((neuron) => {
    const spectrum = result.spectra.find((each) => each.neuron === neuron);
    if (!spectrum) throw new WriteUpError(place, `there is no spectrum of neuron ${neuron}`, exists);
    return spectrum;
  });
}

/** The published activations of a component of a layer over a text. */
export function sidecarOf(place: WriteUpPlace, text: ShownText, component: string, layer: number): Sidecar {
  const sidecar = text.sidecars.find((each) => each.component === component && each.layer === layer);
  if (sidecar) return sidecar;
  const names = text.sidecars.map((each) => `${each.component} (layer ${each.layer})`);
  throw new WriteUpError(
    place,
    `"${component}" of layer ${layer} was not published`,
    `there is ${listed(names) || 'none'}`,
  );
}

type Stretch = Pick<ShownText, 'tokens' | 'unknown' | 'resets' | 'promptLength' | 'promptStart'>;

/** The part of a text's prompt from one token up to but without another, counted from the first. */
export function promptWithin(
  { promptLength, promptStart = 0 }: Pick<Stretch, 'promptLength' | 'promptStart'>,
  from: number,
  to: number,
): Pick<Stretch, 'promptLength' | 'promptStart'> {
  const start = Math.max(from, promptStart);
  return {
    promptLength: Math.max(0, Math.min(promptStart + promptLength, to) - start),
    ...(start > from && { promptStart: start - from }),
  };
}

/** Tokens `from` to `to` of a text, both included, with its marks moved along; from the zero state or a reset on. */
export function stretchOf(
  place: WriteUpPlace,
  name: TextName,
  text: Stretch,
  [from, to]: readonly [number, number],
): Stretch {
  const count = text.tokens.length;
  if (count === 0) throw new WriteUpError(place, `there is no ${name} text`, 'name the other one: text="..."');
  if (from > to || to >= count) {
    throw new WriteUpError(place, `the ${name} text has no tokens ${from} to ${to}`, `it has 0 to ${count - 1}`);
  }
  return {
    tokens: text.tokens.slice(from, to + 1),
    unknown: within(text.unknown, from, to),
    resets: within(text.resets, from, to),
    ...promptWithin(text, from, to + 1),
  };
}

/** The positions from `from` to `to`, counted from `from`. */
export const within = (positions: readonly number[], from: number, to: number): number[] =>
  positions.filter((position) => position >= from && position <= to).map((position) => position - from);
