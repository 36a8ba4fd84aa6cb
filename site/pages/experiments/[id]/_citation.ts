/** What the two files of a citation share. */
import type { APIRoute } from 'astro';
import { experiments } from '../../../data/experiments.ts';
import { publicUrl } from '../../../words/address.ts';
import type { bibtex } from '../../../words/citation.ts';
import type { Experiment } from '../../../words/experiment.ts';
import { experimentUrl } from '../../../words/url.ts';

export interface CitationProps {
  experiment: Experiment;
}

export const citationPaths = async () =>
  (await experiments()).map((experiment) => ({
    params: { id: experiment.id },
    props: { experiment } satisfies CitationProps,
  }));

export const citationRoute =
  (write: typeof bibtex): APIRoute<CitationProps> =>
  ({ props: { experiment } }) =>
    new Response(write(experiment.result, publicUrl(experimentUrl(experiment.id))), {
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
    });
