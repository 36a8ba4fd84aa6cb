/** The files of a shipped model, copied into the site for the pages that let their readers try it. */
import type { APIRoute } from 'astro';
import { experiments } from '../../../data/experiments.ts';
import { offeredFile, offeredFiles } from '../../../data/live-model.ts';

export const getStaticPaths = async () => (await offeredFiles(await experiments())).map((params) => ({ params }));

export const GET: APIRoute = async ({ params: { name = '', file = '' } }) =>
  new Response(await offeredFile(name, file), {
    headers: { 'Content-Type': file.endsWith('.json') ? 'application/json' : 'application/octet-stream' },
  });
