/** Remembers what `get` gave, by its first argument; what failed may be tried again. */
export function remembered<Arguments extends unknown[], Got>(
  get: (...given: Arguments) => Promise<Got>,
): (...given: Arguments) => Promise<Got> {
  const known = new Map<unknown, Promise<Got>>();
  return (...given) => {
    const [key] = given;
    const before = known.get(key);
    if (before !== undefined) return before;
    const getting = get(...given);
    known.set(key, getting);
    getting.catch(() => known.delete(key));
    return getting;
  };
}
