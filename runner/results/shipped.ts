/** Models that ship with the project, in models/. Pure; imports nothing. */

/** The name of the shipped model that a result's `model.origin` names; null for all others. */
export const shippedModel = (origin: string): string | null =>
  /^(?:\.\/)?models\/([^./][^/]*)\/?$/.exec(origin)?.[1] ?? null;
