/**
 * What networks that never learnt have of the features: read once, by evidence or atlas, whichever asks first, and kept in the
 * run folder under the key of all that it depends on. Of networks drawn anew, which know nothing of the trained one (or of a
 * whole network with its weights shuffled), as
 * `untrained/<component>.<layer>.bin` (of several arrays their names with a + between them); of the trained one with its weights shuffled, and of the manifest's own
 * features alone, in `shuffled/`.
 */

import { join } from 'node:path';
import { z } from 'zod';
import { standingCriteria } from '../../analysis/atlas/learned.ts';
import { benchOf } from '../../analysis/findings/bench.ts';
import type { OnShare, UntrainedNetwork } from '../../analysis/findings/finding.ts';
import { effectsOfNetworks, type NetworkLook, untrainedBounds } from '../../analysis/findings/untrained.ts';
import { keep, kept, keyOf, type StorePlace } from '../../core/store.ts';
import { referenceClass, withinFeature } from '../../text/labels/features.ts';
import type { EvidenceContext } from '../context.ts';
import { evidenceLevel } from '../manifest/parts-schema.ts';
import { recordedNames, recordedOf } from '../manifest/record.ts';
import { stopIfAsked } from '../reading.ts';
import { type HalvedText, halfOfDocuments } from './halves.ts';
import { arraysOf, inputWith } from './ladder-input.ts';
import { threadedSweep } from './neuron-threads.ts';
import { type UntrainedKind, unlearntOf, untrainedHalves } from './untrained-threads.ts';

/** Raised when networks are drawn, read or measured otherwise. */
const version = 4;

const folders: Readonly<Record<UntrainedKind, string>> = { drawn: 'untrained', shuffled: 'shuffled' };

const numbers = z.array(z.number().nullable());
const table = z.array(z.instanceof(Float64Array));
const networksSchema: z.ZodType<UntrainedNetwork[]> = z.array(
  z.object({
    ...{ discovery: table, confirmation: table, probes: numbers },
    standing: z.object({ z: table, threshold: z.number(), labels: numbers }).nullable(),
    curves: z.array(z.array(z.number()).nullable()).optional(),
    documents: numbers.optional(),
  }),
);

interface Asked {
  /** How many networks; the first of them are the same whatever is asked. */
  networks: number;
  /** Hears the share that is read, 0 to 1; may throw to stop: then the networks are kept that were read by then. */
  onProgress?: OnShare | undefined;
  /** Whether the first network is read by a probe too, as full evidence asks; absent: where the manifest asks for that. */
  probes?: boolean;
}

/**
 * Networks that never learnt read half of the documents. Of several arrays each is looked at by itself too, and kept, where it is to have an atlas: they are read once for all.
 * @returns [networks] of the manifest's features and, behind them, of all others that neurons are compared by.
 */
export async function untrainedEffects(
  context: EvidenceContext,
  whole: HalvedText,
  kind: UntrainedKind,
  asked: Asked,
): Promise<readonly UntrainedNetwork[]> {
  const { manifest } = context;
  const { networks } = asked;
  // Where documents have labels, a document is one observation: half of them say less of each neuron.
  const text = context.documents.length > 0 ? whole : halfOfDocuments(whole);
  const all = await lookedOf(context, text, { ...asked, kind });
  if (all.before.length >= networks) return all.before.slice(0, networks);
  const arrays = recordedOf(manifest);
  const each = arrays.length > 1 && all.standing ? arraysOf(manifest, context.checkpoint.architecture) : [];
  const alone: NetworkLook[] = [];
  let from = 0;
  for (const { units, component, layer } of each) {
    const own = { ...context, manifest: { ...manifest, record: { component, layer } }, drawn: { component, layer } };
    const looked = await lookedOf(own, text, { kind, networks, probes: false });
    // One that was read alone, or of which more is kept, is left as it is.
    if (looked.before.length === all.before.length)
      alone.push({ ...looked, bench: looked.bench(), alone: { from, units } });
    from += units;
  }
  const { onProgress } = asked;
  const read = untrainedHalves(context, text, kind, { networks, from: all.before.length, onProgress });
  return await effectsOfNetworks([{ ...all, bench: all.bench() }, ...alone], read);
}

/** How the recorded arrays of these networks are looked at, and what is known of that. */
async function lookedOf(
  context: EvidenceContext,
  text: HalvedText,
  {
    kind,
    networks,
    probes = kind === 'drawn' && evidenceLevel(context.manifest.evidence) === 'full',
  }: Asked & { kind: UntrainedKind },
) {
  const { manifest, paths, checkpoint, tools, compared } = context;
  const { ids, segments, before } = context.observed;
  const forAtlas = kind === 'drawn' && manifest.atlas !== 'none';
  const array = recordedNames(manifest).join('+');
  const probed = probes ? manifest.features.length : 0;
  const key = keyOf(
    ...[version, array, forAtlas, standingCriteria, untrainedBounds],
    ...[unlearntOf(context, kind), tools.unit, checkpoint.vocabulary, ids, segments, before, text, context.documents],
    compared.map(({ feature, mask }) => [referenceClass(feature), withinFeature(feature), mask]),
  );
  const place = { path: join(paths.run, folders[kind], `${array}.bin`), key, schema: networksSchema };
  const known = (await kept(place)) ?? [];
  return {
    bench() {
      const input = inputWith({ discovery: [], confirmation: [] }, context, text, context.compared);
      return benchOf(
        { ...input, permutations: standingCriteria.permutations },
        threadedSweep(() => stopIfAsked(context)),
      );
    },
    standing: forAtlas,
    probed,
    // Quick evidence takes what full evidence kept, probes and all.
    before: (known[0]?.probes.length ?? 0) >= probed ? known : [],
    onFound: keptNowAndThen(place, networks, () => context.now().getTime()),
  };
}

/** Milliseconds of reading that may be lost when the work is stopped. */
const pause = 10_000;

/** Writes down what is found: all of it at the end, and the networks so far when the last time is a while ago. */
function keptNowAndThen(
  place: StorePlace<UntrainedNetwork[]>,
  wanted: number,
  now: () => number,
): NetworkLook['onFound'] {
  let last = now();
  return async (found) => {
    if (found.length < wanted && now() - last < pause) return;
    await keep(place, found);
    last = now();
  };
}
