/** Which features of a result its page shows in full, which only as a line of a table, and where each has its pages. Pure. */
import { heightOf } from '../../runner/analysis/findings/verdict.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import type { FeatureResult, Result } from '../../runner/experiment/results/schema.ts';
import { byVerdict, claimsOn, leadClaim } from './claims.ts';
import { shownNeurons } from './lead.ts';
import { experimentUrl, url } from './url.ts';

/** Up to so many features are all shown in full; of more, only `chosen`, so that the page stays small. */
export const mostFeatures = 6;
export const chosenFeatures = 2;

export interface PageFeature {
  feature: FeatureResult;
  /** Its number on the page and in the names of files, from 1: its place in the result. */
  number: number;
  /** The claim that speaks for it. */
  lead: Claim | undefined;
  /** Whether it has a page of its own with text, claims and heatmap. */
  full: boolean;
}

type Features = Pick<Result, 'features' | 'evidence' | 'manifest'>;

/**
 * Every feature of a result in its order. Of many, those in full are those whose lead claims get furthest; a label drawn by lot, which
 * is asked for as a control, is a line of the table beside others.
 */
export function pageFeatures(result: Features): PageFeature[] {
  const all = result.features.map((feature, index) => ({
    feature,
    number: index + 1,
    lead: leadClaim(claimsOn(result, feature)),
    full: true,
  }));
  const controls = new Set(result.manifest.features.filter((each) => 'control' in each).map(({ name }) => name));
  const meant = all.filter(({ feature }) => !controls.has(feature.name));
  const asked = meant.length > 0 ? meant : all;
  const full = all.length > mostFeatures ? furthestFirst(asked).slice(0, chosenFeatures) : asked;
  return all.map((each) => ({ ...each, full: full.includes(each) }));
}

/** Features by how far their lead claims get, equal ones in the order of the result. */
export const furthestFirst = (features: readonly PageFeature[]): PageFeature[] =>
  [...features].sort((a, b) => byVerdict(a.lead, b.lead) || a.number - b.number);

/**
 * The feature that stands for the experiment, on its own page and elsewhere: of those whose claims get furthest the one that its
 * author names first, whichever effect is the larger.
 */
export function mainFeature(result: Features): FeatureResult | undefined {
  const all = fullFeatures(result);
  const height = ({ lead }: PageFeature): number => (lead === undefined ? -1 : heightOf(lead));
  const furthest = Math.max(...all.map(height));
  return all.find((own) => height(own) === furthest)?.feature;
}

/** The features that have a page of their own. */
export const fullFeatures = (result: Features): PageFeature[] => pageFeatures(result).filter(({ full }) => full);

/** The claims on a feature that the page tells in full: all, or where features are many the one that speaks for it. */
export function shownClaims(result: Features, feature: Pick<FeatureResult, 'name'>): readonly Claim[] {
  const claims = claimsOn(result, feature);
  const lead = leadClaim(claims);
  return result.features.length > mostFeatures && lead ? [lead] : claims;
}

/** Those of `items` that the page draws: of many features only what belongs to the neurons of those in full. */
export function drawn<Item extends { neuron: number }>(result: Features, items: readonly Item[]): readonly Item[] {
  if (result.features.length <= mostFeatures) return items;
  const shown = new Set(
    fullFeatures(result).flatMap(({ feature }) => shownNeurons(feature.windows).map(({ neuron }) => neuron)),
  );
  return items.filter(({ neuron }) => shown.has(neuron));
}

/** Folders beneath an experiment that are something else. */
const taken = ['atlas', 'change', 'write-up', 'neurons', 'features', 'pairs', 'paper'];

/**
 * Where a feature's page is: the leading one's is the experiment's own, each other has a folder beneath it.
 * 'Inside quotes' -> 'inside-quotes'; a name without such letters, or one that is taken, becomes 'feature-2'. `number` from 1.
 */
export function featureFolder({ features }: { features: readonly { name: string }[] }, number: number): string {
  const all = features.map(({ name }) => slug(name));
  const own = all[number - 1] ?? '';
  const free = own !== '' && !taken.includes(own) && all.filter((each) => each === own).length === 1;
  return free ? own : `feature-${number}`;
}

/** Signs that tell names apart, as they are read. */
const signs: Readonly<Record<string, string>> = {
  '+': 'plus',
  '&': 'and',
  '%': 'percent',
  '=': 'is',
  '≤': 'at most',
  '≥': 'at least',
};

/** Every address of a feature's page asks for the names of all. */
const slugs = new Map<string, string>();

/** 'Inside quotes' -> 'inside-quotes', 'depth 2+' -> 'depth-2-plus'; empty for a name with other letters than those of addresses. */
export function slug(name: string): string {
  const made = slugs.get(name) ?? slugOf(name);
  slugs.set(name, made);
  return made;
}

const slugOf = (name: string): string =>
  /^[a-z0-9 ,'’()./:_+&%=≤≥-]+$/i.test(name) && /[a-z0-9]/i.test(name)
    ? name
        .toLowerCase()
        .replace(/[+&%=≤≥]/g, (sign) => ` ${signs[sign] ?? ''} `)
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '')
    : '';

/** A feature's page, '' or 'inside-quotes/', beneath the experiment's. */
export const featurePath = (result: Features, number: number): string =>
  result.features[number - 1] === mainFeature(result) ? '' : `${featureFolder(result, number)}/`;

export const featureUrl = (id: string, result: Features, number: number): string =>
  experimentUrl(id, featurePath(result, number));

interface Named {
  features: readonly { name: string }[];
}

/** @param number the feature's among those of the atlas, from 0. */
export const featureOfUrl = (id: string, atlas: Named, number: number, end = '/'): string =>
  experimentUrl(id, `features/${featureFolder(atlas, number + 1)}${end}`);

/** By the name alone, so that the same name in another experiment has the same address. */
export const acrossFolder = (name: string): string => slug(name) || `feature-${numberOf(name).toString(36)}`;

/** The same for the same name (Fowler, Noll & Vo's hash, 32 bits). */
const numberOf = (name: string): number =>
  [...name].reduce((hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0, 0x811c9dc5);

export const acrossUrl = (name: string): string => url(`features/${acrossFolder(name)}/`);
