/**
 * What a training reads, writes and says: its states and models in the folder of the run, the log of its progress, lines for
 * the terminal, and the texts that the model of each epoch writes.
 */
import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { writeFileAtomic } from '../core/atomic-files.ts';
import { counted, percent, rounded, significant } from '../core/format.ts';
import { type Checkpoint, saveCheckpoint } from '../nn/models/checkpoint.ts';
import type { Engine } from '../nn/models/program.ts';
import type { Readable, Weights } from '../nn/models/reading.ts';
import { curveUpTo, type EpochPoint, epochsBefore, type LearningCurve } from '../nn/train/learning-curve.ts';
import { type SavedProgress, saveState } from '../nn/train/saved-state.ts';
import type { TrainingHost, TrainingProgress } from '../nn/train/train.ts';
import { documentsOf } from '../text/corpus.ts';
import type { Unit } from '../text/tokens.ts';
import type { PreparedContext } from './context.ts';
import { colouredText, evolutionStep } from './evolution.ts';
import { checkpointOf, epochsOf, resumableState, stateOf } from './kept-models.ts';
import { curveOf } from './result.ts';
import { forgetEvolution, writeEvolutionStep } from './results/evolution-folder.ts';
import { type ProgressLine, progressFile, progressLines } from './results/progress-schema.ts';

interface Training {
  engine: Engine;
  hash: string;
  architecture: Readable;
  anew: boolean;
  start: Checkpoint<Readable> | null;
}

export function trainingHost(context: PreparedContext, training: Training): TrainingHost {
  const { manifest, paths, reporter, interrupted } = context;
  const { hash, anew, start } = training;
  const saveModel = modelWriter(context, training);
  const began = performance.now();
  const now = () => (performance.now() - began) / 1000;
  const log = progressLog(paths.run, { now, date: () => new Date() });
  return {
    now,
    async load() {
      const state = anew ? null : await resumableState(paths.run, hash);
      await log.begin(state && doneIn(state.progress), earlierCurve(start));
      if (state === null) await forgetEvolution(paths.run);
      return state;
    },
    async save(state) {
      await context.stillOurs?.();
      await saveState(stateOf(paths.run), state);
    },
    async keep(weights, curve, state) {
      await saveModel(checkpointOf(paths.run), weights, { point: bestOf(curve), curve });
      if (context.own !== undefined) context.own.onKept(await state());
    },
    ...(manifest.train.keep === 'all' && {
      keepEpoch: (weights: Weights, point: EpochPoint) =>
        saveModel(join(epochsOf(paths.run), String(point.epoch)), weights, { point, curve: null }),
    }),
    onProgress(progress) {
      log.within(progress);
      reporter.progress({
        done: progress.share,
        total: 1,
        text: progressLine(progress),
        mayEndEarly: manifest.train.patience !== null,
      });
    },
    onEpoch(point, { best, step }) {
      log.epoch(point, step);
      reporter.line(epochLine(point, { best, unit: manifest.corpus.unit }));
    },
    onResume: (epoch, step) =>
      reporter.note(`Continues after epoch ${epoch}${step > 0 ? ` and ${counted(step, 'step')}` : ''}.`),
    ...(manifest.watch !== 'none' && {
      async afterEpoch(weights: Weights, point: EpochPoint) {
        const written = await evolutionStep(context, { ...training, weights }, point);
        await writeEvolutionStep(paths.run, written.step, written.activations);
        if (manifest.watch === 'text') reporter.text(colouredText(written, manifest.theme));
      },
    }),
    interrupted,
    pause: () => setImmediate(),
  };
}

const doneIn = ({ step, epoch, curve }: SavedProgress) => ({ step, epoch: epochsBefore(curve) + epoch });

function bestOf({ epochs, bestEpoch }: LearningCurve): EpochPoint {
  const best = epochs.find(({ epoch }) => epoch === bestEpoch);
  if (best === undefined) throw new RangeError(`the learning curve has no epoch ${bestEpoch}`);
  return best;
}

/** @returns writes the weights of an epoch, with the curve where they are those of the best. */
function modelWriter({ manifest, corpus, given }: PreparedContext, { hash, architecture }: Training) {
  const heldOut = documentsOf(corpus, 'held-out').map((each) => each.hash);
  return (
    directory: string,
    weights: Weights,
    { point, curve }: { point: EpochPoint; curve: LearningCurve | null },
  ): Promise<void> =>
    saveCheckpoint(directory, {
      architecture,
      unit: given?.unit ?? manifest.corpus.unit,
      pieces: given?.pieces,
      ...(manifest.corpus.tokens !== undefined && { tokens: manifest.corpus.tokens }),
      ...(manifest.model.direction !== undefined && { direction: manifest.model.direction }),
      vocabulary: [...corpus.vocabulary.tokens],
      weights: { ...weights },
      training: {
        trainingHash: hash,
        corpus: { name: corpus.name, hash: corpus.hash, heldOut },
        epoch: point.epoch,
        validationLoss: point.validationLoss,
        validationAccuracy: point.validationAccuracy,
        curve,
      },
    });
}

/** The learning curve of the model to go on from, up to its weights; null where it came without. */
export function earlierCurve(start: Checkpoint<Readable> | null): LearningCurve | null {
  const curve = start && curveOf(start);
  if (start?.training === undefined || curve === null) return null;
  const upTo = curveUpTo(curve, start.training.epoch);
  return upTo.epochs.at(-1)?.epoch === start.training.epoch ? upTo : null;
}

const perplexity = (loss: number): string => significant(Math.exp(loss));

export function progressLine({ epoch, epochs, loss, tokensPerSecond }: TrainingProgress): string {
  const speed = tokensPerSecond >= 1000 ? `${(tokensPerSecond / 1000).toFixed(1)} k` : tokensPerSecond.toFixed(0);
  return `epoch ${epoch} of ${epochs}, loss ${loss.toFixed(3)}, perplexity ${perplexity(loss)}, ${speed} tokens/s`;
}

/** Of words, white space is counted with the rest: nearly every second token is a space, and easily told. */
export function epochLine(
  { epoch, validationLoss, validationAccuracy }: EpochPoint,
  { best, unit }: { best: boolean; unit: Unit },
): string {
  const name = epoch === 0 ? 'Untrained model' : `Epoch ${epoch}`;
  const kept = epoch > 0 && best ? ', kept' : '';
  const accuracy = `${percent(validationAccuracy, 1)} correct${unit === 'word' ? ' (white space included)' : ''}`;
  return `${name}: validation loss ${validationLoss.toFixed(3)} (perplexity ${perplexity(validationLoss)}), ${accuracy}${kept}`;
}

/** Seconds between two lines within an epoch. */
const interval = 2;

export interface Done {
  step: number;
  /** Epochs that are complete, earlier trainings' included: the last step of one may be done before it is evaluated. */
  epoch: number;
}

/**
 * @param clock `now` in seconds from any start, which never jumps; `date` that of the machine, which may.
 */
export function progressLog(run: string, clock: { now(): number; date(): Date }) {
  const path = join(run, progressFile);
  let written = Number.NEGATIVE_INFINITY;
  let speed: Pick<ProgressLine, 'tokensPerSecond' | 'secondsLeft'> = { tokensPerSecond: null, secondsLeft: null };
  const time = () => clock.date().toISOString();
  return {
    /** Called once before the first line: with what is done already, or null for a training from its beginning. */
    async begin(done: Done | null, earlier: LearningCurve | null): Promise<void> {
      const before =
        done === null
          ? (earlier?.epochs ?? []).map((point) => loggedEpoch(point, 0, { time: time() }))
          : await linesUpTo(path, done);
      await writeFileAtomic(path, before.map(lineOf).join(''));
    },
    within({ step, epochsDone, loss, tokensPerSecond, secondsLeft }: TrainingProgress): void {
      speed = {
        tokensPerSecond: known(tokensPerSecond),
        secondsLeft: secondsLeft === null ? null : known(secondsLeft),
      };
      if (clock.now() - written < interval) return;
      written = clock.now();
      appendFileSync(
        path,
        lineOf({
          step,
          epoch: rounded(epochsDone, 4),
          loss: known(loss),
          validationLoss: null,
          ...speed,
          time: time(),
        }),
      );
    },
    epoch(point: EpochPoint, step: number): void {
      appendFileSync(path, lineOf(loggedEpoch(point, step, { ...speed, time: time() })));
    },
  };
}

const loggedEpoch = (
  { epoch, trainingLoss, validationLoss }: EpochPoint,
  step: number,
  about: Pick<ProgressLine, 'time'> & Partial<ProgressLine>,
): ProgressLine => ({
  step,
  epoch,
  loss: known(trainingLoss),
  validationLoss: known(validationLoss),
  tokensPerSecond: null,
  secondsLeft: null,
  ...about,
});

async function linesUpTo(path: string, { step, epoch }: Done): Promise<ProgressLine[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return '';
  });
  return progressLines(text).filter(
    (line) => line.step <= step && (line.validationLoss === null || line.epoch <= epoch),
  );
}

const lineOf = (line: ProgressLine): string => `${JSON.stringify(line)}\n`;
const known = (value: number): number | null => (Number.isFinite(value) ? Number(value.toPrecision(6)) : null);
