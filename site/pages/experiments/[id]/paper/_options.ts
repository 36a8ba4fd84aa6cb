/** What an export asks of the pages for print: RNN_ATLAS_PAPER, JSON. Without it the site has no figures for papers. */
import type { PaperOptions } from '../../../../figures/paper/part.ts';

/** Null where none are asked for. */
export function paperOptions(): PaperOptions | null {
  const asked = process.env.RNN_ATLAS_PAPER;
  return asked ? (JSON.parse(asked) as PaperOptions) : null;
}

/** The families that the export puts into each file. */
export const paperFont = 'Inter, Arial, sans-serif';
