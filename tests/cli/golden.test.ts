/**
 * One experiment on a network wired by hand, through the real command: what is known of the network and of the text,
 * computed here a second way, must come out on the other side of all the wires.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { activationsOf } from '../../runner/results/activations.ts';
import { readActivations, readResult } from '../../runner/results/read.ts';
import type { Predictions, Result } from '../../runner/results/schema.ts';
import { experiment, workFolder } from './command.ts';
import {
  insideOf,
  marker,
  type Read,
  readWired,
  safetensors,
  segment,
  units,
  vocabulary,
  type WiredDocument,
  warmUp,
  wiredDocuments,
  wiredWeights,
} from './wired.ts';

const heldOutShare = 0.5;
const weights = wiredWeights(5);
const sources = { 'first.jsonl': wiredDocuments(70, 1), 'second.jsonl': wiredDocuments(61, 2) };
const byHash = (a: WiredDocument, b: WiredDocument) => (a.hash < b.hash ? -1 : 1);
const heldOutOf = (documents: readonly WiredDocument[]) =>
  documents.filter(({ place }) => place < heldOutShare).sort(byHash);
const heldOut = Object.values(sources).map(heldOutOf);
const all = heldOut.flat().sort(byHash);
/** The first half of each source in the order of the hashes; of odd numbers the first source's middle goes to discovery. */
const halves = { discovery: [] as WiredDocument[], confirmation: [] as WiredDocument[] };
let odd = 0;
for (const documents of heldOut) {
  const cut =
    documents.length % 2 === 1 && odd++ % 2 === 0 ? (documents.length + 1) / 2 : Math.floor(documents.length / 2);
  halves.discovery.push(...documents.slice(0, cut));
  halves.confirmation.push(...documents.slice(cut));
}

const folder = workFolder();
for (const [name, documents] of Object.entries(sources)) {
  folder.write(name, documents.map(({ text }) => JSON.stringify({ text })).join('\n'));
}
const checkpoint = (name: string, hashes: readonly string[]): void => {
  const fact = 'a'.repeat(64);
  const training = {
    trainingHash: fact,
    corpus: { name: 'wired', hash: fact, heldOut: hashes },
    epoch: 1,
    validationLoss: 1,
    validationAccuracy: 0.5,
    curve: null,
  };
  const model = { format: 1, cell: 'lstm', layers: 1, units, embedding: 0, unit: 'word', vocabulary, training };
  folder.write(`${name}/model.json`, JSON.stringify(model));
  folder.write(`${name}/weights.safetensors`, safetensors(weights));
};
checkpoint(
  'wired',
  all.map(({ hash }) => hash),
);
checkpoint(
  'doubtful',
  all.slice(1).map(({ hash }) => hash),
);

const settings = {
  title: 'Wired by hand',
  corpus: { source: Object.keys(sources), minimumCount: 1, heldOut: heldOutShare, validation: 0.05 },
  model: { checkpoint: 'wired' },
  sample: { prompt: '\u201cbina dina', length: 40 },
  observe: { segment, warmUp },
  record: { layer: 1, component: 'cell' },
  features: [
    { name: 'inside quotes', nesting: 'quotes' },
    { name: 'full stop', match: '[.]' },
    { name: 'a word', match: 'b.*' },
  ],
  detect: { count: 1, neighbours: 0 },
};
folder.write('golden.yaml', stringify(settings));

const reads = new Map<string, [Read, Read]>(
  all.map(({ hash, tokens }) => [
    hash,
    [readWired(weights, tokens.slice(0, segment)), readWired(weights, tokens.slice(segment))],
  ]),
);

async function run(...words: string[]): Promise<void> {
  const { code, stderr } = await experiment(folder, ['golden.yaml', ...words]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
}

let result: Result;
beforeAll(async () => {
  await run();
  result = await readResult(folder.at('public/results/golden'));
});

/** The recorded text cut into its documents, by their hashes. */
function recordedDocuments(): WiredDocument[] {
  const { data } = folder.array('golden', 'token');
  const byText = new Map(all.map((document) => [document.text, document]));
  return Array.from({ length: data.length / (2 * segment) }, (_, index) => {
    const ids = data.subarray(index * 2 * segment, (index + 1) * 2 * segment);
    const document = byText.get([...ids].map((id) => vocabulary[id]).join(''));
    if (document === undefined) throw new Error(`the recording's document ${index} is none of the held-out ones`);
    return document;
  });
}

describe('the recording of a network wired by hand', () => {
  it('holds every held-out document once, in the order of their hashes but for the one that is shown first', () => {
    const [shown, ...rest] = recordedDocuments().map(({ hash }) => hash);
    const inOrder = all.map(({ hash }) => hash);
    expect([shown, ...rest].sort()).toEqual(inOrder);
    const place = inOrder.indexOf(shown ?? '');
    const exchanged = inOrder.map((hash, index) => (index === 0 ? shown : index === place ? inOrder[0] : hash));
    expect([shown, ...rest]).toEqual(exchanged);
  });

  it.each(['hidden', 'cell', 'output'] as const)(
    'has the %s of each token at its place, from zero in each segment',
    (name) => {
      const { shape, data } = folder.array('golden', `${name}.1`);
      const tokens = all.length * 2 * segment;
      expect(shape).toEqual([tokens, units]);
      const expected = recordedDocuments().flatMap(({ hash }) => reads.get(hash)?.flatMap((read) => read[name]) ?? []);
      expect(expected).toHaveLength(tokens);
      const furthest = expected
        .flat()
        .reduce((most, value, at) => Math.max(most, Math.abs(value - (data[at] ?? Number.NaN))), 0);
      expect(furthest).toBeLessThan(1e-5);
    },
  );

  it('has the loss of each next token, and none across a segment', () => {
    const { data } = folder.array('golden', 'nll');
    const expected = recordedDocuments().flatMap(({ hash }) =>
      (reads.get(hash) ?? []).flatMap(({ loss }) => [...loss, Number.NaN]),
    );
    expected.pop();
    expect(data).toHaveLength(expected.length);
    data.forEach((value, t) => {
      const wanted = expected[t] ?? Number.POSITIVE_INFINITY;
      if (Number.isNaN(wanted)) expect(value).toBeNaN();
      else expect(Math.abs(value - wanted)).toBeLessThan(1e-4);
    });
  });

  it('names its segments', () => {
    const { data } = folder.array('golden', 'segments');
    const expected = Array.from({ length: all.length * 2 }, (_, index) => [index * segment, segment]).flat();
    expect([...data]).toEqual(expected);
  });
});

describe('the shown texts', () => {
  it.each(['observed', 'sampled'] as const)('have their own activations: %s', async (text) => {
    const { tokens } = result.texts[text];
    const published = await readActivations(folder.at('public/results/golden'), result, text, 'cell', 1);
    const pieces = text === 'sampled' ? [tokens] : piecesOf(tokens, segment);
    const expected = pieces.flatMap((piece) => readWired(weights, piece).cell);
    expect([published.neurons, published.tokens]).toEqual([units, tokens.length]);
    for (let neuron = 0; neuron < units; neuron++) {
      const own = expected.map((row) => row[neuron] ?? Number.NaN);
      const values = activationsOf(published, neuron);
      const step = Math.max(...own.map(Math.abs)) / 127;
      own.forEach((value, t) => {
        expect(Math.abs((values[t] ?? Number.NaN) - value)).toBeLessThan(step);
      });
    }
  });

  it('begin with the recorded text and with the prompt', () => {
    const recorded = recordedDocuments().flatMap(({ tokens }) => tokens);
    expect(result.texts.observed.tokens).toEqual(recorded.slice(0, 406));
    expect(result.texts.sampled.tokens.slice(0, 4)).toEqual(['\u201c', 'bina', ' ', 'dina']);
    expect(result.texts.sampled.promptLength).toBe(4);
    expect(result.texts.sampled.tokens).toHaveLength(44);
  });

  it('carry each feature where it is', () => {
    for (const text of ['observed', 'sampled'] as const) {
      const { tokens } = result.texts[text];
      const pieces = text === 'sampled' ? [tokens] : piecesOf(tokens, 2 * segment);
      const wanted: Record<string, boolean[]> = {
        'inside quotes': pieces.flatMap(insideOf),
        'full stop': tokens.map((token) => token === '.'),
        'a word': tokens.map((token) => token.startsWith('b')),
      };
      for (const { name, positions } of result.features) {
        const expected = [...(wanted[name] ?? []).keys()].filter((t) => wanted[name]?.[t]);
        expect({ name, text, at: positions[text] }).toEqual({ name, text, at: expected });
      }
    }
  });
});

describe('what is found', () => {
  it('counts each feature over all scored tokens of the observed text', () => {
    const scored = (marks: boolean[]) => marks.filter((_, t) => t % segment >= warmUp);
    const documents = recordedDocuments();
    const wanted: Record<string, boolean[]> = {
      'inside quotes': documents.flatMap(({ tokens }) => insideOf(tokens)),
      'full stop': documents.flatMap(({ tokens }) => tokens.map((token) => token === '.')),
      'a word': documents.flatMap(({ tokens }) => tokens.map((token) => token.startsWith('b'))),
    };
    for (const { name, carriers, counted } of result.features) {
      const marks = scored(wanted[name] ?? []);
      expect({ name, carriers, counted }).toEqual({
        name,
        carriers: marks.filter(Boolean).length,
        counted: marks.length,
      });
    }
  });

  it('is the neuron that was wired for it', () => {
    const stops = result.features.find(({ name }) => name === 'full stop')?.windows ?? [];
    expect(stops.flatMap(({ neurons }) => neurons.map(({ neuron }) => neuron))).toEqual([marker]);
  });

  it.each(['observed', 'sampled'] as const)('expects of the next token what the network does: %s', (text) => {
    const { tokens } = result.texts[text];
    const published = JSON.parse(folder.read(`public/results/golden/${text}.predictions.json`)) as Predictions;
    const pieces = text === 'sampled' ? [tokens] : piecesOf(tokens, segment);
    const losses = pieces.flatMap((piece) => [...readWired(weights, piece).loss, Number.NaN]);
    let compared = 0;
    losses.forEach((loss, t) => {
      const place = published.next[t]?.findIndex((each) => published.tokens[each] === tokens[t + 1]) ?? -1;
      const probability = published.probability[t]?.[place];
      if (Number.isNaN(loss) || probability === undefined) return;
      compared++;
      expect(Math.abs(probability - Math.exp(-loss))).toBeLessThan(1e-4);
    });
    expect(compared).toBeGreaterThan(tokens.length / 2);
  });
});

const piecesOf = (tokens: readonly string[], length: number): string[][] =>
  Array.from({ length: Math.ceil(tokens.length / length) }, (_, index) =>
    tokens.slice(index * length, (index + 1) * length),
  );

describe('the halves', () => {
  it('are disjoint, halve each source by hash, and count what is scored', () => {
    const { discovery, confirmation, sources: counted } = evidence();
    const half = (documents: readonly WiredDocument[]) => ({
      documents: documents.length,
      segments: 2 * documents.length,
      tokens: 2 * documents.length * (segment - warmUp),
    });
    expect({ discovery, confirmation }).toEqual({
      discovery: half(halves.discovery),
      confirmation: half(halves.confirmation),
    });
    const inSource = (half: readonly WiredDocument[], source: readonly WiredDocument[]) =>
      half.filter((document) => source.includes(document)).length;
    expect(counted.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual(
      Object.entries(sources).map(([name, documents]) => ({
        name,
        discovery: inSource(halves.discovery, documents),
        confirmation: inSource(halves.confirmation, documents),
      })),
    );
  });
});

function evidence(): NonNullable<Result['evidence']> {
  if (result.evidence === null) throw new Error('the result has no evidence');
  return result.evidence;
}

it('a text of which one document was trained on is not shown to be held out', async () => {
  expect(result.observation.exposure).toBe('held out');
  await run('model.checkpoint=doubtful', 'id=doubtful', 'evidence=none');
  const doubtful = await readResult(folder.at('public/results/doubtful'));
  expect(doubtful.observation.exposure).toBe('not shown to be held out');
});
