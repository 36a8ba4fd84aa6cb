/** The index of everything that has a name, and the networks whose neurons are found by number. */
import type { APIRoute } from 'astro';
import { namedEntries, numberedNetworks } from '../../data/search.ts';
import { indexOf } from '../../words/search/index.ts';

export const GET: APIRoute = async () =>
  Response.json({ index: indexOf(await namedEntries()), networks: await numberedNetworks() });
