/** What works give that go on at the same time, in their order. @throws what the first of them throws, when all have ended. */
export async function allEnded<const Works extends readonly Promise<unknown>[]>(works: Works) {
  await Promise.allSettled(works);
  return Promise.all(works);
}

/** Work that goes on beside what the caller does: what fails of it is thrown where it is waited for. */
export function meanwhile<Told>(work: Promise<Told>): Promise<Told> {
  work.catch(() => {});
  return work;
}
