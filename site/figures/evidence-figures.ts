/** The figures of claims and groups by name, for the page and for files to download. Pure. */

import type { Group } from '../../runner/analysis/findings/shown-schema.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import type { FeatureResult, Result } from '../../runner/experiment/results/schema.ts';
import { claimAnchor, claimsOn, isDrawn } from '../words/claims.ts';
import { fullFeatures, shownClaims } from '../words/page-features.ts';
import { doesSvg } from './does.ts';
import { drawnOnce } from './drawn-once.ts';
import { emergenceSvg } from './emergence.ts';
import { eventSvg } from './event.ts';
import { fallsSvg } from './falls.ts';
import { groupCurveSvg, groupMembersSvg } from './group.ts';
import { lagSvg } from './lag.ts';
import { learnedSvg } from './learned.ts';
import { numberCurveSvg } from './number-curve.ts';

/** What each figure is called in a list of files. */
export const claimFigureNames = {
  'does-inside': 'what comes next inside the feature',
  'does-outside': 'what comes next outside the feature',
  falls: 'where the effect falls',
  number: 'activation against number',
  learned: 'beside untrained networks',
  lags: 'lag profile',
  events: 'event-triggered average',
  emergence: 'effect over training',
} as const;
export type ClaimFigure = keyof typeof claimFigureNames;

/** The figures that a claim has something for, each drawn as an SVG, so many pixels wide, when it is asked for. */
export function claimCharts(claim: Claim): Partial<Record<ClaimFigure, (width?: number) => string>> {
  const { lagProfile, eventAverage, emergence, does, falls, numberCurve } = claim;
  const learned = claim.rungs.learned.measured;
  const has = (where: 'inside' | 'outside'): boolean => does?.tokens.some((each) => each.where === where) === true;
  return {
    ...(does && has('inside') && { 'does-inside': (width) => doesSvg(does, 'inside', width) ?? '' }),
    ...(does && has('outside') && { 'does-outside': (width) => doesSvg(does, 'outside', width) ?? '' }),
    ...(falls && { falls: (width) => fallsSvg(falls, width) }),
    ...(numberCurve && { number: (width) => numberCurveSvg(numberCurve, width) }),
    ...(learned && learned.limit !== null && { learned: (width) => learnedSvg(learned, claim.says, width) }),
    ...(lagProfile && { lags: (width) => lagSvg(lagProfile, width) }),
    ...(eventAverage && { events: (width) => eventSvg(eventAverage, width) }),
    ...(emergence && emergence.length > 0 && { emergence: (width) => emergenceSvg(emergence, width) }),
  };
}

/** The same at the size of the page. */
export const claimFigures = (claim: Claim): Partial<Record<ClaimFigure, () => string>> =>
  Object.fromEntries(Object.keys(claimCharts(claim)).map((name) => [name, () => ofPage(claim, name as ClaimFigure)]));

const ofPage = drawnOnce((claim: Claim, name: ClaimFigure) => claimCharts(claim)[name]?.() ?? '');

/** The claims of a feature that the page shows, or all those on one neuron. */
export const paperClaims = (
  result: Pick<Result, 'evidence' | 'features' | 'manifest' | 'record'>,
  feature: FeatureResult,
  neuron: number | null,
): readonly Claim[] =>
  neuron === null
    ? shownClaims(result, feature)
    : claimsOn(result, feature).filter((claim) => claim.neuron === neuron && isDrawn(result, claim));

/** The groups of a feature that have a curve. */
export const groupsOn = (result: Pick<Result, 'evidence'>, feature: Pick<FeatureResult, 'name'>): Group[] =>
  (result.evidence?.groups ?? []).filter((group) => group.feature === feature.name && group.curve.length > 0);

/** A claim's figure as a file beside the page: 'feature-1-neuron-45-lags.svg'. */
export const figureFile = (feature: number, claim: Pick<Claim, 'neuron'>, figure: ClaimFigure): string =>
  `${claimAnchor(feature, claim)}-${figure}.svg`;

export interface FigureFile {
  name: string;
  about: string;
  draw: () => string;
}

/** Every figure of every claim and group that the page shows. */
export const figureFiles = (result: Pick<Result, 'evidence' | 'features' | 'manifest'>): FigureFile[] =>
  fullFeatures(result).flatMap(({ feature, number }) => [
    ...shownClaims(result, feature).flatMap((claim) =>
      Object.entries(claimFigures(claim)).map(([key, draw]) => {
        const figure = key as ClaimFigure;
        const about = `${feature.name}, neuron ${claim.neuron}: ${claimFigureNames[figure]}`;
        return { name: figureFile(number, claim, figure), about, draw };
      }),
    ),
    ...groupsOn(result, feature).flatMap((group) => [
      {
        name: `feature-${number}-group-curve.svg`,
        about: `${feature.name}: state flip, nats per token, by the number of neurons`,
        draw: () => groupCurveSvg(group),
      },
      {
        name: `feature-${number}-group-members.svg`,
        about: `${feature.name}: state flip of each neuron, alone (ring) and in the group (dot), nats per token`,
        draw: () => groupMembersSvg(group),
      },
    ]),
  ]);
