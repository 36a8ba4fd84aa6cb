/**
 * NLTK's averaged perceptron tagger (nltk.tag.perceptron, NLTK 3.9), without its training. Pure.
 * Source of the algorithm: M. Honnibal, "A good part-of-speech tagger in about 200 lines of Python" (2013).
 */
import { addAt, float64At } from '../../core/at.ts';
import type { PerceptronModel } from '../../io/formats/nltk/tagger.ts';
import type { TagWords } from './penn.ts';

const startTags = ['-START-', '-START2-'] as const;
const ends = ['-END-', '-END2-'];

/** A tagger that gives NLTK's tags: floating-point sums are made in NLTK's order, and ties go to the last tag by name. */
export function makePerceptron(model: PerceptronModel): TagWords {
  const classes = [...model.classes].sort();
  const tagdict = new Map(Object.entries(model.tagdict));
  const classOf = new Map(classes.map((name, index) => [name, index]));
  const weights = new Map(
    Object.entries(model.weights).map(([feature, byTag]) => [
      feature,
      Object.entries(byTag).flatMap(([name, weight]) => {
        const index = classOf.get(name);
        return index === undefined ? [] : [{ index, weight }];
      }),
    ]),
  );
  const scores = new Float64Array(classes.length);

  const predict = (features: readonly string[]): string => {
    scores.fill(0);
    for (const feature of features) {
      for (const { index, weight } of weights.get(feature) ?? []) addAt(scores, index, weight);
    }
    let best = '';
    let most = Number.NEGATIVE_INFINITY;
    for (const [index, name] of classes.entries()) {
      const score = float64At(scores, index);
      if (score < most) continue;
      most = score;
      best = name;
    }
    return best;
  };

  return (words) => {
    const context = [...startTags, ...words.map(normalize), ...ends];
    let [previous, beforePrevious]: [string, string] = [...startTags];
    return words.map((word, position) => {
      const tag = tagdict.get(word) ?? predict(features(word, position, context, [previous, beforePrevious]));
      beforePrevious = previous;
      previous = tag;
      return tag;
    });
  };
}

/** NLTK's classes of words that share their statistics. */
function normalize(word: string): string {
  if (word.includes('-') && !word.startsWith('-')) return '!HYPHEN';
  if (/^\p{Nd}{4}$/u.test(word)) return '!YEAR';
  if (/^\p{Nd}/u.test(word)) return '!DIGITS';
  return word.toLowerCase();
}

/** Python counts code points. */
const lastThree = (word: string): string => Array.from(word).slice(-3).join('');

/** @param tags of the token before, and of the one before that. */
function features(
  word: string,
  position: number,
  context: readonly string[],
  [tag1, tag2]: readonly [string, string],
): string[] {
  const at = (offset: number): string => context[position + startTags.length + offset] ?? '';
  return [
    'bias',
    `i suffix ${lastThree(word)}`,
    `i pref1 ${Array.from(word)[0] ?? ''}`,
    `i-1 tag ${tag1}`,
    `i-2 tag ${tag2}`,
    `i tag+i-2 tag ${tag1} ${tag2}`,
    `i word ${at(0)}`,
    `i-1 tag+i word ${tag1} ${at(0)}`,
    `i-1 word ${at(-1)}`,
    `i-1 suffix ${lastThree(at(-1))}`,
    `i-2 word ${at(-2)}`,
    `i+1 word ${at(1)}`,
    `i+1 suffix ${lastThree(at(1))}`,
    `i+2 word ${at(2)}`,
  ];
}
