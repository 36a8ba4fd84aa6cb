/** Steps per second, smoothed over about thirty steps. */
export class Pace {
  #last: number;
  #seconds: number | null = null;

  constructor(now: number) {
    this.#last = now;
  }

  mark(now: number, steps: number): number {
    const taken = Math.max(1e-6, (now - this.#last) / steps);
    this.#last = now;
    this.#seconds = this.#seconds === null ? taken : this.#seconds + (taken - this.#seconds) / 30;
    return 1 / this.#seconds;
  }

  restart(now: number): void {
    this.#last = now;
  }
}
