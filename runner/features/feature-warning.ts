/** A clear word when a feature cannot tell neurons apart. Pure; imports nothing. */

/**
 * @param carriers how many of the counted tokens carry the feature.
 * @param counted how many tokens were counted.
 * @returns null when some tokens carry it and some do not.
 */
export function featureWarning(name: string, carriers: number, counted: number): string | null {
  if (carriers === 0) {
    return `"${name}" matches no token of the ${counted} that were read, so it has no relevance and detects no neuron.`;
  }
  if (carriers < counted) return null;
  return `"${name}" matches every token, so there is nothing to compare with, and its relevance is 0 for every neuron.`;
}
