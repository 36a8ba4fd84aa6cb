/** How a piece of work says what it is doing; a terminal, a page or a test listens. Types only. */
export interface Progress {
  done: number;
  total: number;
  /** What is worth knowing now: 'loss 3.21, perplexity 24.8, 3500 tokens/s'. */
  text: string;
  secondsLeft?: number;
}

export interface Reporter {
  /** Ends the step before, which is thereby done, and begins another. */
  step(title: string): void;
  /** How far the step is. */
  progress(progress: Progress): void;
  /** A line about the step that stays; on a terminal only. */
  line(text: string): void;
  /** A line that stays, in a pipe too. */
  note(text: string): void;
  /** Ends the last step; `completed: false` when it failed or was interrupted. Nothing is left half-drawn. */
  finish(options?: { completed?: boolean }): void;
}
