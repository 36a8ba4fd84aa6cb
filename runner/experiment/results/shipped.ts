/** Models that ship with the project, in models/. Pure; imports nothing. */

/** Half-precision weights up to so many bytes are published for a page's reader to try: seconds of a mobile connection. */
export const largestLive = 8e6;

/** The name of the shipped model that a result's `model.origin` names; null for all others. */
export const shippedModel = (origin: string): string | null =>
  /^(?:\.\/)?models\/([^./][^/]*)\/?$/.exec(origin)?.[1] ?? null;
