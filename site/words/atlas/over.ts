/** What a search over all neurons is over, in a sentence. Pure; runs in the browser. */
import type { Atlas } from '../../../runner/results/atlas-schema.ts';
import { counted, integer } from '../numbers.ts';

/** Over the shown text, where there is no more to be had. */
export const overShown =
  'Beside each neuron, the area under the curve (AUC) over this text: the chance that a chosen token’s activation is higher than another token’s.';

export const overStretch = ({ tokens }: Pick<Atlas, 'tokens'>): string =>
  `Beside each neuron, the area under the curve (AUC) over the whole observed text: the chance that a chosen token’s activation is higher than that of any of its ${counted(tokens, 'token')}.`;

export function overPattern({ search }: Pick<Atlas, 'search'>, { tokens, of }: { tokens: number; of: number }): string {
  const all = search?.among === 'text' ? 'tokens that are not white space' : 'tokens';
  const rare =
    search && search.ranked < search.tokens
      ? ` Tokens that occur fewer than ${search.least} times there take no part as chosen ones.`
      : '';
  return `Beside each neuron, the local AUC over the whole observed text: the chance that one of its ${integer(tokens)} matching tokens has a higher activation than another of the same passage, among ${integer(of)} ${all}.${rare}`;
}
