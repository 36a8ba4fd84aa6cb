/** The neuron that an atlas shows, in its address. Pure; runs in the browser, so it imports no result's shape as address.ts does. */

/** '#neuron=408' on the page of the atlas. */
export const neuronHash = (neuron: number): string => `#neuron=${neuron}`;

/** The neuron that a hash names, '#408' too; null when it names none of so many. */
export function neuronOfHash(hash: string, neurons: number): number | null {
  const own = hash.replace(/^#/, '');
  const text = /^\d+$/.test(own) ? own : new URLSearchParams(own).get('neuron');
  if (text === null || !/^\d{1,6}$/.test(text)) return null;
  const neuron = Number(text);
  return neuron < neurons ? neuron : null;
}
