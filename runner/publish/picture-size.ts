/** A PNG of a figure at its printed size: whole pixels, and how many of them make an inch. */
import sharp from 'sharp';

export const dotsAnInch = 300;
const millimetresAnInch = 25.4;

/** The pixels that a length fills from edge to edge. */
const wholePixels = (millimetres: number): number => Math.floor((millimetres / millimetresAnInch) * dotsAnInch);

/**
 * A browser's picture is whole CSS pixels wide, which is a little more than the figure: that sliver is cut off.
 * @param png at least as large as the figure, which begins at its upper left.
 * @param size of the figure in millimetres.
 */
export async function atPrintedSize(png: Uint8Array, size: { width: number; height: number }): Promise<Uint8Array> {
  const cut = { left: 0, top: 0, width: wholePixels(size.width), height: wholePixels(size.height) };
  return sharp(png).extract(cut).withMetadata({ density: dotsAnInch }).png().toBuffer();
}
