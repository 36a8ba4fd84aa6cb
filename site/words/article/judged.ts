/** A threshold's right and wrong answers on a few words. Pure; runs in the browser too. */
import { decimal } from '../numbers.ts';

export interface Judged {
  /** Its place in the text. */
  at: number;
  value: number;
  spoken: boolean;
}

/** @param sign -1: the neuron is lower in speech, so speech is what lies below the threshold. */
export function judged<Word extends Judged>(words: readonly Word[], threshold: number, sign: number) {
  const says = ({ value }: Judged): boolean => (sign < 0 ? value < threshold : value > threshold);
  const spoken = words.filter((word) => word.spoken);
  const narrated = words.filter((word) => !word.spoken);
  return {
    spoken: { right: spoken.filter(says).length, of: spoken.length },
    narrated: { right: narrated.filter((word) => !says(word)).length, of: narrated.length },
    wrong: words.filter((word) => says(word) !== word.spoken),
  };
}

export function judgedSentence(words: readonly Judged[], threshold: number, sign: number): string {
  const { spoken, narrated } = judged(words, threshold, sign);
  return `With the line at ${decimal(threshold)}, ${spoken.right} of ${spoken.of} spoken and ${narrated.right} of ${narrated.of} narrated words and marks are told right.`;
}
