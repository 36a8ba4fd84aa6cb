/** Fetches files that lie beside one another. */

export async function answer(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response;
}

export const bytesOf = async (url: string): Promise<Uint8Array> =>
  new Uint8Array(await (await answer(url)).arrayBuffer());

/** The address of a file that lies beside another. */
export const besideOf = (address: string, path: string): string =>
  new URL(path, new URL(address, document.baseURI)).href;

/** Remembers what a fetch gave; one that failed may be tried again. */
export function remembered<T>(get: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | null = null;
  return () => {
    if (loading !== null) return loading;
    const own = get();
    loading = own;
    own.catch(() => {
      loading = null;
    });
    return own;
  };
}
