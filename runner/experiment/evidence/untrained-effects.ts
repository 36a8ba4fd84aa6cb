/**
 * What networks that never learnt have of the features: read once, by evidence or atlas, whichever asks first, and kept in the
 * run folder under the key of all that it depends on. Of networks drawn anew, which know nothing of the trained one (or of a
 * whole network with its weights shuffled), as
 * `untrained/<component>.<layer>.safetensors` (of several arrays their names with a + between them); of the trained one with its weights shuffled, and of the manifest's own
 * features alone, in `shuffled/`.
 */

import { join } from 'node:path';
import { standingCriteria } from '../../atlas/learned.ts';
import { referenceClass, withinFeature } from '../../features/features.ts';
import { benchOf } from '../../ladder/bench.ts';
import type { Listener, UntrainedNetwork } from '../../ladder/readings.ts';
import { type Alone, effectsOfNetworks, type UntrainedOptions, untrainedBounds } from '../../ladder/untrained.ts';
import { catalogueCount, evidenceLevel } from '../../manifest/evidence.ts';
import { recordedNames, recordedOf } from '../../manifest/record.ts';
import type { EvidenceContext } from '../context.ts';
import { stopIfAsked } from '../reading.ts';
import { vectorsHash } from '../start-vectors.ts';
import { readEffects, writeEffects } from './effects-file.ts';
import { keyOf } from './finding-cache.ts';
import type { HalvedText } from './halves.ts';
import { arraysOf, inputWith } from './ladder-input.ts';
import { threadedEffects, threadedSweep } from './neuron-threads.ts';
import { tokensOf, untrainedNetworkCount } from './untrained-networks.ts';
import { isShuffled, type UntrainedKind, untrainedHalves } from './untrained-threads.ts';

/** Raised when networks are drawn, read or measured otherwise. */
const version = 4;

const folders: Readonly<Record<UntrainedKind, string>> = { drawn: 'untrained', shuffled: 'shuffled' };

interface Asked {
  /** Hears the share that is read, 0 to 1; may throw to stop: then the networks are kept that were read by then. */
  onProgress?: Listener | undefined;
  /** Whether the first network is read by a probe too, as full evidence asks; absent: where the manifest asks for that. */
  probes?: boolean;
}

/**
 * Of several arrays each is looked at by itself too, and kept, where it is to have an atlas: they are read once for all.
 * @returns [networks] of the manifest's features, and behind them, where an atlas is wanted and they are drawn, or the catalogue is
 *   tested, of the catalogue's.
 */
export async function untrainedEffects(
  context: EvidenceContext,
  text: HalvedText,
  kind: UntrainedKind,
  asked: Asked = {},
): Promise<readonly UntrainedNetwork[]> {
  const { manifest } = context;
  const wanted = untrainedNetworkCount(context.checkpoint.architecture, tokensOf(context.observed));
  const all = await lookedOf(context, text, { ...asked, kind, wanted });
  if (all.before.length === wanted) return all.before;
  const arrays = recordedOf(manifest);
  const each =
    arrays.length > 1 && all.standing !== undefined ? arraysOf(manifest, context.checkpoint.architecture) : [];
  const alone: Alone[] = [];
  let from = 0;
  for (const { units, component, layer } of each) {
    const own = { ...context, manifest: { ...manifest, record: { component, layer } }, drawn: { component, layer } };
    const looked = await lookedOf(own, text, { kind, wanted, probes: false });
    // One that was read alone, or of which more is kept, is left as it is.
    if (looked.before.length === all.before.length) alone.push({ ...looked, bench: looked.bench(), from, units });
    from += units;
  }
  const networks = untrainedHalves(context, text, kind, { from: all.before.length, onProgress: asked.onProgress });
  return await effectsOfNetworks(all.bench(), networks, { ...all, alone });
}

/** How the recorded arrays of these networks are looked at, and what is known of that. */
async function lookedOf(
  context: EvidenceContext,
  text: HalvedText,
  {
    kind,
    wanted,
    probes = kind === 'drawn' && evidenceLevel(context.manifest.evidence) === 'full',
  }: Asked & { kind: UntrainedKind; wanted: number },
) {
  const { manifest, paths } = context;
  const forAtlas = kind === 'drawn' && manifest.atlas !== 'none';
  const compared =
    forAtlas || catalogueCount(manifest.evidence) > 0
      ? context.compared
      : context.compared.slice(0, manifest.features.length);
  const array = recordedNames(manifest).join('+');
  const path = join(paths.run, folders[kind], `${array}.safetensors`);
  const probed = probes ? manifest.features.length : 0;
  const key = keyOf(
    ...[version, array, forAtlas, standingCriteria, untrainedBounds],
    ...untrainedDependOn(context, kind),
    ...textAndFeatures(context, text, compared),
    ...context.documents.flatMap(({ name, values }) => [name, values]),
  );
  const kept = (await readEffects(path, key)) ?? [];
  return {
    bench() {
      const input = inputWith({ discovery: [], confirmation: [] }, context, text, compared);
      return benchOf(
        { ...input, permutations: standingCriteria.permutations },
        threadedEffects(() => stopIfAsked(context)),
      );
    },
    ...(forAtlas && { standing: threadedSweep() }),
    probed,
    // Quick evidence takes what full evidence kept, probes and all.
    before: (kept[0]?.probes.length ?? 0) >= probed ? kept : [],
    onFound: keptNowAndThen(path, key, wanted, () => context.now().getTime()),
  };
}

/** Milliseconds of reading that may be lost when the work is stopped. */
const pause = 10_000;

/** Writes down what is found: all of it at the end, and the networks so far when the last time is a while ago. */
function keptNowAndThen(path: string, key: string, wanted: number, now: () => number): UntrainedOptions['onFound'] {
  let last = now();
  return async (found) => {
    if (found.length < wanted && now() - last < pause) return;
    await writeEffects(path, key, found);
    last = now();
  };
}

/** What makes them other networks. */
export function untrainedDependOn(
  { manifest, checkpoint, observed, vectors }: EvidenceContext,
  kind: UntrainedKind,
): readonly unknown[] {
  const trained = Object.entries(checkpoint.weights).flatMap(([name, { data }]) => [name, data]);
  const networks = untrainedNetworkCount(checkpoint.architecture, tokensOf(observed));
  return [
    checkpoint.architecture,
    manifest.seed,
    manifest.model.initialization,
    vectorsHash(manifest, vectors),
    networks,
    ...(isShuffled(kind, checkpoint.architecture) ? trained : []),
  ];
}

const named = (other: string | null): string[] => (other === null ? [] : [other]);

function textAndFeatures(
  { checkpoint, observed, tools }: EvidenceContext,
  text: HalvedText,
  compared: EvidenceContext['compared'],
) {
  const cut = [text.discovery, text.confirmation].flatMap(({ warmUp, sources, segments, scored }) => [
    [warmUp, segments, scored.length],
    sources,
    scored.positions,
  ]);
  return [
    ...[tools.unit, checkpoint.vocabulary, observed.ids, observed.segments, observed.before, text.swapped],
    ...cut,
    ...compared.flatMap(({ feature, mask }) => [referenceClass(feature), ...named(withinFeature(feature)), mask]),
  ];
}
