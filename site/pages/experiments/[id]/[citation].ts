/** The citation of an experiment as files beside its page. */
import type { APIRoute } from 'astro';
import { experiments } from '../../../data/experiments.ts';
import { publicUrl } from '../../../words/address.ts';
import { bibtex, citationFile } from '../../../words/citation.ts';
import type { Experiment } from '../../../words/experiment.ts';
import { experimentUrl } from '../../../words/url.ts';

const files = { 'citation.bib': bibtex, 'CITATION.cff': citationFile } as const;

interface Props {
  experiment: Experiment;
  file: keyof typeof files;
}

export async function getStaticPaths() {
  return (await experiments()).flatMap((experiment) =>
    (['citation.bib', 'CITATION.cff'] as const).map((file) => ({
      params: { id: experiment.id, citation: file },
      props: { experiment, file } satisfies Props,
    })),
  );
}

export const GET: APIRoute<Props> = ({ props: { experiment, file } }) =>
  new Response(files[file](experiment.result, publicUrl(experimentUrl(experiment.id))), {
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  });
