/**
 * Manifests drawn by lot, each of which an author could have written: every kind of feature, within others or not, labels, numbers,
 * pairs, documents, cells, texts and figures. What is drawn may ask for too much of a small text, and end with an error that says so.
 */
import { parse } from 'yaml';
import { cellNames, cells } from '../../runner/nn/models/cells/cells.ts';
import { analysedComponents } from '../../runner/nn/models/networks.ts';
import { optimizerNames } from '../../runner/nn/train/optimizers/optimizers.ts';
import type { Drawn, Lots } from './random-texts.ts';

const list = (yaml: string): unknown[] => parse(yaml);

/** A feature of each kind, without its name. @param number whether the number is asked for, where the kind has one. */
const kinds: readonly ((lots: Lots, number: boolean) => Drawn)[] = [
  ({ one }) => ({ match: one(['[.?!]', 'the', '[a-z]+', '\\p{L}+', ' ', '\\n', 'zebra', '.+', '(?<!a)b?']) }),
  ({ one, some }) => ({
    partOfSpeech: one(['NN', 'VBD', ['NN', 'NNS'], ['.', ',']]),
    ...some(0.2, { context: false }),
  }),
  ({ one }) => ({ words: one(['stopwords', 'list.txt', ['cat', 'is'], [',']]) }),
  ({ one, whole, some }) => ({
    nesting: one(['quotes', 'parentheses', 'braces']),
    ...some(0.3, { depth: whole(1, 3) }),
  }),
  ({ one, whole }, number) => ({
    position: one(['sentence', 'line', 'document']),
    ...(number ? {} : { from: whole(0, 9), to: whole(9, 30) }),
  }),
  ({ one }) => ({ frequency: one(list('[[1, 5], [5, none], [1, none], [5000, 6000]]')) }),
  ({ one }) => ({ wordLength: one(list('[[1, 3], [4, none], [1, none], [60, 70]]')) }),
  ({ one }) => ({ previous: one([',', 'the', '[a-z]+', '“', '\\s']) }),
  ({ one, whole, some }) => ({
    count: {
      ...one([{ up: 'a+', down: 'b' }, { since: ',' }, { up: '[(]', down: '[)]' }]),
      ...some(0.3, { atLeast: whole(0, 2), atMost: whole(2, 9) }),
    },
  }),
  ({ one }) => ({ passage: one(['the (?<inside>\\w+) (is|are)', 'said', '^.*$', '\\(.*\\)']) }),
  ({ one }) => ({ scope: one(['comment', 'string', ['keyword', 'number']]) }),
  ({ one }) => ({ indentation: one(list('[[0, none], [1, 4], [2, 2]]')) }),
  ({ one, whole, some }) =>
    one([
      { control: 'runs', ...some(0.5, { meanLength: whole(1, 30) }) },
      { control: 'hash', ...some(0.5, { n: whole(1, 4) }) },
    ]),
  ({ one, some }, number) =>
    number
      ? { labels: 'numbers.jsonl' }
      : { labels: one(['spans.jsonl', 'talks.jsonl']), ...some(0.6, { label: one(['a', 'b', ['a', 'b']]) }) },
];
/** Kinds that have numbers. */
const numbered = /^(?:labels|nesting|position|frequency|wordLength|count|indentation)$/;

const names = ['a', 'inside', '“q” $& <b>', 'x'.repeat(90), 'Ünïcode 猫', 'all tokens', 'plural', 'comma', 'after the'];

function featuresOf(lots: Lots): unknown {
  const { chance, one, whole, some } = lots;
  if (chance(0.02)) return 'catalogue';
  const own = names.slice(0, whole(1, chance(0.05) ? names.length : 3));
  const drawn = own.map((name): Drawn => {
    const number = chance(0.35);
    const kind = one(kinds)(lots, number);
    const others = own.filter((each) => each !== name);
    const among = chance(0.5) && others.length > 0 ? one(others) : one(['words', 'text', 'all']);
    const isNumber = number && Object.keys(kind).some((key) => numbered.test(key));
    return {
      name,
      ...kind,
      ...(isNumber && { number: true }),
      ...some(0.4, { among }),
      ...some(0.2, { says: 'it is so' }),
    };
  });
  return chance(0.02) ? [...drawn, 'catalogue'] : drawn;
}

function modelOf({ chance, one, whole, some }: Lots): Drawn {
  const cell = one(cellNames);
  const layers = chance(0.25) ? 2 : 1;
  const units = chance(0.1) ? [whole(4, 8), whole(4, 16)] : chance(0.05) ? 'auto' : whole(chance(0.04) ? 1 : 4, 16);
  const embeddings = list('[0, 0, 4, { size: 8, trainable: false }, 6]');
  const embedding = one([...embeddings, ...(chance(0.1) ? [{ from: 'word2vec', size: 4 }] : [])]);
  return {
    ...{ cell, units, embedding },
    ...(Array.isArray(units) ? {} : { layers }),
    ...(cells[cell].projects === true && some(0.15, { projection: 3 })),
    ...(layers === 2 && !Array.isArray(units) && some(0.3, { residual: true })),
    ...some(0.1, { direction: 'backward' }),
    ...some(0.2, { initialization: one(['he', 'normal(0.1)']) }),
  };
}

function corpusOf({ chance, one, some }: Lots): Drawn {
  const sources = list(
    '[prose.txt, prose.txt, talks/, talks/*.txt, rows.jsonl, program/, words.txt, [prose.txt, talks/]]',
  );
  const source = one([...sources, ...(chance(0.1) ? ['tiny.txt'] : [])]);
  const unit = one(['word', 'word', 'word', 'character', 'byte']);
  return {
    ...{
      source,
      unit,
      minimumCount: one([1, 1, 3, ...(chance(0.1) ? [200] : [])]),
      heldOut: one([0.3, 0.4, 0.6, ...(chance(0.1) ? [0.05] : [])]),
      validation: one([0.1, 0.2]),
    },
    ...(source === 'words.txt' && unit === 'word' && some(0.8, { tokens: 'whitespace' })),
    ...some(0.6, { documentLength: one([64, 128]) }),
    ...(source === 'program/' && some(0.9, { documents: 'definitions', documentLength: 64 })),
    ...some(0.1, { lines: 'joined', proportion: 0.5 }),
    ...(chance(0.02) && { source: 'quoted', proportion: 0.01, heldOut: 0.01 }),
  };
}

function trainOf({ chance, one, whole, some }: Lots): Drawn {
  const objective = chance(0.2) ? 'last' : 'every';
  return {
    ...{ objective, epochs: chance(0.05) ? 2 : 1, batch: whole(4, 16), window: whole(4, 12) },
    ...some(0.3, { optimizer: one(optimizerNames), dropout: one([0, 0.5]), patience: 'none', keep: 'all' }),
    ...some(0.2, { best: 'accuracy', shuffle: false, clipNorm: 'none' }),
    ...some(0.1, { clipValue: 1 }),
    ...(objective === 'last' && some(0.4, { dropRare: true, flipInput: true })),
  };
}

function observeOf({ one, whole, some }: Lots): Drawn {
  const segment = one([16, 32, 64, 64, 128, 'none', 'sentence', 'line', 'paragraph', 'document']);
  return {
    ...{ segment, tokens: one([128, 500, 1000, 2000]), shown: whole(1, 80) },
    // Of a stream each token is a step of its own.
    ...(segment === 'none' && { documents: whole(1, 4) }),
    ...(typeof segment === 'number' && { warmUp: one([0, 4, segment / 4, segment - 1]) }),
    ...some(0.2, { source: one(['other.txt', 'other.txt', 'talks/', 'tiny.txt']), documents: whole(1, 60) }),
    ...some(0.15, { before: one(['the cat is no dog. ', '.']) }),
    ...some(0.03, { heldOut: true }),
  };
}

function pairsOf({ one, whole, some, chance }: Lots): Drawn[] {
  const names = chance(0.2) ? ['one', 'two'] : ['one'];
  return names.map((name) => {
    const source = one(['pairs.jsonl', 'pairs.jsonl', 'few.tsv', 'agreement']);
    const hold = { neurons: one([0, whole(0, 3), [0, 1]]), ...some(0.5, { at: one(['mean', 0, -1.5]) }) };
    return {
      ...{ name, source, unknown: chance(0.9) ? 'skip' : 'error' },
      ...(source === 'pairs.jsonl' &&
        some(0.4, { by: one(['kind', ['number', 'kind'], []]), mark: 'number', cluster: 'kind' })),
      ...some(0.4, { scan: true, hold: [hold], before: 'the cat. ' }),
    };
  });
}

/** Settings of a small experiment, in which `checkpoint` may be a model that is there. */
export function randomManifest(lots: Lots, checkpoint: string): Drawn {
  const { chance, one, whole, some } = lots;
  const given = chance(0.1);
  const model = given ? { checkpoint } : modelOf(lots);
  const cell = 'cell' in model ? (model.cell as (typeof cellNames)[number]) : 'lstm';
  const components = analysedComponents(cell);
  const layer = model.layers === 2 ? some(0.5, { layer: 2 }) : {};
  const [component, ...others] = [one(components), ...components];
  const other = others.find((each) => each !== component);
  const recorded = { component, ...layer };
  const by = one([null, 'effect', 'relevance', 'fourier', 'none'] as const);
  const train = trainOf(lots);
  return {
    title: 'Drawn by lot',
    ...{
      seed: whole(0, 9),
      corpus: given && chance(0.7) ? { source: 'prose.txt', heldOut: 0.3 } : corpusOf(lots),
      model,
    },
    train: given ? { ...train, ...some(0.4, { continue: true }) } : train,
    sample: { prompt: one(['the cat', '“', ' ', 'the', 'zebra']), length: whole(1, 40), temperature: one([0, 1, 2]) },
    ...{
      observe: observeOf(lots),
      record: chance(0.1) && other !== undefined ? [recorded, { component: other }] : some(0.7, recorded),
      features: featuresOf(lots),
    },
    detect: {
      ...(by !== null && { by }),
      ...(by !== 'effect' && some(0.15, { on: 'sampled' })),
      ...some(0.3, { count: whole(1, 20), neighbours: whole(0, 5) }),
    },
    ...(by === 'none' && { neurons: one([[0, '1-3'], 2, { text: [0], fourier: ['0-2'] }, 0]) }),
    ...((by === 'fourier' || chance(0.1)) && { fourier: { band: one(list('[[0.1, 0.3], [0.4, 0.5], [0, 0]]')) } }),
    ...(chance(0.2) && { pairs: pairsOf(lots) }),
    ...(chance(0.15) && {
      documents: [one(list('[{ name: kind, labels: kinds.jsonl, label: x }, { name: year, labels: years.jsonl }]'))],
    }),
    evidence: one([
      ...['full', 'quick', 'quick', 'none'],
      ...(chance(0.3) ? [{ catalogue: 1 }, { level: 'quick', catalogue: 1 }] : []),
    ]),
    ...{
      atlas: one(['component', 'none', 'none', ...(chance(0.3) ? ['all'] : [])]),
      watch: one(['none', 'none', 'text']),
    },
    ...(!given && some(0.08, { seeds: 2, preset: one(['thesis-lstm', 'thesis-rnn', 'code']) })),
    ...some(0.2, {
      live: false,
      theme: 'light',
      figures: some(0.5, { learningCurve: false, heatmap: false, fourier: false, words: one([0, 5]) }),
    }),
  };
}
