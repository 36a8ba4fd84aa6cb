/** Fetches the files beside a result, each once, and decodes them. A failed fetch may be tried again. */
import { decodeActivations, type QuantizedActivations } from '../../runner/results/activations.ts';
import type { Predictions } from '../../runner/results/schema.ts';

export const loadSidecar = once(
  async (response, neurons: number, tokens: number): Promise<QuantizedActivations> =>
    decodeActivations(new Uint8Array(await response.arrayBuffer()), neurons, tokens),
);

export const loadPredictions = once(async (response): Promise<Predictions> => (await response.json()) as Predictions);

/** Remembers by address what `decode` made of the answer. */
function once<Rest extends unknown[], Decoded>(
  decode: (response: Response, ...rest: Rest) => Promise<Decoded>,
): (url: string, ...rest: Rest) => Promise<Decoded> {
  const loaded = new Map<string, Promise<Decoded>>();
  const get = async (url: string, rest: Rest): Promise<Decoded> => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return decode(response, ...rest);
  };
  return (url, ...rest) => {
    const known = loaded.get(url);
    if (known) return known;
    const loading = get(url, rest);
    loaded.set(url, loading);
    loading.catch(() => loaded.delete(url));
    return loading;
  };
}
