/** What the script of a highlighted text needs to know; it stands in the page as JSON. */
import type { TextName } from '../../runner/results/schema.ts';

export interface ReadingData {
  /** Which of the page's features, from 1. */
  feature: number;
  /** Neurons in the layer. */
  units: number;
  /** What the static page shows. */
  neuron: number;
  text: TextName;
  /** '<component>.<layer>' of the recorded component. */
  component: string;
  /** Tokens in each text. */
  tokens: Record<TextName, number>;
  /** By '<component>.<layer>': its name, the limits of its colours and its side-car's address for each text. */
  components: Record<string, ReadingComponent>;
  /** [neurons], three decimals; null when the relevance ranks nothing. */
  relevance: number[] | null;
  /** Neurons that were detected, best first. */
  detected: number[];
}

export interface ReadingComponent {
  name: string;
  limits: readonly [number, number];
  note: string;
  files: Partial<Record<TextName, { url: string; bytes: number }>>;
}
