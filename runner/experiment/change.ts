/**
 * The last stage of an experiment: where the network uses a neuron for a state that goes on, sentences that were begun in that
 * state are continued many times while the neuron is held at one value after another, and it is counted how often the state ends.
 * Published beside the result for pages on which a reader takes hold of the neuron.
 */
import { interventionFeeds } from '../analysis/reading/interventions.ts';
import type { Network } from '../analysis/reading/programs.ts';
import { drawn, endOf, gumbelNoise, leadOf } from '../analysis/stats/continuations.ts';
import { mean } from '../analysis/stats/summary.ts';
import { allSettledOrThrow } from '../core/all-settled.ts';
import { at, item } from '../core/at.ts';
import { keyOf } from '../core/disk-cache.ts';
import { rounded } from '../core/format.ts';
import { collectGarbage } from '../core/release-memory.ts';
import type { FeatureValues } from '../core/values.ts';
import { intervened } from '../nn/models/intervention.ts';
import { type Engine, type Output, valueNamed } from '../nn/models/program.ts';
import {
  componentName,
  firstState,
  operationsPerToken,
  readingProgram,
  recordedOutput,
  widthOf,
} from '../nn/models/reading.ts';
import { decidedByToken, featureValues, onlyObserved } from '../text/labels/features.ts';
import { isWord } from '../text/tokens.ts';
import type { JudgedContext } from './context.ts';
import { halvesOf } from './evidence/halves.ts';
import { bannedIds, besideResult, pauseOf } from './reading.ts';
import type { Change } from './results/change-schema.ts';
import type { Claim } from './results/evidence-schema.ts';
import type { Result } from './results/schema.ts';
import { publishedChange, writeChange } from './results/write.ts';

/** Sentences, continuations of each, values that the neuron is held at, and the fewest uses of a word that is given a side. */
const criteria = { sentences: 12, rows: 40, values: 9, temperature: 0.8, fewestUses: 10 } as const;

/** Tokens of a beginning and of what is written after it. */
const lengths = { word: { beginning: [6, 16], written: 24 }, character: { beginning: [12, 50], written: 60 } } as const;

/** The leading claim, where the network uses its neuron for a state that any text has. */
function ledBy({ result, compared, manifest, observed }: JudgedContext) {
  const claim = result.evidence?.claims.find(({ lead, rungs }) => lead && rungs.used?.status === 'passed');
  const marked = compared.find(({ feature }) => feature.name === claim?.feature);
  if (claim === undefined || marked === undefined || observed.direction !== undefined) return null;
  const { feature, mask } = marked;
  if (onlyObserved(feature) !== null || decidedByToken(feature, manifest.corpus.unit)) return null;
  return { claim, feature, values: mask };
}

/** @throws Interrupted when the user asks to stop: the result stands with all that was found before. */
export async function changeItsMind(context: JudgedContext): Promise<Result> {
  const { result, paths, reporter } = context;
  const led = ledBy(context);
  const known = await publishedChange(paths.result);
  if (led === null) {
    return known === null && result.change === undefined ? result : writeChange(paths.result, null);
  }
  const key = changeKey(context, led);
  if (known?.key === key) return result.change === undefined ? writeChange(paths.result, known) : result;
  reporter.step('Generating text with the neuron clamped');
  await collectGarbage();
  const stands = (folder: string) => `The result without it is in ${folder}`;
  return await besideResult(context, { what: 'Stopped while the network wrote with a neuron held', stands }, async () =>
    writeChange(paths.result, await changeOf(context, led, key)),
  );
}

/** Of all that what is written depends on: the model, the text as it was read, the neuron and the feature. */
export function changeKey(
  { checkpoint, observed, warmUp, corpus }: Pick<JudgedContext, 'checkpoint' | 'observed' | 'warmUp' | 'corpus'>,
  { claim, feature, values }: NonNullable<ReturnType<typeof ledBy>>,
): string {
  const { architecture, weights, vocabulary } = checkpoint;
  const { ids, segments, before, documentOfSegment } = observed;
  const { component, layer, neuron } = claim;
  const model = [architecture, Object.entries(weights).sort(), vocabulary];
  // The neuron's usual values are those on the tokens that are counted, of the documents of the discovery half.
  const documents = [documentOfSegment, observed.documents.map(({ hash, source }) => [hash, source])];
  const read = [corpus.unit, ids, segments, before, warmUp, ...documents];
  return keyOf(criteria, lengths, ...model, ...read, [layer, component, neuron], feature, values);
}

/** Null where the text has no sentence that would do. */
async function changeOf(
  context: JudgedContext,
  { claim, feature, values }: NonNullable<ReturnType<typeof ledBy>>,
  key: string,
): Promise<Change | null> {
  const { checkpoint, engine, observed, tools, corpus } = context;
  const { component, layer, neuron } = claim;
  const { beginning, written: length } = lengths[corpus.unit === 'word' ? 'word' : 'character'];
  const { tokens, ids, segments, unknown } = observed;
  const chosen = beginnings({ tokens, values, segments, lengths: beginning })
    .values()
    .filter(([from, end]) => !unknown.some((place) => place >= from && place < end))
    .flatMap(([from, end]) => {
      // What it was in before, a reader does not see: the sentence alone must say it, without the token before it if it can.
      const says = (first: number): boolean => {
        const alone = featureValues(feature, tokens.slice(first, end), tools);
        return at(alone, alone.length - 1) === at(values, end - 1);
      };
      // A line of characters is read after the mark that ended the one before, as every line but a text's first is.
      const first = (corpus.unit === 'word' ? [from + 1, from] : [from, from + 1]).find(says);
      return first === undefined ? [] : [[first, end] as const];
    })
    .take(criteria.sentences)
    .toArray();
  if (chosen.length === 0) return null;
  const { held, usual } = await usualOf(context, claim, values);
  const places = new Map<number, number>();
  const placeOf = (id: number): number => {
    const place = places.get(id) ?? places.size;
    places.set(id, place);
    return place;
  };
  const written = await writtenAfter(context, {
    engine,
    network: checkpoint,
    held: { component, layer, neuron },
    length,
    values: [null, ...held],
    rows: criteria.rows,
    temperature: criteria.temperature,
    never: bannedIds(checkpoint.vocabulary),
    prompts: chosen.map(([from, end]) => ids.subarray(from, end)),
  });
  const sentences = chosen.map(([from, end], index): Change['sentences'][number] => {
    const own = tokens.slice(from, end);
    const { rows, states } = item(written, index);
    const runs = [null, ...held].map((value, run) => {
      const ofRun = rows.slice(run * criteria.rows, (run + 1) * criteria.rows);
      const ends = ofRun.map((row) => {
        const text = [...own, ...Array.from(row, (id) => item(checkpoint.vocabulary, id))];
        return endOf(featureValues(feature, text, tools), own.length);
      });
      return { value, rows: ofRun.map((row) => Array.from(row, placeOf)), ends };
    });
    const lead = leadOf(runs.map(({ ends }) => ends));
    return { tokens: own, states: states.map((state) => rounded(state, 3)), lead, runs };
  });
  const spreadOf = ({ runs }: Change['sentences'][number]): number => {
    const counts = runs.slice(1).map(({ ends }) => ends.filter((end) => end >= 0).length);
    return Math.abs(Math.log((at(counts, 0) + 1) / (at(counts, counts.length - 1) + 1)));
  };
  // The one in which holding matters most stands first.
  sentences.sort((a, b) => spreadOf(b) - spreadOf(a));
  const used = [...places.keys()].map((id) => item(checkpoint.vocabulary, id));
  // Of letters there is nothing to say.
  const lean = log2FrequencyRatio(
    { tokens, values },
    (token) => corpus.unit === 'word' && isWord(token),
    criteria.fewestUses,
  );
  return {
    schema: 1,
    key,
    component,
    layer,
    neuron,
    feature: feature.name,
    temperature: criteria.temperature,
    usual,
    tokens: used,
    lean: used.map((token) => rounded(lean(token), 3)),
    sentences,
  };
}

/** Values to hold the neuron at, evenly over what it usually is, and its means on both sides; of the discovery half. */
async function usualOf(
  { observed, warmUp }: JudgedContext,
  { component, layer, neuron }: Pick<Claim, 'component' | 'layer' | 'neuron'>,
  values: FeatureValues,
): Promise<{ held: number[]; usual: Change['usual'] }> {
  const { scored } = halvesOf(observed, warmUp).discovery;
  const own = item(await observed.recording.at(componentName(component, layer), scored), neuron);
  const isInside = Array.from(scored.positions, (position) => at(values, position) > 0);
  const sides = [true, false].map((side) => own.filter((_, t) => isInside[t] === side));
  const [inside, outside] = sides.map((side) => rounded(mean(side), 3));
  const sorted = own.toSorted();
  const [low, high] = [0.01, 0.99].map((share) => at(sorted, Math.round(share * (sorted.length - 1))));
  return { held: spread(low ?? 0, high ?? 0), usual: { inside: inside ?? 0, outside: outside ?? 0 } };
}

/** So many values from the lowest to the highest, about 0 alike on both sides where they have both signs. */
function spread(low: number, high: number): number[] {
  const most = Math.max(Math.abs(low), Math.abs(high));
  const [from, to] = low < 0 && high > 0 ? [-most, most] : [low, high];
  const size = 10 ** Math.floor(Math.log10((to - from) / (criteria.values - 1)));
  const step = (Math.round((to - from) / (criteria.values - 1) / size) || 1) * size;
  const first = low < 0 && high > 0 ? (-step * (criteria.values - 1)) / 2 : Math.round(from / step) * step;
  return Array.from({ length: criteria.values }, (_, n) => Number((first + n * step).toPrecision(6)));
}

interface Stretches {
  /** [tokens] */
  tokens: readonly string[];
  /** [tokens] Whether the state holds, or its number; NaN where a token has none. */
  values: ArrayLike<number>;
  segments: readonly (readonly [start: number, length: number])[];
  /** Fewest and most tokens of a beginning. */
  lengths: readonly [fewest: number, most: number];
}

/**
 * From the token before the state began to the last before it ends or its number falls: the network may end it there.
 * @returns [beginnings] the first token and the one behind the last, in the order of the text.
 */
export function beginnings({ tokens, values, segments, lengths: [fewest, most] }: Stretches): [number, number][] {
  const found: [number, number][] = [];
  const known = new Set<string>();
  for (const [start, length] of segments) {
    let [began, told] = [start, -1];
    for (let t = start + 1; t < start + length; t++) {
      const [before, now] = [at(values, t - 1), at(values, t)];
      if (!(before > 0) && now > 0) began = t - 1;
      const isShort = t - began >= fewest && t - began <= most;
      // One beginning of each stretch.
      if (!(now < before) || !isShort || told === began) continue;
      told = began;
      const text = tokens.slice(began, t).join('');
      if (!known.has(text)) found.push([began, t]);
      known.add(text);
    }
  }
  return found;
}

/**
 * How much more frequent words are where the state holds, log2, between -2 and 2; 0 of those with fewer uses than `fewest`.
 * Two are added to each count, so that a word that was never seen on one side has a value.
 */
export function log2FrequencyRatio(
  { tokens, values }: Pick<Stretches, 'tokens' | 'values'>,
  isWord: (token: string) => boolean,
  fewest: number,
): (token: string) => number {
  const counts = new Map<string, [outside: number, inside: number]>();
  const totals: [number, number] = [0, 0];
  for (const [t, token] of tokens.entries()) {
    if (!isWord(token) || Number.isNaN(at(values, t))) continue;
    const side = at(values, t) > 0 ? 1 : 0;
    const count = counts.get(token) ?? [0, 0];
    count[side]++;
    totals[side]++;
    counts.set(token, count);
  }
  return (token) => {
    const [outside, inside] = counts.get(token) ?? [0, 0];
    if (outside + inside < fewest) return 0;
    const ratio = (inside + 2) / (totals[1] + 4) / ((outside + 2) / (totals[0] + 4));
    return Math.max(-2, Math.min(2, Math.log2(ratio)));
  };
}

interface Writing {
  engine: Engine;
  network: Network;
  /** The neuron that is held, and its array. */
  held: { component: string; layer: number; neuron: number };
  /** [runs] null: it is left alone. */
  values: readonly (number | null)[];
  /** Continuations of each run, and tokens of each. */
  rows: number;
  length: number;
  temperature: number;
  /** Ids that are never drawn. */
  never: readonly number[];
}

interface Written {
  /** [runs x rows] each [length], token ids. */
  rows: Int32Array[];
  /** [tokens of the prompt] The neuron after each, left alone. */
  states: number[];
}

/** Of each prompt what is written after it; several at the same time, where there are processors for them. */
async function writtenAfter(
  context: JudgedContext,
  { prompts, ...writing }: Writing & { prompts: readonly Int32Array[] },
): Promise<Written[]> {
  const pause = pauseOf(context);
  const written: Written[] = [];
  const waiting = prompts.entries();
  let done = 0;
  /** One after the other: what is compiled takes several times its memory meanwhile. */
  let opened: Promise<unknown> = Promise.resolve();
  const write = async (): Promise<void> => {
    const opening = opened.then(() => openWriter(writing));
    opened = opening;
    const writer = await opening;
    try {
      for (const [index, prompt] of waiting) {
        written[index] = await writer.after(prompt, index, pause);
        done += 1;
        context.reporter.progress({ done, total: prompts.length, text: 'generating text with the neuron clamped' });
      }
    } finally {
      await writer.release();
    }
  };
  await allSettledOrThrow(Array.from({ length: Math.min(prompts.length, writing.engine.sideBySide ?? 1) }, write));
  return written;
}

/**
 * Continues a text in many streams side by side, each with a neuron held at its own value, and noise that is the row's own; compiled once
 * for all prompts. A prompt is read once for each value: until something is drawn the rows of one are alike.
 */
export async function openWriter({ engine, network, ...writing }: Writing) {
  const { held, values, rows, length, temperature, never } = writing;
  const { architecture, weights } = network;
  const name = componentName(held.component, held.layer);
  const inverseTemperature = Float32Array.of(1 / temperature);
  const { sideBySide = 1 } = engine;
  /** @param each streams of each value. */
  const program = async (each: number) => {
    const streams = values.length * each;
    const interventions = values.flatMap((value, run) =>
      value === null ? [] : Array.from({ length: each }, (_, row) => ({ ...held, value, segment: run * each + row })),
    );
    const options = { predict: 'tempered', record: [name], intervened: intervened(interventions) } as const;
    const executable = await engine.compile(readingProgram(architecture, weights, streams, options), {
      operations: streams * operationsPerToken(architecture),
      ...(sideBySide > 1 && { atOnce: sideBySide }),
    });
    const group = Array.from({ length: streams }, (_, index) => ({ index, start: 0 }));
    const feeds = interventionFeeds(interventions, group, streams, (array) => widthOf(architecture, array));
    return {
      executable,
      begin: () => feeds.begin(executable),
      /** What comes next after so many tokens, and the neuron's array after them; the next call may overwrite it. */
      async read(token: Int32Array, t: number) {
        const outputs = await executable.run({ token, inverseTemperature, ...feeds.at(t) });
        return { chances: valueNamed(outputs, 'tempered'), array: valueNamed(outputs, recordedOutput(name)) };
      },
    };
  };
  const [reader, writer] = [await program(1), await program(rows)];
  const alone = values.indexOf(null) * widthOf(architecture, name) + held.neuron;
  return {
    /** @param noise another for another prompt, so that rows of one number go on differently. */
    async after(prompt: Int32Array, noise: number, pause: () => Promise<void>): Promise<Written> {
      await reader.begin();
      const first = firstState(architecture, values.length);
      for (const [state, numbers] of Object.entries(first)) await reader.executable.writeState(state, numbers);
      const states: number[] = [];
      let chances: Output = new Float32Array();
      for (const [t, id] of prompt.entries()) {
        const read = await reader.read(new Int32Array(values.length).fill(id), t);
        states.push(at(read.array, alone));
        chances = read.chances;
        await pause();
      }
      await writer.begin();
      for (const state of Object.keys(first)) {
        const numbers = await reader.executable.readState(state);
        await writer.executable.writeState(state, repeated(numbers, values.length, rows));
      }
      chances = repeated(chances, values.length, rows);
      const written = Array.from({ length: values.length * rows }, () => new Int32Array(length));
      const { vocabulary } = architecture;
      for (let step = 0; step < length; step++) {
        const token = new Int32Array(written.length);
        for (let row = 0; row < rows; row++) {
          // The same for each value: what is drawn differs only where the chances do.
          const noiseOfRow = gumbelNoise(vocabulary, noise * rows + row, step);
          for (let stream = row; stream < written.length; stream += rows)
            token[stream] = drawn(chances.subarray(stream * vocabulary, (stream + 1) * vocabulary), noiseOfRow, never);
        }
        for (const [stream, tokens] of written.entries()) tokens[step] = token[stream] ?? 0;
        if (step + 1 < length) chances = (await writer.read(token, prompt.length + step)).chances;
        await pause();
      }
      return { rows: written, states };
    },
    async release() {
      await reader.executable.release();
      await writer.executable.release();
    },
  };
}

/** [rows, each] with each row so many times. */
function repeated(numbers: Output, rows: number, times: number): Float32Array<ArrayBuffer> {
  const size = numbers.length / rows;
  const all = new Float32Array(numbers.length * times);
  for (let row = 0; row < rows * times; row++)
    all.set(numbers.subarray(Math.floor(row / times) * size, (Math.floor(row / times) + 1) * size), row * size);
  return all;
}
