/**
 * One experiment from manifest to result, in its run folder, which is held until the end. Each part knows what those before it found
 * out and adds its own; the result stands once it is published, and evidence, pairs and atlas are added to it when they are there.
 * The evidence of an experiment that was run before begins from what its folders keep: nothing is trained then.
 */
import { relative } from 'node:path';
import { meanwhile } from '../core/all-settled.ts';
import { warmUpOf } from '../core/cut.ts';
import { InputError } from '../core/errors.ts';
import { pathFrom } from '../core/paths.ts';
import { type Reporter, silentReporter } from '../core/reporter.ts';
import { chooseEngine } from '../nn/engines/engines.ts';
import type { Checkpoint } from '../nn/models/checkpoint.ts';
import type { Readable } from '../nn/models/reading.ts';
import { makeAtlas } from './atlas/make-atlas.ts';
import { changeItsMind } from './change.ts';
import { circumstancesOf } from './circumstances.ts';
import type {
  Circumstances,
  JudgedContext,
  ModelContext,
  Outcome,
  PreparedContext,
  RecordedContext,
  StartContext,
} from './context.ts';
import { evidenceOf, type OnFound } from './evidence/evidence.ts';
import { find, shownActivationsOf } from './find.ts';
import { type Paths, pathsOf, setRunAside } from './folders.ts';
import { holding } from './lock.ts';
import { configHash } from './manifest/hash.ts';
import type { LoadedManifest } from './manifest/load.ts';
import { compare } from './mark-text.ts';
import { model, modelTrainedBefore, startVectors } from './model.ts';
import { askPairs, causesOf } from './pairs/ask-pairs.ts';
import { prepare } from './prepare.ts';
import { previewPassage } from './preview-passage.ts';
import { publish } from './publish.ts';
import { besideResult, keptReading, record, write } from './reading.ts';
import { readResult } from './results/read.ts';
import { inTexts } from './results/schema.ts';
import { addEvidence } from './results/write.ts';
import { keepTokens } from './token-tables.ts';

/** The world around an experiment, as far as the caller has one of its own. */
export interface ExperimentHost {
  /** What the manifest's paths are relative to; absent: the current folder. */
  cwd?: string;
  /** Hears how far it is; absent: nobody does. */
  reporter?: Reporter;
  /** True when the user asked to stop; absent: never. */
  interrupted?(): boolean;
  /** What the result says of where it comes from; absent: this program, and that another one called it. */
  circumstances?: Circumstances;
  /** The clock; absent: the machine's. */
  now?(): Date;
  /** The model that is asked, in the place of what lies under the manifest's `model.checkpoint`. */
  model?: Checkpoint<Readable>;
  /** Starts over, and keeps the run that is there aside. */
  fresh?: boolean;
  /** Where its files go; absent: where the manifest says. */
  paths?: Paths;
  /** Hears of the published result before its evidence is gathered. */
  onPublished?(outcome: Outcome): void;
  /** Hears of it again when its claims are tested and its pairs are read, before the atlas is made. */
  onJudged?(outcome: Outcome): void;
}

/** Stands where a result says which command makes it again. */
const calledByProgram = 'runExperiment(manifest)';

/**
 * Prepares an experiment, and holds its run folder while it is worked on.
 * @throws InputError for what is wrong with the user's input; RunError when another command works there; and what the work throws.
 */
export async function inRun<Found>(
  loaded: LoadedManifest,
  host: ExperimentHost,
  work: (prepared: PreparedContext) => Promise<Found>,
): Promise<Found> {
  const { cwd = process.cwd(), now = () => new Date() } = host;
  const start: StartContext = {
    loaded,
    paths: host.paths ?? pathsOf(loaded, cwd),
    reporter: host.reporter ?? silentReporter,
    ...(host.model !== undefined && { opened: host.model }),
    interrupted: host.interrupted ?? (() => false),
    now,
    started: now(),
    circumstances: host.circumstances ?? (await circumstancesOf(calledByProgram, cwd)),
  };
  const prepared = { ...start, ...(await prepare(start)) };
  return holding(prepared.paths, prepared.reporter, (lock) => work({ ...prepared, stillOurs: lock.check }));
}

/**
 * Runs an experiment: what was trained or recorded before with the same settings is used again.
 * @param loaded what `loadManifest` gives.
 * @throws InputError (the user's input), RunError (training diverged) or Interrupted (resumable).
 */
export const runExperiment = (loaded: LoadedManifest, host: ExperimentHost = {}): Promise<Outcome> =>
  inRun(loaded, host, async (prepared) => {
    const fresh = host.fresh === true;
    if (fresh) await startOver(prepared);
    const trained = { ...prepared, ...(await model({ ...prepared, fresh })) };
    await previewPassage(trained);
    const recorded = { ...trained, ...(await record(trained)) };
    const comparing = meanwhile(compare(recorded));
    await keepTokens(recorded, recorded);
    const written = { ...recorded, ...(await write(recorded)) };
    const found = { ...written, ...(await find(written)) };
    const { result, shown } = await publish(found);
    const { manifest, paths, pairSets } = found;
    const outcome = {
      result,
      directory: paths.result,
      run: paths.run,
      shown: inTexts((text) => shownActivationsOf(shown, text, result.record)),
    };
    const { evidence, atlas } = manifest;
    const isJudged = evidence !== 'none' || pairSets.length > 0;
    if (isJudged || atlas !== 'none') host.onPublished?.(outcome);
    const compared = { ...found, result, compared: await comparing };
    const judged = await withPairs(evidence === 'none' ? compared : await withEvidence(compared));
    if (isJudged) host.onJudged?.({ ...outcome, result: judged.result });
    return { ...outcome, result: await makeAtlas({ ...judged, result: await changeItsMind(judged) }) };
  });

export type EvidenceOutcome = Omit<Outcome, 'shown'>;

/**
 * @throws InputError when result, model or recording are missing or of other settings; Interrupted when the user asks to
 * stop: the result stands as it was.
 */
export const runEvidence = (loaded: LoadedManifest, host: ExperimentHost): Promise<EvidenceOutcome> =>
  inRun(loaded, host, async (prepared) => {
    const trained = { ...prepared, ...(await keptModel(prepared)) };
    const recorded = { ...trained, ...(await keptRecording(trained)) };
    const standing = { ...recorded, ...(await keptResult(recorded)), compared: await compare(recorded) };
    const result = await changeItsMind(await withPairs(await withEvidence(standing)));
    return { result, directory: prepared.paths.result, run: prepared.paths.run };
  });

async function startOver({ paths: { run, cwd }, reporter }: StartContext): Promise<void> {
  const aside = await setRunAside(run);
  if (aside !== null) reporter.note(`Starting over. The earlier run is kept in ${relative(cwd, aside)}.`);
}

/** Trained before with the same settings, or the one that the manifest names. */
async function keptModel(context: PreparedContext) {
  const { manifest, given, paths } = context;
  const trained = given === null || manifest.train.continue;
  const checkpoint = trained ? await modelTrainedBefore(context) : given;
  if (checkpoint === null) throw missing(context, paths.run, 'holds no model that was trained with these settings');
  const vectors = given === null ? await startVectors(context) : null;
  const engine = await chooseEngine(manifest);
  return { engine, trainedNow: false, checkpoint, vectors };
}

async function keptRecording(context: ModelContext) {
  const observed = await keptReading(context);
  if (observed === null) throw missing(context, context.paths.run, 'holds no recording of this text by this model');
  return { observed, warmUp: warmUpOf(observed.segments.length, context.manifest) };
}

async function keptResult(context: RecordedContext) {
  const { manifest, marked, paths } = context;
  const result = await readResult(paths.result).catch(() => null);
  if (result === null || result.provenance.configHash !== configHash(manifest)) {
    throw missing(
      context,
      paths.result,
      result === null ? 'holds no valid result' : 'holds a result of other settings',
    );
  }
  const features = marked.map(({ feature }) => {
    const found = result.features.find(({ name }) => name === feature.name);
    if (found === undefined) throw missing(context, paths.result, `has no feature "${feature.name}"`);
    return found;
  });
  return { features, result, drawn: result.record };
}

const missing = ({ loaded, paths }: PreparedContext, path: string, what: string): InputError =>
  new InputError('nothing-to-test', {
    what: `${pathFrom(paths.cwd, path)} ${what}`,
    fix: `Run npm run experiment ${loaded.path} first; it gathers the evidence too`,
  });

const withPairs = async (context: JudgedContext): Promise<JudgedContext> => ({
  ...context,
  result: await askPairs(context),
});

/** Seconds between two writings of what was found so far, at least. */
const pause = 5;

/**
 * Gathers the evidence and adds it to the result that stands already. One without evidence is given what was found so far while it is
 * gathered, marked as incomplete; one that is complete stays as it is until all is gathered anew. Nothing is said of a claim before it was
 * tested on the other documents.
 * @throws Interrupted when the user asks to stop: the result stands with what was found, and the same command goes on.
 */
async function withEvidence(context: JudgedContext): Promise<JudgedContext> {
  const { now, paths } = context;
  const seconds = () => now().getTime() / 1000;
  let { result } = context;
  let tested = false;
  let last = Number.NEGATIVE_INFINITY;
  let told = '';
  const asItComes: OnFound = async (soFar, finding) => {
    tested ||= finding === 'heldOut';
    if (!tested || soFar.steps.done === soFar.steps.of || result.evidencePending === undefined) return;
    const findings = JSON.stringify([soFar.claims, soFar.groups, soFar.probes]);
    if (findings === told || seconds() - last < pause) return;
    result = await addEvidence(paths.result, soFar);
    [told, last] = [findings, seconds()];
  };
  const stands = (folder: string): string => {
    if (result.evidence !== null && result === context.result) return `The result in ${folder} is as it was`;
    return `The result with${result.evidence === null ? 'out evidence' : ' what was found so far'} is in ${folder}`;
  };
  return await besideResult(context, { what: 'Stopped while the evidence was gathered', stands }, async () => {
    const causes = await causesOf(context);
    const evidence = await evidenceOf({ ...context, causes }, asItComes);
    return { ...context, result: await addEvidence(paths.result, evidence) };
  });
}
