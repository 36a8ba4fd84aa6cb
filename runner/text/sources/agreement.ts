/**
 * English sentences whose verb agrees with its subject across other nouns, after Linzen et al. 2016 and Lakretz et al. 2019
 * ('the keys to the cabinet are old'): the number of the nouns in between is drawn by itself, so that only the subject
 * tells the verb's. Every noun has a regular plural in -s and no singular ends in one; every verb stands in one list.
 */
import { item } from '../../core/at.ts';
import { type Random, random as seeded } from '../../core/random.ts';
import { generatedDocuments, type Language } from './languages.ts';

/** The plural adds an s. */
const people = ['farmer', 'teacher', 'singer', 'doctor', 'neighbour', 'king', 'sailor', 'author', 'painter', 'lawyer'];
const things = ['key', 'letter', 'picture', 'clock', 'book', 'chair', 'lamp', 'table', 'boat', 'coat'];
const places = ['garden', 'house', 'river', 'cabinet', 'window', 'tree', 'bridge', 'tower', 'wall', 'door'];

/** [singular, plural], followed by what fits behind it. */
export const verbs = [
  { forms: ['is', 'are'], of: ['old', 'new', 'quiet', 'far away', 'here', 'well known'] },
  { forms: ['was', 'were'], of: ['old', 'new', 'quiet', 'far away', 'here', 'well known'] },
  { forms: ['has', 'have'], of: ['been seen', 'gone', 'come back', 'been found', 'been sold'] },
  { forms: ['seems', 'seem'], of: ['old', 'new', 'quiet', 'far away', 'well known'] },
] as const;
/** Of relative clauses. */
const innerVerbs = [
  ['likes', 'like'],
  ['knows', 'know'],
  ['sees', 'see'],
  ['paints', 'paint'],
] as const;
const personPrepositions = ['near', 'behind', 'beside'];
const thingPrepositions = ['from', 'near', 'behind', 'in'];
const adverbs = ['often', 'always', 'still'];

/** How often a sentence is of each kind; the rest have a single noun in between. */
const shares = { plain: 0.2, twoNouns: 0.2, relative: 0.2, adverb: 0.15 };

const seed = 0x61677265;

export const agreement: Language = {
  about: 'sentences whose verb agrees with a subject some words before',
  seed,
  unit: 'word',
  line: (random) => {
    const isPerson = random.uniform() < 0.5;
    const isPlural = random.uniform() < 0.5;
    const subject = noun(isPerson ? people : things, isPlural, random);
    const { forms, of } = drawn(verbs, random);
    const verb = forms[Number(isPlural)];
    return `${subject}${between(isPerson, random)} ${verb} ${drawn(of, random)}.`;
  },
  pairs: () => Array.from({ length: frames }, (_, frame) => pairsOf(frame)).flat(),
};

/** Sentences that differ in nothing but number are of one frame. */
const frames = 68;
/** What stands between subject and verb in turn, of frames of eight; the language itself has no three nouns there. */
const betweenInTurn = ['one noun', 'two nouns', 'three nouns', 'relative clause'] as const;
const nounsOf = { 'one noun': 1, 'two nouns': 2, 'three nouns': 3, 'relative clause': 1 } as const;
const numbers = ['singular', 'plural'] as const;
type GrammaticalNumber = (typeof numbers)[number];

/**
 * Pairs of verb forms: the subject singular or plural, and nothing, singular or plural nouns in between. Those of one frame have
 * the same words; twins differ in the subject alone. Persons and things, verbs, and what stands in between come in turn.
 */
function pairsOf(frame: number): Record<string, string>[] {
  const random = seeded(seed, generatedDocuments + frame);
  const isPerson = frame % 2 === 0;
  const subject = drawn(isPerson ? people : things, random);
  const { forms } = inTurn(verbs, frame >> 1);
  const kind = inTurn(betweenInTurn, frame >> 3);
  const adverb = random.uniform() < shares.adverb ? ` ${drawn(adverbs, random)}` : '';
  const preposition = drawn(isPerson ? personPrepositions : thingPrepositions, random);
  const [place, person, inner] = [drawn(places, random), drawn(people, random), drawn(innerVerbs, random)];
  const [last, lastPreposition] = [drawn(places, random), drawn(personPrepositions, random)];
  const of = (word: string, number: GrammaticalNumber) => `the ${word}${number === 'plural' ? 's' : ''}`;
  const middle = (number: GrammaticalNumber): string => {
    if (kind === 'relative clause') return ` that ${of(person, number)} ${inner[numbers.indexOf(number)]}`;
    const nouns = [
      `${preposition} ${of(place, number)}`,
      `of ${of(person, number)}`,
      `${lastPreposition} ${of(last, number)}`,
    ];
    return nouns
      .slice(0, nounsOf[kind])
      .map((noun) => ` ${noun}`)
      .join('');
  };
  return (['none', ...numbers] as const).flatMap((attractor) =>
    numbers.map((number) => {
      const [right = '', wrong = ''] = number === 'singular' ? forms : forms.toReversed();
      const other = number === 'singular' ? 'plural' : 'singular';
      return {
        id: `${frame}-${number}-${attractor}`,
        text: `${of(subject, number)}${attractor === 'none' ? '' : middle(attractor)}${adverb} `,
        right,
        wrong,
        subject: number,
        attractor,
        frame: String(frame),
        // Nouns in between that have the other number.
        differing: String(attractor === other ? nounsOf[kind] : 0),
        twin: `${frame}-${other}-${attractor}`,
        // The article, a space, the noun.
        at: '2',
      };
    }),
  );
}

/** What stands between subject and verb, with a space before it; its nouns have numbers of their own. */
function between(isPerson: boolean, random: Random): string {
  const kind = random.uniform();
  const anyNumber = (nouns: readonly string[]) => noun(nouns, random.uniform() < 0.5, random);
  const adverb = random.uniform() < shares.adverb ? ` ${drawn(adverbs, random)}` : '';
  if (kind < shares.plain) return adverb;
  if (kind < shares.plain + shares.relative) {
    const innerPlural = random.uniform() < 0.5;
    const inner = noun(people, innerPlural, random);
    return ` that ${inner} ${drawn(innerVerbs, random)[Number(innerPlural)]}${adverb}`;
  }
  const preposition = drawn(isPerson ? personPrepositions : thingPrepositions, random);
  const first = ` ${preposition} ${anyNumber(places)}`;
  const isLong = kind < shares.plain + shares.relative + shares.twoNouns;
  return `${first}${isLong ? ` of ${anyNumber(people)}` : ''}${adverb}`;
}

const noun = (nouns: readonly string[], isPlural: boolean, random: Random): string =>
  `the ${drawn(nouns, random)}${isPlural ? 's' : ''}`;

const inTurn = <T>(items: readonly T[], turn: number): T => item(items, turn % items.length);
const drawn = <T>(items: readonly T[], { below }: Random): T => item(items, below(items.length));
