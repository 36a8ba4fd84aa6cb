/**
 * Tables for other programs: what stands at each token of the observed text, and what neurons were there; the same over the texts of
 * pairs. Columns are plain names, as R and pandas take them.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { openRecording } from '../analysis/reading/recording.ts';
import { withRunner } from '../analysis/reading/runner.ts';
import { at, item } from '../core/at.ts';
import { writeFileAtomic } from '../core/atomic-files.ts';
import { InputError } from '../core/errors.ts';
import { silentReporter } from '../core/reporter.ts';
import { turnedPlaces } from '../core/reverse-segments.ts';
import { areNumbers } from '../core/values.ts';
import { chooseEngine } from '../nn/engines/engines.ts';
import { loadModel } from '../nn/models/checkpoint.ts';
import { componentName, widthOf } from '../nn/models/reading.ts';
import type { Corpus } from '../text/corpus.ts';
import type { MarkedFeature } from '../text/labels/features.ts';
import { naturalStretches } from '../text/segments.ts';
import type { Text } from '../text/text.ts';
import { type CsvCell, csvLines, plainColumns } from '../wording/csv.ts';
import type { ObservedReading, PreparedContext } from './context.ts';
import { givenModel } from './given-model.ts';
import { checkpointOf } from './kept-models.ts';
import { drawnOf, recordedNames } from './manifest/record.ts';
import type { Manifest } from './manifest/resolved.ts';
import { openPairReader } from './pairs/pair-reader.ts';
import { askedPairs } from './pairs/read-pairs.ts';
import { recordingPath, vocabularyOf } from './reading.ts';

/** Beside the recording of a run. */
export const tokensFile = 'tokens.csv';

const ofTokens = ['position', 'token', 'document', 'segment', 'sentence', 'counted', 'surprisal'];

/**
 * A row for each token, in the order of the recording: its place and string; its document by number, its segment, its sentence (each from
 * 0; empty between sentences); whether it is counted (behind the warm-up); its surprisal, nats (empty where nothing predicts it); and the
 * masks or numbers of the features.
 */
export function tokenLines(
  { observed, warmUp, corpus }: { observed: ObservedReading; warmUp: number; corpus: Pick<Corpus, 'unit' | 'tokens'> },
  marked: readonly MarkedFeature[],
): Iterable<string> {
  const { tokens, segments, documentStarts, documentNumbers, nll } = observed;
  const sentence = sentencesOf(observed, corpus);
  function* rows(): Generator<CsvCell[]> {
    let document = -1;
    for (const [segment, [start, length]] of segments.entries()) {
      for (let position = start; position < start + length; position++) {
        while (position >= (documentStarts[document + 1] ?? Number.POSITIVE_INFINITY)) document++;
        const loss = position === start ? Number.NaN : at(nll, position - 1);
        yield [
          position,
          item(tokens, position),
          at(documentNumbers, document),
          segment,
          sentence[position] ?? null,
          Number(position - start >= warmUp),
          numberCell(loss),
          ...marked.map(({ mask }) => (areNumbers(mask) ? numberCell(at(mask, position)) : at(mask, position))),
        ];
      }
    }
  }
  const names = marked.map(({ feature }) => feature.name);
  return csvLines([...ofTokens, ...plainColumns(names, ofTokens)], rows(), { exact: true });
}

const numberCell = (value: number): number | null => (Number.isNaN(value) ? null : Number(value.toPrecision(7)));

/** [tokens] The number of each token's sentence, in the order in which they are read; undefined between sentences. */
function sentencesOf(
  { tokens, segments, direction }: Text,
  corpus: Pick<Corpus, 'unit' | 'tokens'>,
): (number | undefined)[] {
  const numbers = Array<number | undefined>(tokens.length).fill(undefined);
  let count = 0;
  for (const segment of segments) {
    const [start, length] = segment;
    const own = tokens.slice(start, start + length);
    if (direction === 'backward') own.reverse();
    for (const [from, to] of naturalStretches('sentence', own, corpus)) {
      const places = Array.from({ length: to - from }, (_, offset) => start + from + offset);
      for (const place of direction === 'backward' ? turnedPlaces(places, [segment]) : places) numbers[place] = count;
      count++;
    }
  }
  return numbers;
}

/** Puts `tokens.csv` beside the recording. */
export const keepTokens = (
  { paths, corpus, marked }: Pick<PreparedContext, 'paths' | 'corpus' | 'marked'>,
  read: { observed: ObservedReading; warmUp: number },
): Promise<void> => writeFileAtomic(join(paths.run, tokensFile), toStream(tokenLines({ ...read, corpus }, marked)));

async function* toStream(lines: Iterable<string>): AsyncGenerator<string> {
  let block = '';
  for (const line of lines) {
    block += line;
    if (block.length < 1 << 20) continue;
    yield block;
    block = '';
  }
  yield block;
}

/** Columns of an array's neurons: `cell.1.0`, `cell.1.1` ... */
const columnsOf = (array: string, neurons: readonly number[]): string[] =>
  neurons.map((neuron) => `${array}.${neuron}`);

/** Of a run that stands: where it lies, what was asked, and which neurons are wanted. */
export interface ActivationTask {
  run: string;
  cwd: string;
  manifest: Manifest;
  /** Absent: all. */
  neuron?: number | undefined;
}

const wanted = (units: number, neuron: number | undefined): number[] =>
  neuron === undefined ? Array.from({ length: units }, (_, index) => index) : [neuron];

/**
 * The table of tokens with the activations of what the manifest records behind it, one column a neuron.
 * @throws InputError where the run has no recording.
 */
export async function activationLines({ run, manifest, neuron }: ActivationTask): Promise<AsyncIterable<string>> {
  const recording = await openRecording(recordingPath(run)).catch(() => null);
  const table = await readFile(join(run, tokensFile), 'utf8').catch(() => null);
  if (recording === null || table === null) {
    const fix = 'Run the experiment again (npm run experiment): what stands is kept, and its recording is made anew';
    throw new InputError('unknown-run', { what: `${run} holds no recording with its ${tokensFile}`, fix });
  }
  const [head = [], ...rows] = parse(table) as string[][];
  const arrays: { name: string; neurons: number[]; values: Float32Array[] }[] = [];
  for (const name of recordedNames(manifest)) {
    const values = await recording.at(name);
    arrays.push({ name, values, neurons: wanted(values.length, neuron) });
  }
  const columns = arrays.flatMap(({ name, neurons }) => columnsOf(name, neurons));
  function* filled(): Generator<CsvCell[]> {
    for (const [position, row] of rows.entries()) {
      const own = arrays.flatMap(({ neurons, values }) =>
        neurons.map((index) => numberCell(at(item(values, index), position))),
      );
      yield [...row, ...own];
    }
  }
  return toStream(csvLines([...head, ...columns], filled(), { exact: true }));
}

/** The same over the texts of the pairs, which are read anew: a row for each token of each text, with the pair's conditions. Null: no pairs. */
export async function pairActivationLines(task: ActivationTask): Promise<AsyncIterable<string> | null> {
  const { run, cwd, manifest, neuron } = task;
  if (manifest.pairs === undefined || manifest.pairs.length === 0) return null;
  const { checkpoint: given } = manifest.model;
  const checkpoint = given === null ? await loadModel(checkpointOf(run)) : await givenModel(given, cwd);
  const { unit, tokens } = manifest.corpus;
  const corpus = { unit, tokens, vocabulary: vocabularyOf(checkpoint) };
  const sets = await askedPairs(manifest, { corpus, cwd, reporter: silentReporter });
  const { component, layer } = drawnOf(manifest);
  const array = componentName(component, layer);
  const neurons = wanted(widthOf(checkpoint.architecture, array), neuron);
  const by = [...new Set(sets.flatMap(({ pairs }) => pairs.flatMap(({ values }) => Object.keys(values))))];
  const first = ['set', 'id'];
  const last = ['position', 'from_asked', 'token', ...columnsOf(array, neurons)];
  const rows: CsvCell[][] = [];
  await withRunner(await chooseEngine(manifest), checkpoint, undefined, async (runner) => {
    for (const { settings, before, pairs } of sets) {
      const readings = await openPairReader(runner, before);
      const texts = pairs.map(({ text: ids }, pair) => ({ pair, ids, asks: [], sides: new Int8Array() }));
      const values = texts.map(({ ids }) => Array.from(ids, () => new Float32Array()));
      await readings.activations(texts, array, (pair, position, row) => {
        item(values, pair)[position] = Float32Array.from(neurons, (index) => at(row, index));
      });
      for (const [pair, { id, tokens: read, values: conditions }] of pairs.entries())
        for (const [position, token] of read.entries()) {
          const own = item(item(values, pair), position);
          const where = [position, position - read.length, token];
          rows.push([
            settings.name,
            id,
            ...by.map((name) => conditions[name] ?? null),
            ...where,
            ...Array.from(own, numberCell),
          ]);
        }
    }
  });
  return toStream(csvLines([...first, ...plainColumns(by, [...first, ...last]), ...last], rows, { exact: true }));
}
