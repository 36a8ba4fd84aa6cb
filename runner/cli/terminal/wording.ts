/** The words that the tables share. Pure. */
import wrapAnsi from 'wrap-ansi';
import { counted } from '../../core/words.ts';
import type { FeatureResult, Result, ShownNeuron, TextName } from '../../experiment/results/schema.ts';
import type { ColourLevel, ColourRange, ThemeName } from './colour.ts';
import { visible } from './visible.ts';

/** What both kinds of table draw. */
export interface TableInput {
  result: Result;
  feature: FeatureResult;
  textName: TextName;
  /** By neuron, [tokens] each. */
  activations: ReadonlyMap<number, ArrayLike<number>>;
  /** The same for all features of a result. */
  range: ColourRange;
  width: number;
  theme: ThemeName;
  level: ColourLevel;
}

/** Three digits are more than the eye can use and as many as tell neighbours apart. */
export const number = (value: number): string => (Number.isNaN(value) ? 'undefined' : value.toFixed(3));

/** Wraps plain text at words. */
export const wrapped = (text: string, width: number): string[] =>
  wrapAnsi(text, width, { hard: true, trim: true }).split('\n');

/** What the table is about: the feature, what was recorded, how neurons were found, and what to mind. */
export function headings({ result, feature, textName, width }: TableInput): { title: string[]; details: string[] } {
  const { record, detection, texts } = result;
  const measure = measureOf(detection.by, feature);
  const shown = feature.numbers
    ? `${feature.numbers[textName].filter((number) => number !== null).length} of them with a number`
    : counted(feature.positions[textName].length, 'carrier');
  const carry = feature.numbers ? 'have a number' : 'carry the feature';
  const details = [
    `${record.component} of layer ${record.layer}, ${textName} text of ${counted(texts[textName].tokens.length, 'token')}, ${shown}`,
    measure === null
      ? 'neurons given by hand'
      : `neurons by ${measure}${directions[measure] ?? ''} on the ${detection.on} text: ${feature.carriers} of ${counted(feature.counted, 'token')} ${carry}`,
    ...(feature.warning === null ? [] : [`! ${feature.warning}`]),
  ];
  return {
    title: wrapped(visible(`${feature.name}: ${feature.description}`), width),
    details: details.flatMap((line) => wrapped(visible(line), width)),
  };
}

/** What a score's side says, where it has one. */
const directions: Readonly<Record<string, string>> = {
  'local AUC': ' (below 0.5: lower at the feature)',
  'rank correlation': ' (below 0: falls as the number rises)',
};

/** What the scores measure; null when neurons were given by hand. */
export function measureOf(
  by: TableInput['result']['detection']['by'],
  { numbers }: Pick<FeatureResult, 'numbers'>,
): string | null {
  switch (by) {
    case 'effect':
      return numbers ? 'rank correlation' : 'local AUC';
    case 'relevance':
      return numbers ? 'size of the correlation' : 'relevance';
    case 'fourier':
      return 'amplitude';
    case 'none':
      return null;
    default:
      return by satisfies never;
  }
}

/** 'detected, rank 1' or 'neighbour', and the score where there is one. */
export function standing({ role, rank, score }: ShownNeuron, input: TableInput): string[] {
  const measure = measureOf(input.result.detection.by, input.feature);
  if (measure === null) return [role === 'detected' ? 'given' : 'neighbour'];
  return [
    role === 'detected' && rank !== null ? `rank ${rank}` : role,
    `${score === null ? 'undefined' : number(score)}`,
  ];
}

/** When no neuron can be shown. */
export const nothingShown = 'No neuron is shown for this feature.';
