/** Fetches files, each once, and says in words why one did not come. */

/** @throws Error when the server answers that it has no such file. */
export async function answer(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response;
}

/** What the site itself wrote as JSON, in the shape that it was written in. */
export const jsonOf = async <Shape>(url: string): Promise<Shape> => (await (await answer(url)).json()) as Shape;

export const bytesOf = async (url: string): Promise<Uint8Array> =>
  new Uint8Array(await (await answer(url)).arrayBuffer());

/** The address of a file that lies beside another. */
export const besideOf = (address: string, path: string): string =>
  new URL(path, new URL(address, document.baseURI)).href;

/** Why something failed, to be put in brackets. */
export const whyOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
