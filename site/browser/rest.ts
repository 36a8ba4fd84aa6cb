/** Acts when the reader's hands rest: once for many keys. */

export interface Rest {
  /** `act` comes when nothing was heard for the time. */
  heard(): void;
  /** What waits does not come. */
  cancel(): void;
}

/** @param pause milliseconds. */
export function afterRest(pause: number, act: () => void): Rest {
  let timer = 0;
  const cancel = (): void => clearTimeout(timer);
  return {
    cancel,
    heard() {
      cancel();
      timer = window.setTimeout(act, pause);
    },
  };
}
