/** What a page shows and a file beside it holds is drawn once. Pure, but that it remembers, as long as the data are there. */
export function drawnOnce<Data extends object, More extends readonly unknown[]>(
  draw: (data: Data, ...more: More) => string,
): (data: Data, ...more: More) => string {
  const known = new WeakMap<Data, Map<string, string>>();
  return (data, ...more) => {
    const own = known.get(data) ?? new Map<string, string>();
    known.set(data, own);
    // What is left out and what is given as undefined at the end are the same.
    const asked = JSON.stringify(more.slice(0, more.findLastIndex((each) => each !== undefined) + 1));
    const svg = own.get(asked) ?? draw(data, ...more);
    own.set(asked, svg);
    return svg;
  };
}
