/** What `<Highlight>` of a write-up shows; what may be left out where the result leaves no doubt. Pure. */
import { z } from 'zod';
import {
  type FeatureResult,
  type Result,
  type TextName,
  textNameSchema,
} from '../../../runner/experiment/results/schema.ts';
import { claimsOn } from '../claims.ts';
import { detectedNeurons, leadNeuron } from '../lead.ts';
import type { Stretch } from '../stretch.ts';
import { listed, WriteUpError, type WriteUpPlace } from './expression.ts';
import { featureOf } from './facts.ts';

const shape = {
  feature: z.string().optional(),
  neuron: z.int().min(0).optional(),
  text: textNameSchema.optional(),
  from: z.int().min(0).optional(),
  to: z.int().min(0).optional(),
};

interface Highlight {
  text: TextName;
  between: Stretch;
  neuron: number;
  /** What is underlined; null where a neuron is named and could be one of several features. */
  feature: FeatureResult | null;
}

/** @param given the properties, of which `from` and `to` are both shown. @throws WriteUpError that names what is wrong, and what there is. */
export function highlightOf(place: WriteUpPlace, result: Result, given: Record<string, unknown>): Highlight {
  const checked = z.strictObject(shape).safeParse(given);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const what = [...(issue?.path ?? []), issue?.message ?? 'not understood'].join(': ');
    throw new WriteUpError(place, what, `it takes ${listed(Object.keys(shape))}, numbers in braces: {4}`);
  }
  const { text = result.detection.on, from = 0, neuron: named, ...props } = checked.data;
  const count = result.texts[text].tokens.length;
  if (count === 0) throw new WriteUpError(place, `there is no ${text} text`, 'name the other one: text="..."');
  const { to = count - 1 } = props;
  if (from > to || to >= count)
    throw new WriteUpError(place, `the ${text} text has no tokens ${from} to ${to}`, `it has 0 to ${count - 1}`);
  const isOpen = props.feature === undefined && named !== undefined && result.features.length !== 1;
  const feature = isOpen ? null : featureOf(place, result, props.feature);
  const leads = feature && (detectedNeurons(feature).length > 0 || claimsOn(result, feature).length > 0);
  const neuron = named ?? (leads ? leadNeuron(result, feature) : undefined);
  if (neuron === undefined) throw new WriteUpError(place, 'no neuron was chosen', 'name one by its number: neuron={0}');
  const { units } = result.model;
  if (neuron >= units)
    throw new WriteUpError(
      place,
      `there is no neuron ${neuron}`,
      `a layer of this model has neurons 0 to ${units - 1}`,
    );
  return { text, between: [from, to + 1], neuron, feature };
}
