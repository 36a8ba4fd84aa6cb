/** The matrix of all neurons and features as an image of any proportions, one for each colour scheme. */
import sharp from 'sharp';
import { atlases, type LoadedAtlas } from '../../../../data/atlas.ts';
import { drawnFeatures, matrixPixels, type Scheme } from '../../../../figures/atlas/matrix.ts';
import { svgRoute } from '../_routes.ts';

export const getStaticPaths = async () =>
  (await atlases()).flatMap((loaded) =>
    (['light', 'dark'] as const).map((scheme) => ({
      params: { id: loaded.experiment.id, scheme },
      props: { draw: () => matrixSvg(loaded, scheme) },
    })),
  );

async function matrixSvg({ atlas, map }: LoadedAtlas, scheme: Scheme): Promise<string> {
  const order = { neurons: map.order, features: drawnFeatures(atlas, map) };
  const { width, height, data } = matrixPixels(atlas, map, order, scheme);
  const png = await sharp(data, { raw: { width, height, channels: 3 } })
    .png({ palette: true, colours: 64, dither: 0 })
    .toBuffer();
  const size = `width="${width}" height="${height}" preserveAspectRatio="none"`;
  const pixels = `<image ${size} style="image-rendering:pixelated" href="data:image/png;base64,${png.toString('base64')}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ${size}>${pixels}</svg>`;
}

export const GET = svgRoute;
