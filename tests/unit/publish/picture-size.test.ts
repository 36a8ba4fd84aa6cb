import sharp from 'sharp';
import { expect, it } from 'vitest';
import { atPrintedSize } from '../../../runner/publish/paper.ts';

/** The chunk of a PNG that says how many pixels make a metre (PNG specification, 11.3.5.3). */
function pixelsAMetre(png: Buffer): number[] {
  const at = png.indexOf('pHYs');
  return at < 0 ? [] : [png.readUInt32BE(at + 4), png.readUInt32BE(at + 8), png.readUInt8(at + 12)];
}

it('a picture of 88 mm by 20 mm has 1039 by 236 pixels, without the sliver, and says 300 to the inch', async () => {
  // Red as far as the figure goes, then a sliver of blue.
  const browser = await sharp({ create: { width: 1041, height: 238, channels: 4, background: '#00f8' } })
    .composite([{ input: { create: { width: 1039, height: 236, channels: 4, background: '#f00' } }, left: 0, top: 0 }])
    .png()
    .toBuffer();
  const png = Buffer.from(await atPrintedSize(browser, { width: 88, height: 20 }));
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1039, 236]);
  // 300 / 0.0254 = 11811.02
  expect(pixelsAMetre(png)).toEqual([11811, 11811, 1]);
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  expect(info.channels).toBe(4);
  const colours = new Set(Array.from({ length: data.length / 4 }, (_, pixel) => data.readUInt32BE(4 * pixel)));
  expect([...colours]).toEqual([0xff0000ff]);
});
