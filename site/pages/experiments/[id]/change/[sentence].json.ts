/** One sentence of 'Change its mind' with all that its rows need: a page fetches the first, and another when its reader asks for it. */
import type { APIRoute } from 'astro';
import { changes } from '../../../../data/change.ts';
import { onlySentence } from '../../../../words/change.ts';

export const getStaticPaths = async () =>
  [...(await changes())].flatMap(([id, { change }]) =>
    change.sentences.map((_, index) => ({
      params: { id, sentence: String(index + 1) },
      props: { change: onlySentence(change, index) },
    })),
  );

export const GET: APIRoute = ({ props: { change } }) => Response.json(change);
