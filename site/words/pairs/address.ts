/** Where the page of an experiment's pairs stands. Pure. */
import { experimentUrl } from '../url.ts';

export const pairsUrl = (id: string, file = ''): string => experimentUrl(id, `pairs/${file}`);
