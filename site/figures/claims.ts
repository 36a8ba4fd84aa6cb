/** The figures of claims: as a page draws them, and as files. Pure. */
import { rungLabels, rungNames } from '../../runner/analysis/findings/names-schema.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { claimAnchor, claimsOn, isDrawn } from '../words/claims.ts';
import { componentName } from '../words/components.ts';
import { fullFeatures, shownClaims } from '../words/page-features.ts';
import { numberRows, rungCell } from '../words/rung-rows.ts';
import { type Charted, type ClaimFigure, claimCharts, claimFigureNames } from './claim-charts.ts';
import { onPage, svgOf } from './drawing.ts';
import type { Figure } from './figure.ts';

/** For the page; null where the claim has nothing for it. */
export const claimSvg = (name: ClaimFigure, claim: Charted): string | null =>
  claimCharts[name].has(claim) ? svgOf(claimCharts[name].draw(claim, onPage)) : null;

/** The files of a claim's figures beside the page: 'feature-1-neuron-45-lags.svg', each with its title. */
export const claimFiles = (feature: number, claim: Claim): { name: string; title: string }[] =>
  claimFigureNames
    .filter((name) => claimCharts[name].has(claim))
    .map((name) => ({ name: `${claimAnchor(feature, claim)}-${name}.svg`, title: claimCharts[name].title }));

/** @param neuron null: the claims that the page shows; else all those on this one. */
export const figuresOfClaims = (
  result: Pick<Result, 'evidence' | 'features' | 'manifest' | 'record'>,
  neuron: number | null,
): Figure[] =>
  fullFeatures(result).flatMap(({ feature, number }) =>
    (neuron === null
      ? shownClaims(result, feature)
      : claimsOn(result, feature).filter((claim) => claim.neuron === neuron && isDrawn(result, claim))
    ).flatMap((claim) =>
      claimFigureNames
        .filter((name) => claimCharts[name].has(claim))
        .map((name): Figure => {
          const { title, caption, frame, draw } = claimCharts[name];
          const isNumber = claim.says.number === true;
          return {
            name: `${claimAnchor(number, claim)}-${name}`,
            of: [feature.name, `neuron ${claim.neuron}`, title],
            about: caption(
              `neuron ${claim.neuron} (${componentName(claim.component)}, layer ${claim.layer})`,
              `“${feature.name}”`,
            ).replace('Local AUC', (said) => (isNumber ? 'Local rank correlation, as (1 + correlation) / 2,' : said)),
            ...frame(isNumber),
            numbers: numbersOf(claim),
            draw: (palette, width) => draw(claim, palette, width),
          };
        }),
    ),
  );

/** What a caption says of a claim: its effect in full, and the one number of each rung; what was not measured is left out. */
function numbersOf(claim: Claim): Record<string, string> {
  const rows = numberRows(claim).flatMap(({ rows }) => rows);
  return {
    verdict: claim.verdict.level,
    ...Object.fromEntries(
      rows.map(({ measure, value, interval }) => [measure, interval === '' ? value : `${value} [${interval}]`]),
    ),
    ...Object.fromEntries(
      rungNames
        .map((name) => [rungLabels[name].toLowerCase(), rungCell(claim, name)] as const)
        .filter(([, cell]) => cell !== ''),
    ),
  };
}
