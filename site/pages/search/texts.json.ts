/** The index of the documentation's text, fetched when a reader types. */
import type { APIRoute } from 'astro';
import { textEntries } from '../../data/search.ts';
import { indexOf } from '../../words/search/index.ts';

export const GET: APIRoute = async () => Response.json(indexOf(await textEntries()));
