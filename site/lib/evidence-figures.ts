/** The figures of a claim by name, for the page and for files to download. Pure. */
import type { Claim } from '../../runner/results/evidence-schema.ts';
import type { Result } from '../../runner/results/schema.ts';
import { ablationSvg } from './ablation-figure.ts';
import { claimAnchor, claimsOn } from './claims.ts';
import { clampingSvg } from './clamping-figure.ts';
import { emergenceSvg } from './emergence-figure.ts';
import { eventSvg } from './event-figure.ts';
import { lagSvg } from './lag-figure.ts';
import { specificitySvg } from './specificity-figure.ts';

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

/** Each figure of a claim as an SVG; null where there is nothing to draw. */
export function claimFigures(claim: Claim): Record<ClaimFigure, string | null> {
  const { E4, E6 } = claim.rungs;
  return {
    lags: claim.lagProfile && lagSvg(claim.lagProfile),
    events: claim.eventAverage && eventSvg(claim.eventAverage),
    specificity: E4.measured && specificitySvg(E4.measured),
    ablation: E6.measured && E6.measured.ablations.length > 0 ? ablationSvg(E6.measured) : null,
    clamping: E6.measured && E6.measured.clamps.length > 0 ? clampingSvg(E6.measured.clamps) : null,
    emergence: claim.emergence && claim.emergence.length > 0 ? emergenceSvg(claim.emergence) : null,
  };
}

/** A claim's figure as a file beside the page: 'feature-1-neuron-45-lags.svg'. */
export const figureFile = (feature: number, claim: Pick<Claim, 'neuron'>, figure: ClaimFigure): string =>
  `${claimAnchor(feature, claim)}-${figure}.svg`;

export interface FigureFile {
  name: string;
  about: string;
  svg: string;
}

/** Every figure of every claim that the page shows. */
export const figureFiles = (result: Pick<Result, 'evidence' | 'features'>): FigureFile[] =>
  result.features.flatMap((feature, index) =>
    claimsOn(result, feature).flatMap((claim) =>
      Object.entries(claimFigures(claim)).flatMap(([key, svg]) => {
        const figure = key as ClaimFigure;
        const about = `${feature.name}, neuron ${claim.neuron}: ${claimFigureNames[figure]}`;
        return svg === null ? [] : [{ name: figureFile(index + 1, claim, figure), about, svg }];
      }),
    ),
  );
