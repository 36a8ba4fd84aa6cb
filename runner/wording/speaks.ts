/** What speaks for a claim, in plain words and with its two numbers: how well it tells, and what its state is worth. Pure. */
import { counted, decimal, percent } from '../core/format.ts';
import type { Claim, Evidence } from '../experiment/results/evidence-schema.ts';
import { reasonSentence } from './reasons.ts';
import { rememberedAuc } from './verdict.ts';

type Told = Pick<Claim, 'effect' | 'rungs' | 'decidedByToken' | 'lagProfile' | 'says' | 'sign'>;

/** The area in the claim's direction, later tokens' where the token itself decides; null where it was not measured. */
function areaOf(claim: Told): number | null {
  const { effect, sign } = claim;
  const area = rememberedAuc(claim) ?? effect?.localAuc ?? null;
  return area === null || sign > 0 ? area : 1 - area;
}

const areaWords = (area: number, { number }: Claim['says']): string =>
  number ? decimal(2 * area - 1) : percent(area, 0);

/** '96%': how often it picks the right one of two tokens; of a number the rank correlation, '0.91'. Empty: not measured. */
export function effectWords(claim: Told): string {
  const area = areaOf(claim);
  return area === null ? '' : areaWords(area, claim.says);
}

/** '13%': how much less likely the next token is with the wrong state. Empty: not measured. */
export function costWords({ rungs }: Pick<Claim, 'rungs'>): string {
  const flip = rungs.used.measured?.flip;
  if (flip === undefined) return '';
  const share = 1 - Math.exp(-flip);
  return Math.abs(share) < 0.0005 ? '<0.1%' : percent(share, share < 0.01 ? 1 : 0);
}

/** What both numbers are, for whoever reads a table of them. @param claims that it holds. */
export function numbersLegend(claims: readonly Told[]): string[] {
  const some = (which: (claim: Told) => boolean) => claims.some(which);
  const isNumber = ({ says }: Told) => says.number === true;
  return [
    ...(some((claim) => !isNumber(claim) && effectWords(claim) !== '')
      ? ['Effect: how often the neuron picks the one with the feature of two tokens (guessing: 50%).']
      : []),
    ...(some(isNumber) ? ['Effect of a number: its rank correlation with the neuron (none: 0).'] : []),
    ...(some((claim) => costWords(claim) !== '')
      ? ['Cost: how much less likely the next token becomes with the neuron set wrongly.']
      : []),
  ];
}

/** 'On 64 documents that it was not chosen on, it picks the one inside of two tokens 96% of the time (guessing: 50%; ...).' */
export function speaksFor(claim: Told, { confirmation, swapped }: Pick<Evidence, 'confirmation' | 'swapped'>): string {
  const effect = effectWords(claim);
  const { reason } = claim.rungs.heldOut;
  if (effect === '') return `It could not be measured.${reason === null ? '' : ` ${reasonSentence(reason)}`}`;
  const where =
    swapped === 'documents'
      ? counted(confirmation.documents, 'document')
      : counted(confirmation.segments, 'stretch of text', 'stretches of text');
  const untrained = claim.rungs.learned.measured?.best ?? [];
  const beside = [
    claim.says.number ? 'none: 0' : 'guessing: 50%',
    ...(untrained.length === 0
      ? []
      : [
          `the best of ${counted(untrained.length, 'untrained network')}: ${areaWords(0.5 + Math.max(...untrained), claim.says)}`,
        ]),
  ].join('; ');
  const told = claim.says.number
    ? `its rank correlation is ${effect}`
    : `it picks the right one of two tokens ${effect} of the time`;
  const cost = costWords(claim);
  const worth =
    claim.rungs.used.status !== 'passed' ? '' : ` Set wrongly, it makes the next token ${cost} less likely.`;
  return `On ${where} that it was not chosen on, ${told} (${beside}).${worth}`;
}
