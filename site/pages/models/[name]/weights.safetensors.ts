/** weights.safetensors of a shipped model, copied into the site for the pages that let their readers try it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { APIRoute } from 'astro';
import { experiments } from '../../../data/experiments.ts';
import { offeredModels, shippedModels } from '../../../data/live-model.ts';

export const getStaticPaths = async () =>
  (await offeredModels(await experiments())).map((name) => ({ params: { name } }));

export const GET: APIRoute = async ({ params: { name = '' } }) =>
  new Response(new Uint8Array(await readFile(join(shippedModels(), name, 'weights.safetensors'))), {
    headers: { 'Content-Type': 'application/octet-stream' },
  });
