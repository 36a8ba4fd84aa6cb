/** The picture of the site where its link is shown elsewhere. */
import type { APIRoute } from 'astro';
import { cardImage } from './_card-image.ts';

export const GET: APIRoute = () =>
  cardImage(
    'What the neurons of a recurrent network react to',
    'Each experiment lets a network read a text, records every neuron at every token, and tests what is said about it.',
    null,
  );
