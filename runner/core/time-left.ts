/**
 * How long work still takes, from how far it was at which time: nothing is said until the pace has been steady. Pure; the clock is
 * the caller's.
 */

/** When a pace is believed: of the work that was left when it was first heard of so much is done since, in so many seconds and steps. */
const fewest = { share: 0.1, seconds: 3, marks: 7 };
/** The paces of both halves of that time are within this factor of each other. */
const steady = 1.5;
/** Below it nobody waits for a number: seconds. */
const soon = 10;
/** Marks that are kept: every second one is let go when there are more. */
const mostMarks = 512;

export class TimeLeft {
  #marks: { seconds: number; share: number }[] = [];

  /**
   * @param seconds of any clock that never jumps. @param share of the work that is done, 0 to 1.
   * @returns seconds; null where it cannot be told, or is hardly worth telling.
   */
  at(seconds: number, share: number): number | null {
    const last = this.#marks.at(-1);
    if (last === undefined || share > last.share) this.#marks.push({ seconds, share });
    if (this.#marks.length > mostMarks) this.#marks = this.#marks.filter((_, place) => place % 2 === 0);
    const first = this.#marks[0] ?? { seconds, share };
    const [time, done] = [seconds - first.seconds, share - first.share];
    if (done < fewest.share * (1 - first.share) || time < fewest.seconds || this.#marks.length < fewest.marks)
      return null;
    const half = this.#marks.findLast((mark) => mark.seconds <= first.seconds + time / 2) ?? first;
    const paces = [
      (half.share - first.share) / (half.seconds - first.seconds),
      (share - half.share) / (seconds - half.seconds),
    ];
    if (!(Math.max(...paces) <= steady * Math.min(...paces))) return null;
    const left = ((1 - share) * time) / done;
    return left < soon ? null : left;
  }
}
