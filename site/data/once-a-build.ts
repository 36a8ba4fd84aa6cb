/** What several pages ask for is looked for once a build, and each time while somebody works on the site: results may have come. */
export function onceABuild<Found>(find: () => Promise<Found>): () => Promise<Found> {
  let found: Promise<Found> | null = null;
  return () => {
    if (found === null || import.meta.env.DEV) found = find();
    return found;
  };
}
