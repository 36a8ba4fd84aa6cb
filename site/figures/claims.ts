/** The figures of claims and groups: as a page draws them, and as files. Pure. */
import type { Group } from '../../runner/analysis/findings/shown-schema.ts';
import { counted, probability, range, significant } from '../../runner/core/words.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import type { FeatureResult, Result } from '../../runner/experiment/results/schema.ts';
import { claimAnchor, claimsOn, isDrawn } from '../words/claims.ts';
import { componentName } from '../words/components.ts';
import { correlationOf, folded, foldedInterval } from '../words/folded.ts';
import { fullFeatures, shownClaims } from '../words/page-features.ts';
import { groupCurve, groupFrames, groupMembers } from './charts.ts';
import { type Charted, type ClaimFigure, claimCharts, claimFigureNames } from './claim-charts.ts';
import { onPage, svgOf } from './drawing.ts';
import type { Figure } from './figure.ts';

/** For the page; null where the claim has nothing for it. */
export const claimSvg = (name: ClaimFigure, claim: Charted, width?: number): string | null =>
  claimCharts[name].has(claim) ? svgOf(claimCharts[name].draw(claim, onPage, width)) : null;

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

/** What a caption says of a claim; numbers that were not measured are left out. */
function numbersOf({ effect, chance, rungs, verdict, says }: Claim): Record<string, string> {
  const { heldOut, learned, used } = rungs;
  const numbers: Record<string, string> = { verdict: verdict.level };
  if (effect) {
    const { localAuc, interval, carriers, rest, documents } = effect;
    const { auc, lower } = folded(localAuc);
    if (says.number) {
      const [low, high] = interval;
      numbers['local rank correlation on the confirmation half'] =
        `${significant(correlationOf(localAuc))} [${range([correlationOf(low), correlationOf(high)])}]`;
      numbers.tokens = `${carriers} with a number, ${counted(documents, 'document')}`;
    } else {
      numbers['local AUC on the confirmation half'] =
        `${significant(auc)} [${range(foldedInterval(localAuc, interval))}]${lower ? ', lower at the feature' : ''}`;
      numbers.tokens = `${carriers} with the feature and ${rest} without, ${counted(documents, 'document')}`;
    }
  }
  if (chance) numbers['adjusted p, discovery half'] = probability(chance.adjustedP);
  if (heldOut.measured) numbers['adjusted p, confirmation half'] = probability(heldOut.measured.adjustedP);
  const against = learned.measured?.adjustedP ?? null;
  if (against !== null) numbers['adjusted p against untrained networks'] = probability(against);
  if (used.measured) {
    numbers['state flip, nats per token'] = significant(used.measured.flip);
    numbers['state flip above that of other documents'] =
      `${significant(used.measured.difference)} [${range(used.measured.interval)}]`;
  }
  return numbers;
}

/** The groups of a feature that have a curve. */
const groupsOn = (result: Pick<Result, 'evidence'>, feature: Pick<FeatureResult, 'name'>): Group[] =>
  (result.evidence?.groups ?? []).filter((group) => group.feature === feature.name && group.curve.length > 0);

export const figuresOfGroups = (result: Pick<Result, 'evidence' | 'features' | 'manifest'>): Figure[] =>
  fullFeatures(result).flatMap(({ feature, number }) =>
    groupsOn(result, feature).flatMap((group): Figure[] => [
      {
        name: `feature-${number}-group-curve`,
        of: [feature.name, 'group curve'],
        about: `State flip for the feature “${feature.name}” by the number of neurons held together.`,
        ...groupFrames.curve,
        draw: (palette, width) => groupCurve(group, palette, width),
      },
      {
        name: `feature-${number}-group-members`,
        of: [feature.name, 'group members'],
        about: `State flip for the feature “${feature.name}” of each neuron, alone and in the group.`,
        ...groupFrames.members,
        draw: (palette, width) => groupMembers(group, palette, width),
      },
    ]),
  );
