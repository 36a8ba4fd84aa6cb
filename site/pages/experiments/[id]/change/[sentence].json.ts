/** One sentence of 'Change its mind' with all that its rows need: a page fetches the first, and another when its reader asks for it. */
import type { APIRoute } from 'astro';
import { changeOf } from '../../../../data/change.ts';
import { experiments } from '../../../../data/experiments.ts';
import { onlySentence } from '../../../../words/change.ts';

export async function getStaticPaths() {
  const paths = (await experiments()).map(async (experiment) => {
    const { change } = (await changeOf(experiment)) ?? {};
    return (change?.sentences ?? []).map((_, index) => ({
      params: { id: experiment.id, sentence: String(index + 1) },
      props: { change: change && onlySentence(change, index) },
    }));
  });
  return (await Promise.all(paths)).flat();
}

export const GET: APIRoute = ({ props: { change } }) => Response.json(change);
