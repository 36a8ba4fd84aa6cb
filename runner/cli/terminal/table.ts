/**
 * What an experiment found, for the terminal and for files: for each feature the text as each shown neuron sees it, each token on
 * the colour of that neuron's activation; without colours with marks below it. Pure: returns text, writes nothing.
 */
import { Ansis } from 'ansis';
import { cutOf, withSpaces } from '../../core/cut.ts';
import { counted } from '../../core/format.ts';
import type { FeatureResult, Result, ShownNeuron, TextName } from '../../experiment/results/schema.ts';
import { rangeIn } from '../../nn/models/networks.ts';
import { rangeOf, type Style } from './colour.ts';
import { wrapped } from './lines.ts';
import { carriersOf, passageLegend, passageLines } from './passage.ts';
import { visible } from './visible.ts';

/** Narrower tables would show a letter or two a line; they may run over the edge instead. */
const narrowest = 24;

/**
 * All features, one below the other, ending in a line break, over the text that the neurons were detected on.
 * @param activationsOf one neuron's activations over a shown text, [tokens].
 */
export function renderTable(
  result: Result,
  activationsOf: (text: TextName, neuron: number) => ArrayLike<number>,
  style: Style,
): string {
  const textName = result.detection.on;
  const neurons = result.features.flatMap(({ windows }) => windows.flatMap((window) => window.neurons));
  const activations = new Map(neurons.map(({ neuron }) => [neuron, activationsOf(textName, neuron)]));
  const range = rangeOf(rangeIn(result.model.cell, result.record.component), ...activations.values());
  const width = Math.max(narrowest, Math.floor(style.width));
  const tokens = withSpaces(result.texts[textName].tokens, cutOf(result.model));
  const ansis = new Ansis(style.level);
  const tables = result.features.map((feature) => {
    const text = { tokens, carriers: carriersOf(feature, textName) };
    const asLines = (texts: readonly string[]) => texts.flatMap((each) => wrapped(visible(each), width));
    const drawn = feature.windows.flatMap((window) =>
      window.neurons.flatMap((shown) => {
        const values = activations.get(shown.neuron) ?? [];
        return [
          ...asLines([standing(shown, result, feature)]).map(shown.role === 'detected' ? ansis.bold : ansis.dim),
          ...passageLines(text, [0, tokens.length], { values, range }, { ...style, width }),
          '',
        ];
      }),
    );
    return [
      ...asLines([`${feature.name}: ${feature.description}`]).map((line) => ansis.bold(line)),
      ...asLines(details(result, feature, text.carriers.size)),
      ...drawn,
      ...asLines([
        drawn.length === 0
          ? 'No neuron is shown for this feature.'
          : passageLegend('the neuron', `“${feature.name}”`, style.level),
      ]),
    ];
  });
  return tables.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

/** Three digits are more than the eye can use and as many as tell neighbours apart. */
const number = (value: number): string => (Number.isNaN(value) ? 'undefined' : value.toFixed(3));

/** What was recorded, how neurons were found, and what to mind. */
function details(result: Result, feature: FeatureResult, carriers: number): string[] {
  const { record, detection, texts } = result;
  const measure = measureOf(result, feature);
  const { numbers } = feature;
  const shown = numbers
    ? `${numbers[detection.on].filter((number) => number !== null).length} of them with a number`
    : counted(carriers, 'carrier');
  const carry = numbers ? 'have a number' : 'carry the feature';
  return [
    `${record.component} of layer ${record.layer}, ${detection.on} text of ${counted(texts[detection.on].tokens.length, 'token')}, ${shown}`,
    measure === null
      ? 'neurons given by hand'
      : `neurons by ${measure}${directions[measure] ?? ''} on the ${detection.on} text: ${feature.carriers} of ${counted(feature.counted, 'token')} ${carry}`,
    ...(feature.warning === null ? [] : [`! ${feature.warning}`]),
  ];
}

/** What a score's side says, where it has one. */
const directions: Readonly<Record<string, string>> = {
  'local AUC': ' (below 0.5: lower at the feature)',
  'rank correlation': ' (below 0: falls as the number rises)',
};

/** What the scores measure; null when neurons were given by hand. */
function measureOf({ detection }: Pick<Result, 'detection'>, { numbers }: Pick<FeatureResult, 'numbers'>) {
  const measures = {
    effect: numbers ? 'rank correlation' : 'local AUC',
    relevance: numbers ? 'size of the correlation' : 'relevance',
    fourier: 'amplitude',
    none: null,
  } as const;
  return measures[detection.by];
}

/** 'neuron 408: rank 1, local AUC 0.982'. */
function standing({ neuron, role, rank, score }: ShownNeuron, result: Result, feature: FeatureResult): string {
  const measure = measureOf(result, feature);
  if (measure === null) return `neuron ${neuron}: ${role === 'detected' ? 'given' : 'neighbour'}`;
  const place = role === 'detected' && rank !== null ? `rank ${rank}` : role;
  return `neuron ${neuron}: ${place}, ${measure} ${score === null ? 'undefined' : number(score)}`;
}
