/** The page of a sweep, and files beside it. Pure. */
import { url } from '../url.ts';

export const sweepUrl = (id: string, file = ''): string => url(`sweeps/${encodeURI(id)}/${file}`);
