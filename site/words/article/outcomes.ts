/** How the article's experiments come out: four readings, and a threshold on some words. Pure; runs in the browser too. */
import { decimal } from '../../../runner/core/words.ts';

/** Words in the tone of speech and of narration, each with a quotation mark before them and without: the neuron's value at the end. */
export interface Twins {
  first: { marked: number; bare: number };
  third: { marked: number; bare: number };
}

/** A difference that is seen: an eighth of the range from -1 to 1. */
const seen = 0.25;

/** @param sign -1: the neuron is lower in speech. */
export function twinsOutcome({ first, third }: Twins, sign: number): string {
  const speech = (value: number): boolean => value * sign > 0;
  const values = ({ marked, bare }: Twins['first']): string => `${decimal(marked)} with it, ${decimal(bare)} without`;
  const tone = speech(first.bare);
  const mark = (third.marked - third.bare) * sign > seen;
  if (tone && mark)
    return `In these four sentences, both. In the first person the neuron turns to speech with no mark at all: ${values(first)}. In the third person and the past tense the mark decides: ${values(third)}. So the neuron holds something like a guess that somebody is speaking, which mark and tone both feed; the scores above count both.`;
  if (tone)
    return `The tone, in these sentences: in the first person ${values(first)}, in the third person ${values(third)}. The scores above cannot tell it from the mark.`;
  if (mark)
    return `The mark, in these sentences: in the first person ${values(first)}, in the third person ${values(third)}.`;
  return `Neither is plain in these sentences: in the first person ${values(first)}, in the third person ${values(third)}.`;
}

/** A word that a threshold judges. */
export interface JudgedWord {
  /** Its place in the text. */
  at: number;
  value: number;
  spoken: boolean;
}

/** @param sign -1: the neuron is lower in speech, so speech is what lies below the threshold. */
export function judged<Word extends JudgedWord>(words: readonly Word[], threshold: number, sign: number) {
  const says = ({ value }: JudgedWord): boolean => (sign < 0 ? value < threshold : value > threshold);
  const spoken = words.filter((word) => word.spoken);
  const narrated = words.filter((word) => !word.spoken);
  return {
    spoken: { right: spoken.filter(says).length, of: spoken.length },
    narrated: { right: narrated.filter((word) => !says(word)).length, of: narrated.length },
    wrong: words.filter((word) => says(word) !== word.spoken),
  };
}

export function judgedSentence(words: readonly JudgedWord[], threshold: number, sign: number): string {
  const { spoken, narrated } = judged(words, threshold, sign);
  return `With the line at ${decimal(threshold)}, ${spoken.right} of ${spoken.of} spoken and ${narrated.right} of ${narrated.of} narrated words and marks are classified correctly.`;
}
