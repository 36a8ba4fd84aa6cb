/** Oscillations for a paper: spectra and the Fourier surface. Pure. */
import { drawn } from '../../words/page-features.ts';
import type { Drawable } from '../experiment-figures.ts';
import { spectraTop, spectrumSvg } from '../spectrum.ts';
import { fieldOf } from '../surface/field.ts';
import { flatHeight, flatShapes, flatWidth } from '../surface/flat.ts';
import { view } from '../surface/projection.ts';
import { sceneOf } from '../surface/scene.ts';
import { surfaceSvg } from '../surface/svg.ts';
import { spectrumFrame } from './frames.ts';
import { paperSvg, pixelsOf } from './paper-svg.ts';
import { chart, neuronName, type PaperOptions, type PaperPart } from './part.ts';

export function spectra({ result }: Drawable, { width, neuron }: PaperOptions): PaperPart[] {
  if (!result.figures.fourier) return [];
  const all = drawn(result, result.spectra);
  const top = spectraTop(all);
  const { band } = result.detection;
  const frame = spectrumFrame(band !== null);
  return all
    .filter((spectrum) => neuron === null || spectrum.neuron === neuron)
    .map((spectrum) => ({
      of: [neuronName(spectrum.neuron), 'spectrum'],
      caption: `Amplitude spectrum of neuron ${spectrum.neuron} over ${spectrum.tokens} tokens.`,
      draw: () => chart((across) => spectrumSvg(spectrum, band, top, { width: across, height: 180 }), frame, width),
    }));
}

export function surfaces({ result }: Drawable, { width }: PaperOptions): PaperPart[] {
  const field = result.figures.fourier ? fieldOf(result) : null;
  if (field === null) return [];
  const views = [
    { what: 'fourier surface', shapes: () => sceneOf(field), view },
    {
      what: 'fourier heatmap',
      shapes: () => flatShapes(field),
      view: { width: flatWidth, height: flatHeight(field) },
    },
  ];
  return views.map(({ what, shapes, view }) => ({
    of: [what],
    caption: `Amplitude of ${field.windows.flat().length} neurons by frequency, cycles per token.`,
    draw: () => paperSvg(surfaceSvg(shapes(), view, (11 * view.width) / pixelsOf(width)), {}, width),
  }));
}
