/** How long work still takes, from how far it was at which time. Pure; the clock is the caller's. */

/** Before so much of what was left is done, in so many seconds, a pace says little. */
const fewest = { share: 0.1, seconds: 3 };
/** Below it nobody waits for a number: seconds. */
const soon = 10;

export class TimeLeft {
  /** Where it was first heard of: what was done by an earlier command took no time. */
  #first: { seconds: number; share: number } | null = null;

  /**
   * @param seconds of any clock that never jumps. @param share of the work that is done, 0 to 1.
   * @returns seconds; null where it cannot be told yet, or is hardly worth telling.
   */
  at(seconds: number, share: number): number | null {
    this.#first ??= { seconds, share };
    const [time, done] = [seconds - this.#first.seconds, share - this.#first.share];
    if (done < fewest.share * (1 - this.#first.share) || time < fewest.seconds) return null;
    const left = ((1 - share) * time) / done;
    return left < soon ? null : left;
  }
}
