/** Where the effect of a claim falls, in words for terminal and pages. Pure. */

import type { Falls, Interchange, Place } from '../analysis/findings/shown-schema.ts';
import { counted, either, quoted, significant } from '../core/format.ts';

type At = Pick<NonNullable<Falls['place']>, 'of' | 'where'>;

const whiteNames: Readonly<Record<string, string>> = { ' ': 'a space', '\n': 'a line break', '\t': 'a tab' };

/** ' ' -> 'a space', 'the' -> '“the”'. */
const tokenName = (token: string): string => whiteNames[token] ?? quoted(token);

/** 'where “I” or “you” comes next', '1 to 3 tokens after it began'. @param places all of one kind: what comes next, or a stretch. */
export function placePhrase(places: readonly Place[]): string {
  const next = places.flatMap((each) => ('after' in each ? [] : [nextName(each)]));
  if (next.length > 0) return `where ${either(next)} comes next`;
  const [stretch] = places.flatMap((each) => ('after' in each ? [each.after] : []));
  const [from, to] = stretch ?? [0, null];
  if (to === null) return `${counted(from, 'token')} or more after it began`;
  if (from === to) return from === 0 ? 'at the token where it begins' : `${counted(from, 'token')} after it began`;
  return `${from} to ${to} tokens after it began`;
}

function nextName(place: Exclude<Place, { after: unknown }>): string {
  if ('next' in place) return tokenName(place.next);
  return place.kind === 'white space' ? 'other white space' : `another ${place.kind}`;
}

const isStretch = (of: readonly Place[]): boolean => of.some((each) => 'after' in each);

type Sides = Readonly<Record<At['where'], string>>;
/** What a claim's feature is: of a number the sides are its high values and its low ones. */
type Of = { number?: true | undefined };

/** As they stand behind 'where'. */
const sideNames: Sides = { inside: 'the feature is present', outside: 'the feature is absent' };
const numberSides: Sides = { inside: 'the number is high', outside: 'the number is low' };
export const sidesOf = ({ number }: Of): Sides => (number ? numberSides : sideNames);

/** The same with its side, as a sentence begins. */
function begun({ of, where }: At, sides: Sides): string {
  const phrase = placePhrase(of);
  const side = isStretch(of) ? '' : ` and ${sides[where]}`;
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}${side}`;
}

const nats = (value: number): string => significant(value, 2);

/** Where the flip falls, with its average beside it: one sentence. @param flip nats a token, over both sides. */
export function fallsSentence({ inside, outside, place }: Falls, flip: number, of: Of = {}): string {
  const sides = sidesOf(of);
  if (place !== null) {
    return `${begun(place, sides)}, the wrong state costs ${nats(place.flip)} nats, elsewhere ${nats(place.elsewhere.flip)}; ${nats(flip)} a token on average.`;
  }
  return `The wrong state costs ${nats(inside.flip)} nats a token where ${sides.inside} and ${nats(outside.flip)} where ${sides.outside}, ${nats(flip)} on average; no place stands out on both halves.`;
}

/** What holding costs by itself. */
export const holdingSentence = ({ holding: { inside, outside } }: Falls, of: Of = {}): string =>
  `Held at the right state, the neuron costs ${nats(inside.rise)} nats a token where ${sidesOf(of).inside} and ${nats(outside.rise)} where ${sidesOf(of).outside}, beside the network as it is: so much does holding cost by itself.`;

/** What a single step does. */
export function interchangeSentence({ inside, outside, place }: Interchange, of: Of = {}): string {
  const sides = sidesOf(of);
  const there =
    place === null
      ? ''
      : `; ${placePhrase(place.of)}${isStretch(place.of) ? '' : ` and ${sides[place.where]}`}, ${nats(place.flip)}`;
  return `At one token alone, a real value of the other state in the place of its own costs ${nats(inside.flip)} nats at the next word or mark where ${sides.inside} and ${nats(outside.flip)} where ${sides.outside}${there}.`;
}
