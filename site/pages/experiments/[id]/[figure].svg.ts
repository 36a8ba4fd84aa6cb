/** The figures of an experiment's claims as SVG files beside its page. */
import type { APIRoute } from 'astro';
import { figureFiles } from '../../../lib/evidence-figures.ts';
import { experiments } from '../../../lib/experiments.ts';
import { standaloneSvg } from '../../../lib/standalone-svg.ts';
import colours from '../../../styles/colours.css?raw';

interface Props {
  draw: () => string;
  about: string;
}

export async function getStaticPaths() {
  return (await experiments()).flatMap(({ id, result }) =>
    figureFiles(result).map(({ name, about, draw }) => ({
      params: { id, figure: name.replace(/\.svg$/, '') },
      props: { draw, about } satisfies Props,
    })),
  );
}

export const GET: APIRoute<Props> = ({ props: { draw, about } }) =>
  new Response(standaloneSvg(draw(), about, colours), { headers: { 'Content-Type': 'image/svg+xml; charset=utf-8' } });
