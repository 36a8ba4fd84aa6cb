/** What works give that go on at the same time, in their order. @throws what the first of them throws, when all have ended. */
export async function allSettledOrThrow<const Works extends readonly Promise<unknown>[]>(works: Works) {
  await Promise.allSettled(works);
  return Promise.all(works);
}

/** Work that goes on beside what the caller does: what fails of it is thrown where it is waited for. */
export function meanwhile<Told>(work: Promise<Told>): Promise<Told> {
  work.catch(() => {});
  return work;
}

/**
 * Does the same work for each item, several at a time. When the work throws, no further item is begun.
 * @param parallel how many at a time.
 * @throws what was thrown first, when everything that had begun has ended.
 */
export async function inLanes<Item>(
  items: readonly Item[],
  parallel: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const failures: unknown[] = [];
  async function lane(): Promise<void> {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        await work(item);
      } catch (error) {
        failures.push(error);
        waiting.length = 0;
      }
    }
  }
  await Promise.all(Array.from({ length: parallel }, lane));
  if (failures.length > 0) throw failures[0];
}
