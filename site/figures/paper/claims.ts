/** Claims for a paper: their charts with the numbers of their rungs, and those of neurons held together. Pure. */

import { counted, probability, range, significant } from '../../../runner/core/words.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import { componentName } from '../../words/components.ts';
import { correlationOf, folded, foldedInterval } from '../../words/folded.ts';
import { fullFeatures } from '../../words/page-features.ts';
import { type ClaimFigure, claimCharts, claimFigureNames, groupsOn, paperClaims } from '../evidence-figures.ts';
import type { Drawable } from '../experiment-figures.ts';
import { groupCurveSvg, groupMembersSvg } from '../group.ts';
import { claimFrame, groupFrames } from './frames.ts';
import { chart, neuronName, type PaperOptions, type PaperPart } from './part.ts';

export function ofClaims({ result }: Drawable, { width, neuron }: PaperOptions): PaperPart[] {
  return fullFeatures(result).flatMap(({ feature }) =>
    paperClaims(result, feature, neuron).flatMap((claim) =>
      Object.entries(claimCharts(claim)).map(([key, draw]) => {
        const figure = key as ClaimFigure;
        return {
          of: [feature.name, neuronName(claim.neuron), claimFigureNames[figure]],
          caption: captions[figure](
            `neuron ${claim.neuron} (${componentName(claim.component)}, layer ${claim.layer})`,
            `“${feature.name}”`,
          ).replace('Local AUC', (said) =>
            claim.says.number ? 'Local rank correlation, as (1 + correlation) / 2,' : said,
          ),
          numbers: numbersOf(claim),
          draw: () => chart(draw, claimFrame(figure, claim.says), width),
        };
      }),
    ),
  );
}

/** What each chart shows, as a caption says it. */
const captions: Readonly<Record<ClaimFigure, (neuron: string, feature: string) => string>> = {
  'does-inside': (neuron, feature) =>
    `By what factor the chance of what comes next inside ${feature} changes with ${neuron} held at the value of the wrong state instead of that of the right one.`,
  'does-outside': (neuron, feature) =>
    `By what factor the chance of what comes next outside ${feature} changes with ${neuron} held at the value of the wrong state instead of that of the right one.`,
  falls: (neuron, feature) =>
    `What it costs to hold ${neuron} at the wrong state of ${feature} instead of the right one, by side, by what comes next and by how long ago the state began.`,
  number: (neuron, feature) =>
    `Mean activation of ${neuron} at each value of ${feature}, with its 95% interval; dashed: the best neuron of a network that was not trained.`,
  learned: (neuron, feature) =>
    `How well ${neuron} tells ${feature}, beside the best neurons of networks that were not trained.`,
  lags: (neuron, feature) => `Local AUC of ${neuron} among equal tokens, by tokens from where ${feature} begins.`,
  events: (neuron, feature) => `Mean activation of ${neuron}, by tokens from where ${feature} begins.`,
  emergence: (neuron, feature) => `Local AUC of ${neuron} for ${feature}, by epoch of training.`,
};

/** What a caption says of a claim; numbers that were not measured are left out. */
function numbersOf({ effect, chance, rungs, verdict, says }: Claim): Record<string, string> {
  const { heldOut, learned, used } = rungs;
  const numbers: Record<string, string> = { verdict: verdict.level };
  if (effect) {
    const { localAuc, interval, carriers, rest, documents } = effect;
    const { auc, lower } = folded(localAuc);
    if (says.number) {
      const [value, bounds] = [correlationOf(localAuc), interval.map(correlationOf)];
      numbers['local rank correlation on the confirmation half'] =
        `${significant(value)} [${range(bounds as [number, number])}]`;
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

export function groups({ result }: Drawable, { width }: PaperOptions): PaperPart[] {
  return fullFeatures(result).flatMap(({ feature }) =>
    groupsOn(result, feature).flatMap((group) => [
      {
        of: [feature.name, 'group curve'],
        caption: `State flip for the feature “${feature.name}” by the number of neurons held together.`,
        draw: () => chart((across) => groupCurveSvg(group, across), groupFrames.curve, width),
      },
      {
        of: [feature.name, 'group members'],
        caption: `State flip for the feature “${feature.name}” of each neuron, alone and in the group.`,
        draw: () => chart((across) => groupMembersSvg(group, across), groupFrames.members, width),
      },
    ]),
  );
}
