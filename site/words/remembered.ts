/** Remembers what `get` gave, by its first argument (an object as long as others hold it); what failed may be tried again. */
export function remembered<Arguments extends unknown[], Got>(
  get: (...given: Arguments) => Promise<Got>,
): (...given: Arguments) => Promise<Got> {
  const byValue = new Map<unknown, Promise<Got>>();
  const byObject = new WeakMap<WeakKey, Promise<Got>>();
  return (...given) => {
    const [key] = given;
    const known = (typeof key === 'object' && key !== null ? byObject : byValue) as Map<unknown, Promise<Got>>;
    const before = known.get(key);
    if (before !== undefined) return before;
    const getting = get(...given);
    known.set(key, getting);
    getting.catch(() => known.delete(key));
    return getting;
  };
}
