/** The two files of a shipped model, copied into the site for the pages that let their readers try it. */
import type { APIRoute } from 'astro';
import { experiments } from '../../../data/experiments.ts';
import { modelFileNames, offeredFile, offeredModels } from '../../../data/live-model.ts';

export const getStaticPaths = async () =>
  (await offeredModels(await experiments())).flatMap((name) =>
    (['model', 'weights'] as const).map((which) => ({
      params: { name, file: modelFileNames[which] },
      props: { which },
    })),
  );

export const GET: APIRoute<{ which: keyof typeof modelFileNames }> = async ({
  params: { name = '' },
  props: { which },
}) =>
  new Response(await offeredFile(name, which), {
    headers: { 'Content-Type': which === 'model' ? 'application/json' : 'application/octet-stream' },
  });
