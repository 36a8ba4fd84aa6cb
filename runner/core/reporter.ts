/** How a piece of work says what it is doing; a terminal, a page or a test listens. */
export interface Progress {
  done: number;
  total: number;
  /** What is worth knowing now: 'loss 3.21, perplexity 24.8, 3500 tokens/s'. */
  text: string;
  /** True where the work may end before all of it is done, as a training that runs out of patience. */
  mayEndEarly?: boolean;
}

/** A text whose tokens are coloured by a neuron. */
export interface ColouredText {
  title: string;
  tokens: readonly string[];
  /** The neuron's activation at each token, [tokens]; null: no colours. */
  values: ArrayLike<number> | null;
  /** The interval that its values fill; null: it has no bounds. */
  range: readonly [low: number, high: number] | null;
  theme: 'dark' | 'light';
}

export interface Reporter {
  /** Ends the step before, which is thereby done, and begins another. */
  step(title: string): void;
  progress(progress: Progress): void;
  /** A line about the step that stays; on a terminal only. */
  line(text: string): void;
  /** A line that stays, in a pipe too. */
  note(text: string): void;
  /** A text that stays, in colour where the stream shows colours; in a pipe too. */
  text(text: ColouredText): void;
  /** The same of what passes, as something better follows; absent where nobody looks, so that it need not be made. */
  glance?(text: ColouredText): void;
  /** Ends the last step; `completed: false` when it failed or was interrupted. Nothing is left half-drawn. */
  finish(options?: { completed?: boolean }): void;
}

const nothing = () => {};

/** Nobody listens. */
export const silentReporter: Reporter = {
  step: nothing,
  progress: nothing,
  line: nothing,
  note: nothing,
  text: nothing,
  finish: nothing,
};
