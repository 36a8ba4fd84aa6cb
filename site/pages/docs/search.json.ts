/** The documentation's text by sections: what the search looks through. */
import type { APIRoute } from 'astro';
import { docsEntries, sectionsOf } from '../../data/docs/pages.ts';
import { url } from '../../words/url.ts';

export const GET: APIRoute = async () => {
  const sections = (await docsEntries())
    .filter(({ id }) => id !== 'index')
    .flatMap(({ id, data: { title }, rendered }) =>
      sectionsOf({ title, address: url(`docs/${id}/`), html: rendered?.html ?? '' }),
    );
  return new Response(JSON.stringify(sections), { headers: { 'Content-Type': 'application/json' } });
};
