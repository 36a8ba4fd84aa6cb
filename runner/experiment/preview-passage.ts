/**
 * A first look, seconds after the command: the neuron that tells the first feature best on a few documents, and how it colours the text.
 * Shown on a terminal while all of the text is read, and kept nowhere: what is published is found on the whole text, and tested.
 */
import { observeNeurons } from '../analysis/reading/observe.ts';
import { rank } from '../analysis/stats/detection.ts';
import { relevance } from '../analysis/stats/relevance.ts';
import { firstTokens } from '../analysis/stats/view.ts';
import { at, item } from '../core/at.ts';
import { cutOf, warmUpOf, withSpaces } from '../core/cut.ts';
import { counted } from '../core/format.ts';
import { areNumbers } from '../core/values.ts';
import { nameOfNetwork, rangeIn } from '../nn/models/networks.ts';
import { componentName, operationsPerToken } from '../nn/models/reading.ts';
import type { ModelContext } from './context.ts';
import { recordedOf } from './manifest/record.ts';

/** Tokens that are read, at most and of at most so many operations (a second), and those that are shown. */
const most = { tokens: 8192, operations: 1e11, shown: 120 } as const;
/** A text that is read in fewer operations is there before anyone waits. */
const worthALook = 3e11;

/** Nothing is read where nobody looks, nor shown of a text that is read at once or from right to left, of one stream, or where the first feature is a number. */
export async function previewPassage(context: ModelContext, worth = worthALook): Promise<void> {
  const { manifest, marked, text, checkpoint, engine, reporter } = context;
  const { ids, before, tokens } = text;
  if (reporter.glance === undefined) return;
  const perToken = operationsPerToken(checkpoint.architecture);
  const looked = Math.min(most.tokens, most.operations / perToken);
  const segments = text.segments.filter(([start, length]) => start + length <= looked);
  const read = segments.reduce((end, [start, length]) => Math.max(end, start + length), 0);
  const [first] = marked;
  const isWorthIt = ids.length * perToken > worth && read > 0 && 2 * read <= ids.length;
  if (!isWorthIt || text.direction !== undefined) return;
  if (first === undefined || areNumbers(first.mask)) return;
  const { component, layer } = recordedOf(manifest)[0];
  const activations = await observeNeurons({
    engine,
    checkpoint,
    ids: ids.subarray(0, read),
    segments,
    before,
    arrays: [componentName(component, layer)],
    view: firstTokens(read),
  });
  const warmUp = warmUpOf(text.segments.length, manifest);
  const scored = relevance(activations, first.mask.subarray(0, read), { segments, warmUp });
  const scores = manifest.detect.by === 'effect' ? scored.difference : scored.relevance;
  const [neuron] = rank(scores);
  if (neuron === undefined || !(at(scores, neuron) > 0)) return;
  const documents = new Set(segments.map((_, segment) => text.documentOfSegment[segment])).size;
  reporter.glance({
    title: `So far neuron ${neuron} tells “${first.feature.name}” best (${counted(documents, 'document')}); now all are read, and it is tested.`,
    tokens: withSpaces(tokens.slice(0, most.shown), cutOf(checkpoint)),
    values: item(activations, neuron).subarray(0, most.shown),
    range: rangeIn(nameOfNetwork(checkpoint.architecture), component),
    theme: manifest.theme,
  });
}
