/**
 * How long work still takes, from how far it was at which time: nothing is said until the pace has been steady, so that what is
 * said is within a factor of two of what it will be. Pure; the clock is the caller's.
 */

/** When a pace is believed. */
const criteria = {
  /** Of the work that was left when it was first heard of, so much is done since. */
  share: 0.1,
  /** Seconds since then. */
  seconds: 3,
  /** Times that it went on since, of which none was a larger part of the work done. */
  steps: 6,
  largest: 0.25,
  /** The paces of the stretches that the time since falls into are within this factor of each other. */
  stretches: 4,
  steady: 1.6,
  /** By which factor the pace may be another at the end, where it goes on changing as it did from the first half to the second. */
  drift: 1.5,
} as const;

/** Below it nobody waits for a number: seconds. */
const soon = 10;

/** Marks that are kept: every second one is let go when there are more. */
const mostMarks = 512;

interface Mark {
  seconds: number;
  share: number;
}

export class TimeLeft {
  #marks: Mark[] = [];

  /**
   * @param seconds of any clock that never jumps. @param share of the work that is done, 0 to 1.
   * @returns seconds, at a pace between the mean and that of the slowest stretch; null where it cannot be told, or is hardly worth telling.
   */
  at(seconds: number, share: number): number | null {
    const last = this.#marks.at(-1);
    if (last === undefined || share > last.share) this.#marks.push({ seconds, share });
    if (this.#marks.length > mostMarks) this.#marks = this.#marks.filter((_, place) => place % 2 === 0);
    const [first, second] = this.#marks;
    if (first === undefined || second === undefined) return null;
    const [time, done] = [seconds - first.seconds, share - first.share];
    if (done < criteria.share * (1 - first.share) || time < criteria.seconds) return null;
    if (this.#marks.length <= criteria.steps || this.#largest() > criteria.largest * done) return null;
    const paces = Array.from({ length: criteria.stretches }, (_, stretch) => {
      const end = (of: number) => this.#shareAt(first.seconds + (of * time) / criteria.stretches);
      return end(stretch + 1) - end(stretch);
    });
    if (Math.max(...paces) > criteria.steady * Math.min(...paces)) return null;
    const middle = this.#shareAt(first.seconds + time / 2);
    const drift = Math.abs(Math.log((share - middle) / (middle - first.share)));
    if ((drift * (1 - share)) / done > Math.log(criteria.drift)) return null;
    // A time that turns out shorter is forgiven sooner than one that turns out longer.
    const pace = (done + criteria.stretches * Math.min(...paces)) / (2 * time);
    const left = (1 - share) / pace;
    return left < soon ? null : left;
  }

  /** The largest part that was done at once. */
  #largest(): number {
    return this.#marks.reduce((most, { share }, place) => {
      const before = this.#marks[place - 1];
      return before === undefined ? most : Math.max(most, share - before.share);
    }, 0);
  }

  /** How far it was at a time, in a straight line between two marks. */
  #shareAt(seconds: number): number {
    const after = this.#marks.findIndex((mark) => mark.seconds >= seconds);
    const [from, to] = [this.#marks[after - 1], this.#marks[after]];
    if (to === undefined) return this.#marks.at(-1)?.share ?? 0;
    if (from === undefined) return to.share;
    return from.share + ((to.share - from.share) * (seconds - from.seconds)) / (to.seconds - from.seconds);
  }
}
