/**
 * The stage `pairs`: asks the network which of two continuations it prefers, as it is and with the claimed neurons held, and
 * publishes what that comes to beside the result. Sets of the same model, pairs and claims that stand already are left as they are.
 */

import { item } from '../../core/at.ts';
import { cutOf, joinTokens } from '../../core/cut.ts';
import { Interrupted } from '../../core/errors.ts';
import { pathFrom } from '../../core/paths.ts';
import { drawnOf } from '../../manifest/record.ts';
import { componentName, widthOf } from '../../models/reading.ts';
import { pairSetOf } from '../../pairs/pair-set.ts';
import { scanCriteria } from '../../pairs/scan.ts';
import { sequencesOf } from '../../pairs/sequences.ts';
import type { NeuronGroup } from '../../pairs/set-task.ts';
import { openReader } from '../../recording/reader.ts';
import type { PairSet } from '../../results/pairs-schema.ts';
import type { Result } from '../../results/schema.ts';
import { publishedPairs, writePairs } from '../../results/write-pairs.ts';
import type { JudgedContext, PublishedContext } from '../context.ts';
import { keyOf } from '../evidence/finding-cache.ts';
import { pauseOf } from '../reading.ts';
import { type AlikeDraws, alikeNeurons } from './alike-neurons.ts';
import type { EncodedPairSet } from './asked-pairs.ts';
import { openPairReader } from './pair-reader.ts';

/** Raised when the same pairs would come out otherwise. */
const version = 3;

/** @throws Interrupted when the user asks to stop: the result stands with what was found before. */
export async function askPairs(context: JudgedContext): Promise<Pick<PublishedContext, 'result'>> {
  const { pairSets, paths, result } = context;
  if (pairSets.length === 0)
    return { result: result.pairs === undefined ? result : await writePairs(paths.result, null) };
  const looked = lookedAt(result);
  const key = keyOf(version, ...dependsOn(context), looked);
  const standing = await publishedPairs(paths.result);
  if (standing?.key === key && result.pairs !== undefined) return { result };
  const alike = await alikeNeurons(
    context,
    looked.flatMap(({ neurons }) => neurons),
  );
  const sets: PairSet[] = [];
  try {
    for (const asked of pairSets) sets.push(await setOf(context, asked, looked, alike));
  } catch (error) {
    throw error instanceof Interrupted ? stopped(context) : error;
  }
  return { result: await writePairs(paths.result, { schema: 1, key, sets }) };
}

function stopped({ loaded, paths: { cwd, result: directory, run } }: JudgedContext): Interrupted {
  return new Interrupted('stopped-evidence', {
    what: 'Stopped while the pairs were asked',
    fix: `To go on, run the same command again, or npm run evidence ${loaded.id}`,
    files: `The result without them is in ${pathFrom(cwd, directory)}; the model and the recording are kept in ${pathFrom(cwd, run)}`,
  });
}

function dependsOn({ pairSets, checkpoint, manifest, observed }: JudgedContext): unknown[] {
  const weights = Object.entries(checkpoint.weights).flatMap(([name, { data }]) => [name, data]);
  const pairs = pairSets.flatMap(({ pairs, ...rest }) => [
    ...pairs.flatMap(({ text, right, wrong, ...about }) => [text, right, wrong, about]),
    rest.settings,
    rest.before,
  ]);
  return [drawnOf(manifest), checkpoint.architecture, observed.ids, observed.segments, ...weights, ...pairs];
}

/** Claimed neurons, those of leading claims first, then groups; of the component and layer that are drawn. */
function lookedAt({ evidence, record }: Result): Omit<NeuronGroup, 'alike'>[] {
  if (evidence === null || !('claims' in evidence)) return [];
  const own = ({ component, layer }: { component: string; layer: number }) =>
    component === record.component && layer === record.layer;
  const claims = evidence.claims.filter(own).sort((a, b) => Number(b.lead) - Number(a.lead));
  const neurons = [...new Set(claims.map(({ neuron }) => neuron))];
  const groups = evidence.groups
    .filter((group) => group.members.every((member) => own({ ...group, ...member })) && group.members.length > 1)
    .map(({ members }) => members.map(({ neuron }) => neuron).sort((a, b) => a - b));
  const different = [...new Map(groups.map((members) => [members.join(), members])).values()];
  return [
    ...neurons.map((neuron): Omit<NeuronGroup, 'alike'> => ({ neurons: [neuron], why: 'claimed' })),
    ...different.map((members): Omit<NeuronGroup, 'alike'> => ({ neurons: members, why: 'group' })),
  ];
}

const tooFewToScan = (name: string): string =>
  `Pairs "${name}": scan: true has nothing to say of so few: one half chooses neurons and the other tests them, and each needs ${scanCriteria.clusters} couples of twins (or texts without a twin).`;

async function setOf(
  context: JudgedContext,
  { settings, before, pairs, by, skipped, unknown }: EncodedPairSet,
  looked: readonly Omit<NeuronGroup, 'alike'>[],
  alike: AlikeDraws,
): Promise<PairSet> {
  const { engine, checkpoint, manifest, reporter } = context;
  const { component, layer } = drawnOf(manifest);
  const title = `Asking the pairs ${settings.name}`;
  reporter.step(title);
  const cut = cutOf(checkpoint);
  const reader = openReader(engine, checkpoint);
  const readings = await openPairReader({ engine, network: checkpoint, reader, before, pause: pauseOf(context) });
  try {
    const found = await pairSetOf({
      ...{ pairs, by, cluster: settings.cluster, readings, component, layer, scan: settings.scan },
      sequences: sequencesOf(pairs, before.length > 0),
      array: componentName(component, layer),
      units: widthOf(checkpoint.architecture, componentName(component, layer)),
      looked: looked.map((each) => ({ ...each, alike: alike(each.neurons) })),
      holds: settings.hold.map(({ neurons, at }) => ({
        neurons: { neurons, why: 'by hand', alike: alike(neurons) },
        at,
      })),
      alikeTo: (neuron) => alike([neuron]),
      words: (ids) =>
        joinTokens(
          Array.from(ids, (id) => item(checkpoint.vocabulary, id)),
          cut,
        ),
      onProgress: (share) => reporter.progress({ done: share, total: 1, text: title }),
    });
    if (settings.scan && found.scan === null) reporter.note(tooFewToScan(settings.name));
    return {
      ...{ name: settings.name, source: settings.source, skipped, unknown },
      ...{ mark: settings.mark ?? null, before: settings.before ?? null },
      ...found,
    };
  } finally {
    await readings.release();
    await reader.release();
  }
}
