/** Which experiments are compared, in the address: `?with=lstm-dots,lstm-dots%2Bseed-3`. Pure; runs in the browser too. */

/** So many can still be told apart in a figure. */
export const mostCompared = 6;

/** The ids in their order, each once; those that are not `known` are left out. */
export function readChosen(search: string, known: readonly string[]): string[] {
  const value = /(?:^\??|&)with=([^&]*)/.exec(search)?.[1] ?? '';
  const ids = value.split(',').map(decoded);
  return [...new Set(ids)].filter((id) => known.includes(id)).slice(0, mostCompared);
}

/** The query, '' for none. Commas part the ids; a comma inside one is encoded. */
export const writeChosen = (ids: readonly string[]): string =>
  ids.length === 0 ? '' : `?with=${ids.map(encodeURIComponent).join(',')}`;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
