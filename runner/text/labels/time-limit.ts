/**
 * A bound on what may never end: a regular expression tries, in the worst case, every way to divide a text. Node lets go of one
 * only through its `vm`, which ends a call after a time (0.2 ms a call). Pure but for the clock.
 */
import { createContext, Script } from 'node:vm';

const script = new Script('run()');
const context: { run?: () => void } = createContext(Object.create(null));

/** Runs it for so many milliseconds at most; false when that did not do. */
export function endsWithin(milliseconds: number, run: () => void): boolean {
  context.run = run;
  try {
    script.runInContext(context, { timeout: milliseconds });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    return false;
  } finally {
    delete context.run;
  }
}

/**
 * Runs it on each item; an item that has taken a limit's time is given another, alone, so that a busy machine is no reason.
 * @returns the item that does not end, or undefined when all have.
 */
export function stuckAt<Item>(
  items: readonly Item[],
  run: (item: Item) => void,
  milliseconds: number,
): Item | undefined {
  if (items.length === 0) return undefined;
  let next = 0;
  const through = () => {
    for (; next < items.length; next++) run(items[next] as Item);
  };
  for (let tried = -1; !endsWithin(milliseconds, through); tried = next) if (tried === next) return items[next];
  return undefined;
}
