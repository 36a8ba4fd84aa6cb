/** model.json of a shipped model, copied into the site for the pages that let their readers try it. */
import type { APIRoute } from 'astro';
import { experiments } from '../../../data/experiments.ts';
import { offeredFile, offeredModels } from '../../../data/live-model.ts';

export const getStaticPaths = async () =>
  (await offeredModels(await experiments())).map((name) => ({ params: { name } }));

export const GET: APIRoute = async ({ params: { name = '' } }) =>
  new Response(await offeredFile(name, 'model'), {
    headers: { 'Content-Type': 'application/json' },
  });
