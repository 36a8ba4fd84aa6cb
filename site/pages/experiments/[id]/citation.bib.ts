/** The citation of an experiment as BibTeX, beside its page. */
import { bibtex } from '../../../words/citation.ts';
import { citationPaths, citationRoute } from './_citation.ts';

export const getStaticPaths = citationPaths;
export const GET = citationRoute(bibtex);
