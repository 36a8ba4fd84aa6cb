/** The two files of a new experiment, as text: a manifest that says why its settings are as they are, and a write-up. Pure. */
import { stringify } from 'yaml';
import { subword } from '../../core/cut.ts';
import { both, integer } from '../../core/format.ts';
import { presets } from '../../experiment/manifest/presets.ts';
import { cellNames } from '../../nn/models/cells/cells.ts';
import { describeFeature, type Feature } from '../../text/labels/features.ts';
import type { CorpusSettings, ObserveSettings } from '../../text/settings.ts';
import type { Look } from './look.ts';
import type { ModelSettings } from './model-size.ts';

export interface Draft extends Pick<Look, 'text' | 'unit' | 'tokens' | 'wrapped'> {
  title: string;
  author: string | null;
  /** Programs are asked with `preset: code`. */
  isProgram: boolean;
  /** One at least. */
  features: readonly Feature[];
  /** Some words of the text for the model to continue. */
  prompt: string;
  observe: Pick<ObserveSettings, 'documents' | 'tokens' | 'segment' | 'warmUp'>;
  shown: number;
  /** What of the evidence stays out, each a sentence. */
  missing: readonly string[];
  model: TrainedHere | GivenThere;
}

interface TrainedHere
  extends Pick<CorpusSettings, 'minimumCount' | 'documentLength' | 'documents' | 'heldOut' | 'validation'> {
  kind: 'trained';
  settings: ModelSettings;
  trainingTokens: number;
}

interface GivenThere {
  kind: 'given';
  checkpoint: string;
  /** What of it is analysed, unless another is chosen. */
  component: string;
  /** The author says that the model was never trained on the text. */
  declared: boolean;
  /** The text is the held-out part of what the model was trained on. */
  ownCorpus: boolean;
  heldOut: number;
}

/** As it stands in a line of YAML. */
const inline = (value: unknown): string => stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();

/** As a manifest writes it: a key without a limit is left out, and an open end of a band is none. */
export const written = (feature: Feature): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(feature).flatMap(([key, value]: [string, unknown]): [string, unknown][] => {
      // Of a number any depth takes part, which no key says.
      if (value === null || (key === 'depth' && value === 0)) return [];
      return [[key, Array.isArray(value) ? value.map((each: unknown) => each ?? 'none') : value]];
    }),
  );

export const titleFor = (features: readonly Feature[]): string =>
  `Which neurons react to ${both(features.map(({ name }) => `“${name}”`))}?`;

/** Lines of a file; those that do not apply are false. */
const textOf = (lines: readonly (string | false)[]): string =>
  lines.flatMap((line) => (line === false ? [] : [`${line}\n`])).join('');

export function manifestText(draft: Draft): string {
  const { title, author, features, prompt, missing, model, isProgram, unit, observe } = draft;
  // A character network keeps what a program is in its cells.
  const component = model.kind === 'given' ? model.component : isProgram ? presets.code.record.component : 'hidden';
  return textOf([
    `title: ${inline(title)}`,
    '# description: What you ask, in a sentence or two.',
    isProgram &&
      model.kind === 'trained' &&
      'preset: code   # characters, longer segments, the cell state; what stands below counts before it',
    author === null ? '# author: Your Name   # who is cited' : `author: ${inline(author)}`,
    '',
    ...(model.kind === 'trained' ? trainedLines(draft, model) : givenLines(draft, model)),
    `  documents: ${observe.documents}   # read at most: one half of them chooses neurons, the other half tests them`,
    `  tokens: ${observe.tokens}   # read in all at most, in segments spread over each document`,
    `  segment: ${observe.segment}   # ${unit === 'character' ? 'characters' : 'tokens'} read from the zero state at a time`,
    `  warmUp: ${observe.warmUp}   # of each segment not counted`,
    `  shown: ${shownIn(draft)}   # on the page`,
    ...missing.map((line) => `# ${line}`),
    '',
    `sample: { prompt: ${inline(prompt)}, length: 406 }   # the model continues this`,
    `record: { layer: 1, component: ${component} }   # what the page colours the text by and the claims are about`,
    '',
    'features:',
    ...features.map((feature) => `  - ${inline(written(feature))}`),
    '  # A rival makes a claim worth more. Take away the # to ask for it:',
    '  # - { name: random runs, control: runs }   # a control label: a test that finds it finds anything',
    'detect: { by: effect, count: 2, neighbours: 1 }   # how many neurons are shown and claimed: those that tell it best',
    'evidence: full   # quick leaves out whether the network uses them; none tests nothing',
  ]);
}

/** All up to the keys of `observe`. */
function trainedLines({ text, unit, tokens, wrapped }: Draft, model: TrainedHere): (string | false)[] {
  const { minimumCount, documentLength, documents, heldOut, validation, trainingTokens } = model;
  const { units, embedding, epochs, batch, window, learningRate, dropout } = model.settings;
  return [
    'corpus:',
    `  source: ${inline(text)}`,
    wrapped !== null && `  lines: joined   # ${whyJoined(wrapped)}`,
    `  unit: ${unit}`,
    tokens !== undefined &&
      `  tokens: ${tokens}   # the text is tokenized already: a token is what stands between white space`,
    `  minimumCount: ${minimumCount}   # rarer ${unit}s are read as <unk>`,
    documentLength !== undefined &&
      `  documentLength: ${documentLength}   # tokens; usually 512: shorter documents, so that this text has enough of them`,
    documents !== undefined &&
      `  documents: ${documents}   # files are cut before a line that begins in the first column: too few files to test on as they are`,
    `  heldOut: ${heldOut}   # share of the documents that is never trained on: claims are tested on it`,
    `  validation: ${validation}   # share that training is checked on`,
    'model:',
    `  cell: lstm   # or ${cellNames.filter((name) => name !== 'lstm').join(', ')}`,
    `  units: ${units}`,
    `  embedding: { size: ${embedding} }${embedding === 0 ? '   # one-hot input' : ''}`,
    `train:   # ${integer(trainingTokens)} ${unit === 'word' ? 'tokens' : 'characters'}`,
    `  epochs: ${epochs}`,
    `  batch: ${batch}`,
    `  window: ${window}`,
    `  dropout: ${dropout}`,
    `  optimizer: { name: adam, learningRate: ${learningRate}, schedule: linear, warmUp: 20 }`,
    'observe:',
  ];
}

/** To the author, in the manifest and at the terminal. */
export const whyJoined = (width: number): string =>
  `the lines of this text are wrapped (some ${width} characters): a quotation or a sentence would end with its line`;

function givenLines({ text, wrapped }: Draft, model: GivenThere): (string | false)[] {
  const { checkpoint, declared, ownCorpus, heldOut } = model;
  const lines = wrapped === null ? '' : ' lines: joined,';
  return [
    `model: { checkpoint: ${inline(checkpoint)} }`,
    ownCorpus && `corpus: { source: ${inline(text)},${lines} heldOut: ${heldOut} }`,
    !ownCorpus && wrapped !== null && `corpus: { lines: joined }   # ${whyJoined(wrapped)}`,
    'observe:',
    !ownCorpus && `  source: ${inline(text)}`,
    !ownCorpus &&
      (declared
        ? '  heldOut: true   # you declare that the model was never trained on this text'
        : '  # heldOut: true   # declare it if the model was never trained on this text: without it no claim is tested on new text'),
  ];
}

/** Tokens on the page. A character says less than a word and a space, and so does a byte; a program has many in a line. */
export const shownIn = ({ unit, isProgram }: Pick<Draft, 'unit' | 'isProgram'>): number =>
  unit === 'word' || unit === subword ? 406 : isProgram ? presets.code.observe.shown : 800;

/** To the author; no reader sees it. */
const hint = (words: string): string => `{/* ${words} */}`;

/** What MDX takes for code, Markdown for its own, or the typesetter for quotation marks and dashes. */
const taken = /[\\`*_<>{}&~|$#"']|\]\(|--|\.\.\./;

/** Words of the user's, so that a reader sees them as they are. A backtick would begin code even within braces. */
const asWritten = (text: string): string =>
  taken.test(text) ? `{${JSON.stringify(text).replaceAll('`', '\\u0060')}}` : text;

/** The write-up, which stands on the page of the experiment; its figures are filled in from the result. */
export function writeUpText(
  command: string,
  { features, shown, unit }: Pick<Draft, 'features' | 'shown' | 'unit'>,
): string {
  const alone = features.length === 1;
  const findings = features.map((feature) => {
    const name = JSON.stringify(feature.name);
    const attribute = /^[\w -]+$/.test(feature.name) ? name : `{${name}}`;
    const heading = `## ${asWritten(feature.name.charAt(0).toUpperCase() + feature.name.slice(1))}\n\n`;
    // A feature that is taken out of the manifest, or called otherwise, leaves its part of the page out.
    return `${alone ? '' : heading}<When is={asked(${name})}>

<Highlight feature=${attribute} from={0} to={${Math.min(120, shown - 1)}}>
  Underlined: ${asWritten(describeFeature(feature, unit))}.
  ${hint('What is to be seen in the colours.')}
</Highlight>

</When>

`;
  });
  return `${hint('What you ask, in a paragraph that somebody understands who has never seen a recurrent network.')}

${findings.join('')}${hint('## What failed, and what was not asked. Say it in the same words as what held.')}

Run it yourself: \`${command}\`.
`;
}
