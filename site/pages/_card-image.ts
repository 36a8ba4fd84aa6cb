/** Cards as PNG files. Draws with sharp, which comes with Astro, so that no browser is needed to build the site. */
import sharp from 'sharp';
import { siteSettings } from '../../runner/experiment/results/site-settings.ts';
import { cardDrawing } from '../figures/card-svg.ts';
import { type Drawing, inFile, standalone } from '../figures/drawing.ts';
import colours from '../styles/colours.css?raw';

/** A palette of 64 colours keeps a card at about 50 KB; more effort takes longer than it saves. */
const palette = { palette: true, colours: 64, effort: 1 };

export const cardPalette = inFile(colours);

export async function cardImage(heading: string, sentence: string, strip: Drawing | null): Promise<Response> {
  const drawing = cardDrawing({ heading, sentence, strip }, cardPalette, siteSettings().title);
  const png = await sharp(Buffer.from(standalone(drawing, cardPalette, { title: heading })))
    .png(palette)
    .toBuffer();
  return new Response(new Uint8Array(png), { headers: { 'Content-Type': 'image/png' } });
}
