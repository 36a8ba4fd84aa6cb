/** The index of everything, and the networks whose neurons are found by number; fetched when a reader searches. */
import type { APIRoute } from 'astro';
import { entries, numberedNetworks } from '../../data/search.ts';
import { indexOf } from '../../words/search/index.ts';

export const GET: APIRoute = async () =>
  Response.json({ index: indexOf(await entries()), networks: await numberedNetworks() });
