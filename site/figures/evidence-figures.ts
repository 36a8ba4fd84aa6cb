/** The figures of a claim by name, for the page and for files to download. Pure. */
import type { Claim } from '../../runner/results/evidence-schema-1.ts';
import type { Result } from '../../runner/results/schema.ts';
import { claimAnchor } from '../words/claims.ts';
import { fullFeatures, shownClaims } from '../words/page-features.ts';
import { ablationSvg } from './ablation.ts';
import { clampingSvg } from './clamping.ts';
import { emergenceSvg } from './emergence.ts';
import { eventSvg } from './event.ts';
import { lagSvg } from './lag.ts';
import { hasControls, specificitySvg } from './specificity.ts';

/** What each figure is called in a list of files. */
export const claimFigureNames = {
  lags: 'lag profile',
  events: 'event-triggered average',
  specificity: 'controls',
  ablation: 'ablation',
  clamping: 'clamping',
  emergence: 'emergence over training',
} as const;
export type ClaimFigure = keyof typeof claimFigureNames;

/** The figures that a claim has something for, each drawn as an SVG when it is asked for. */
export function claimFigures(claim: Claim): Partial<Record<ClaimFigure, () => string>> {
  const { lagProfile, eventAverage, emergence } = claim;
  const { E4, E6 } = claim.rungs;
  const controls = E4.measured;
  const cause = E6.measured;
  return {
    ...(lagProfile && { lags: () => lagSvg(lagProfile) }),
    ...(eventAverage && { events: () => eventSvg(eventAverage) }),
    ...(controls && hasControls(controls) && { specificity: () => specificitySvg(controls) }),
    ...(cause && cause.ablations.length > 0 && { ablation: () => ablationSvg(cause) }),
    ...(cause && cause.clamps.length > 0 && { clamping: () => clampingSvg(cause.clamps) }),
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

/** Every figure of every claim that the page shows. */
export const figureFiles = (result: Pick<Result, 'evidence' | 'features'>): FigureFile[] =>
  fullFeatures(result).flatMap(({ feature, number }) =>
    shownClaims(result, feature).flatMap((claim) =>
      Object.entries(claimFigures(claim)).map(([key, draw]) => {
        const figure = key as ClaimFigure;
        const about = `${feature.name}, neuron ${claim.neuron}: ${claimFigureNames[figure]}`;
        return { name: figureFile(number, claim, figure), about, draw };
      }),
    ),
  );
