/** What the scripts of a page need to know; it stands in the page as JSON. Pure. */
import type { FeatureResult, TextName } from '../../runner/experiment/results/schema.ts';

/** For a highlighted passage. */
export interface ReadingData {
  /** Neurons in the layer. */
  units: number;
  /** What the static page shows. */
  neuron: number;
  text: TextName;
  limits: readonly [number, number];
  texts: Partial<Record<TextName, ReadingText>>;
}

export interface ReadingText {
  /** The first token of the passage in the shown text, and the tokens of that. */
  from: number;
  tokens: number;
  /** The activations of all neurons, and the address of the likeliest next tokens; null where they were not published. */
  values: SideFile | null;
  next: string | null;
}

export interface SideFile {
  url: string;
  bytes: number;
}

/** For the live model. */
export interface LiveModel {
  model: SideFile;
  /** As safetensors. */
  weights: SideFile;
  /** The same in fewer steps, compressed (runner/nn/models/quantized-weights.ts), which a page loads in their place; null where they are small. */
  packed: SideFile | null;
}

/** A feature that a page finds in any text: a pattern of whole tokens, or what a token stands inside. */
export type LiveMarks = Pick<FeatureResult, 'name' | 'description'> & {
  /** What it is compared with. */
  among: 'words' | 'text' | 'all';
} & ({ match: string } | { nesting: 'quotes' | 'parentheses' | 'braces'; depth: number });

export interface LiveData extends LiveModel {
  /** '<component>.<layer>' of the recorded component, which is shown and can be held. */
  component: string;
  limits: readonly [number, number];
  /** Neurons in the layer. */
  units: number;
  /** So many typed and written tokens are held at most. */
  most: number;
  /** At which the model writes on. */
  temperature: number;
  /** The feature that is underlined; null where there is none, or where a page cannot find it. */
  marks: LiveMarks | null;
}
