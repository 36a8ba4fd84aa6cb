/** One figure for a paper before it has its name, and what the makers of figures share. Pure. */
import { chartWidth, type Frame, paperSvg } from './paper-svg.ts';

export interface PaperOptions {
  /** Millimetres. */
  width: number;
  /** Only figures of this neuron; those of the leading neurons when null. */
  neuron: number | null;
}

export interface PaperPart {
  /** About what, in the order of the name. */
  of: readonly string[];
  /** What it shows, one or two sentences. */
  caption: string;
  /** 'local AUC' -> '0.975 [0.961, 0.988]'. */
  numbers?: Readonly<Record<string, string>>;
  draw: () => string | Promise<string>;
}

/** A chart that is drawn at the width that its frame leaves. */
export const chart = (draw: (across: number) => string, frame: Frame, width: number): string =>
  paperSvg(draw(chartWidth(width, frame)), frame, width);

export const neuronName = (neuron: number): string => `neuron ${neuron}`;

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
