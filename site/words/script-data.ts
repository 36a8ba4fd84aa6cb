/** What the scripts of a page need to know; it stands in the page as JSON. Pure. */
import type { Cut } from '../../runner/core/cut.ts';
import { decimal } from '../../runner/core/words.ts';
import type { FeatureResult, TextName } from '../../runner/experiment/results/schema.ts';

/** For a highlighted text. */
export interface ReadingData {
  /** Neurons in the layer. */
  units: number;
  /** What the static page shows. */
  neuron: number;
  text: TextName;
  /** '<component>.<layer>' of the recorded component. */
  component: string;
  /** How the texts are cut into tokens. */
  cut: Cut;
  /** Tokens in each text. */
  tokens: Record<TextName, number>;
  /** By '<component>.<layer>': its name, the limits of its colours and its side-car's address for each text. */
  components: Record<string, ReadingComponent>;
  /** Addresses of atlases, by '<component>.<layer>'. */
  atlases: Record<string, string>;
  /** Files of the likeliest next tokens; none in results that came without. */
  predictions: Partial<Record<TextName, SideFile>>;
  /** By what neurons are ranked: their scores in the atlas, or where there is none their relevance, [neurons]; null when neither ranks. */
  ranking: { by: 'score' | 'relevance'; values: number[] } | null;
  /** Neurons that were detected, best first. */
  detected: number[];
}

export interface ReadingComponent {
  name: string;
  limits: readonly [number, number];
  note: string;
  files: Partial<Record<TextName, SideFile>>;
}

export interface SideFile {
  url: string;
  bytes: number;
}

/** 'observed text, score 0.83': which text is shown, and what its neuron is ranked by. */
export function readingStatus(
  { ranking }: Pick<ReadingData, 'ranking'>,
  { neuron, text }: { neuron: number; text: TextName },
): string {
  const score = ranking?.values[neuron];
  return `${text} text${ranking === null || score === undefined ? '' : `, ${ranking.by} ${decimal(score)}`}`;
}

/** For the live model. */
export interface LiveModel {
  model: SideFile;
  /** As safetensors. */
  weights: SideFile;
  /** The same in fewer steps, compressed (browser/live/packed.ts), which a page loads in their place; null where they are small. */
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
