/** The list of the site's pages for search engines. */
import type { APIRoute } from 'astro';
import { atlases } from '../data/atlas.ts';
import { docsEntries } from '../data/docs/pages.ts';
import { experiments, sweeps } from '../data/experiments.ts';
import { allFeatures } from '../data/features.ts';
import { absoluteUrl } from '../words/address.ts';
import { atlasUrl, claimedNeurons, neuronsUrl } from '../words/atlas/address.ts';
import { acrossUrl, featureOfUrl } from '../words/features/address.ts';
import { escapeHtml } from '../words/html.ts';
import { featureUrl, fullFeatures } from '../words/page-features.ts';
import { pairsUrl } from '../words/pairs/address.ts';
import { experimentUrl, sweepUrl, url } from '../words/url.ts';

/** './methods.astro' and './compare/index.astro', but no page that needs a parameter, nor one that Astro makes no page of (_watch). */
const files = Object.keys(import.meta.glob('./**/*.astro')).filter((file) => !/\[|404|\/_/.test(file));
const pagePath = (file: string): string =>
  file
    .replace(/^\.\//, '')
    .replace(/\.astro$/, '/')
    .replace(/(^|\/)index\/$/, '$1');

export const GET: APIRoute = async () => {
  const all = await experiments();
  const features = await allFeatures();
  const pages = [
    ...files.map((file) => url(pagePath(file))),
    ...(await docsEntries()).map(({ id }) => url(id === 'index' ? 'docs/' : `docs/${id}/`)),
    ...all.flatMap(({ id, result }) => [
      experimentUrl(id),
      ...fullFeatures(result)
        .map(({ number }) => featureUrl(id, result, number))
        .filter((page) => page !== experimentUrl(id)),
    ]),
    ...(await atlases()).flatMap(({ experiment: { id, result } }) => [
      atlasUrl(id),
      neuronsUrl(id),
      ...claimedNeurons(result).map((neuron) => experimentUrl(id, `neurons/${neuron}/`)),
    ]),
    ...[...new Set(features.map(({ loaded, number }) => acrossUrl(loaded.atlas.features[number]?.name ?? '')))],
    ...features.map(({ loaded, number }) => featureOfUrl(loaded.experiment.id, loaded.atlas, number)),
    ...(await sweeps()).map(({ id }) => sweepUrl(id)),
    ...all.filter(({ result }) => result.pairs !== undefined).map(({ id }) => pairsUrl(id)),
  ];
  const entries = pages.map((page) => `<url><loc>${escapeHtml(absoluteUrl(page))}</loc></url>`).join('\n');
  return new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries}\n</urlset>\n`,
    { headers: { 'Content-Type': 'application/xml' } },
  );
};
