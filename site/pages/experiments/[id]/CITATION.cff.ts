/** The citation of an experiment as a file of the Citation File Format, beside its page. */
import { citationFile } from '../../../words/citation.ts';
import { citationRoute, experimentPaths } from './_routes.ts';

// A name of its own for each file, not [citation]: without an ending in the route's name the dev server asks for a slash.
export const getStaticPaths = experimentPaths;
export const GET = citationRoute(citationFile);
