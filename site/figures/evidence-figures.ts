/** The figures of claims and groups by name, for the page and for files to download. Pure. */
import type { Claim } from '../../runner/results/evidence-schema.ts';
import type { Result } from '../../runner/results/schema.ts';
import { claimAnchor, evidenceOf } from '../words/claims.ts';
import { fullFeatures, shownClaims } from '../words/page-features.ts';
import { doesSvg, doesTop } from './does.ts';
import { emergenceSvg } from './emergence.ts';
import { eventSvg } from './event.ts';
import { groupCurveSvg, groupMembersSvg } from './group.ts';
import { lagSvg } from './lag.ts';
import { learnedSvg } from './learned.ts';

/** What each figure is called in a list of files. */
export const claimFigureNames = {
  'does-inside': 'what it does inside the feature',
  'does-outside': 'what it does outside the feature',
  learned: 'beside untrained networks',
  lags: 'lag profile',
  events: 'event-triggered average',
  emergence: 'effect over training',
} as const;
export type ClaimFigure = keyof typeof claimFigureNames;

/** The figures that a claim has something for, each drawn as an SVG when it is asked for. */
export function claimFigures(claim: Claim): Partial<Record<ClaimFigure, () => string>> {
  const { lagProfile, eventAverage, emergence, does } = claim;
  const learned = claim.rungs.learned.measured;
  const has = (where: 'inside' | 'outside'): boolean => does?.tokens.some((each) => each.where === where) === true;
  return {
    ...(does && has('inside') && { 'does-inside': () => doesSvg(does, 'inside', doesTop(does)) ?? '' }),
    ...(does && has('outside') && { 'does-outside': () => doesSvg(does, 'outside', doesTop(does)) ?? '' }),
    ...(learned && { learned: () => learnedSvg(learned) }),
    ...(lagProfile && { lags: () => lagSvg(lagProfile) }),
    ...(eventAverage && { events: () => eventSvg(eventAverage) }),
    ...(emergence && emergence.length > 0 && { emergence: () => emergenceSvg(emergence) }),
  };
}

/** A claim's figure as a file beside the page: 'feature-1-neuron-45-lags.svg'. */
export const figureFile = (feature: number, claim: Pick<Claim, 'neuron'>, figure: ClaimFigure): string =>
  `${claimAnchor(feature, claim)}-${figure}.svg`;

export interface FigureFile {
  name: string;
  about: string;
  draw: () => string;
}

/** Every figure of every claim and group that the page shows. */
export const figureFiles = (result: Pick<Result, 'evidence' | 'features'>): FigureFile[] =>
  fullFeatures(result).flatMap(({ feature, number }) => [
    ...shownClaims(result, feature).flatMap((claim) =>
      Object.entries(claimFigures(claim)).map(([key, draw]) => {
        const figure = key as ClaimFigure;
        const about = `${feature.name}, neuron ${claim.neuron}: ${claimFigureNames[figure]}`;
        return { name: figureFile(number, claim, figure), about, draw };
      }),
    ),
    ...(evidenceOf(result)?.groups ?? [])
      .filter((group) => group.feature === feature.name && group.curve.length > 0)
      .flatMap((group) => [
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
