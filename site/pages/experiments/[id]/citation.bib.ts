/** The citation of an experiment as BibTeX, beside its page. */
import { bibtex } from '../../../words/citation.ts';
import { citationRoute, experimentPaths } from './_routes.ts';

export const getStaticPaths = experimentPaths;
export const GET = citationRoute(bibtex);
