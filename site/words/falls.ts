/** The places of an effect as figures and tables name them. Pure. */
import type { Falls, PlaceEffect } from '../../runner/analysis/findings/shown-schema.ts';
import { quoted } from '../../runner/core/format.ts';
import { tokenLabel } from './token.ts';

/** Places by what comes next that a figure shows: those that carry most. */
const shown = 8;

export interface ShownPlace extends PlaceEffect {
  isChosen: boolean;
}

/** Whether a place is one of those that were chosen on the other half. */
export const isChosen = ({ of, where }: Pick<PlaceEffect, 'of' | 'where'>, place: Falls['place']): boolean =>
  place !== null && where === place.where && place.of.some((each) => JSON.stringify(each) === JSON.stringify(of));

/** Those that carry most of the effect, largest first; then the stretches after the onset, in order. */
export function placesShown({ places, place }: Falls): ShownPlace[] {
  const told = places.map((each) => ({ ...each, isChosen: isChosen(each, place) }));
  const carried = ({ share, flip }: PlaceEffect): number => Math.abs(share * flip);
  const next = told
    .filter(({ of }) => !('after' in of))
    .toSorted((a, b) => Number(b.isChosen) - Number(a.isChosen) || carried(b) - carried(a))
    .slice(0, shown)
    .toSorted((a, b) => b.flip - a.flip);
  return [...next, ...told.filter(({ of }) => 'after' in of)];
}

/** '“I” next, inside', 'other words, outside', '1–3 tokens in'. */
export function placeLabel({ of, where }: Pick<PlaceEffect, 'of' | 'where'>): string {
  if ('next' in of) return `${quoted(tokenLabel(of.next))} next, ${where}`;
  if ('kind' in of) return `other ${of.kind === 'white space' ? of.kind : `${of.kind}s`}, ${where}`;
  const [from, to] = of.after;
  if (from === 0 && to === 0) return 'where it begins';
  return `${from}${to === null ? '+' : to === from ? '' : `–${to}`} ${to === 1 ? 'token' : 'tokens'} in`;
}
