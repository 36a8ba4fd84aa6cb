/** Fetches side-cars, each once, and decodes them. A failed fetch may be tried again. */
import { decodeActivations, type QuantizedActivations } from '../../runner/results/activations.ts';

const loaded = new Map<string, Promise<QuantizedActivations>>();

export function loadSidecar(url: string, neurons: number, tokens: number): Promise<QuantizedActivations> {
  const known = loaded.get(url);
  if (known) return known;
  const loading = fetchSidecar(url, neurons, tokens);
  loaded.set(url, loading);
  loading.catch(() => loaded.delete(url));
  return loading;
}

async function fetchSidecar(url: string, neurons: number, tokens: number): Promise<QuantizedActivations> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return decodeActivations(new Uint8Array(await response.arrayBuffer()), neurons, tokens);
}
