/** What a neuron of a long memory remembers, as far as the tests tell. Pure. */

import type { AtlasMap } from '../../../runner/analysis/atlas/atlas-arrays.ts';
import type { Atlas } from '../../../runner/analysis/atlas/atlas-schema.ts';
import { verdictLevels } from '../../../runner/analysis/findings/claim-schema.ts';
import { both, counted, decimal } from '../../../runner/core/words.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import type { Result } from '../../../runner/experiment/results/schema.ts';
import { tells } from './learned.ts';
import type { FeatureEffect, PublishedProfile } from './profile.ts';

export interface Remembers {
  /** What was claimed of it and tested, with the verdict. */
  claims: Claim[];
  /** Features of the catalogue that it tells and the token alone does not decide, the clearest first. */
  states: FeatureEffect[];
  /** Those that the token decides, which take no memory. */
  tokens: FeatureEffect[];
  /** How its level in one passage of a document goes with that in another, beyond its tokens; null where that is no more than chance. */
  document: number | null;
}

/** So many features are named of each kind. */
const named = 4;

export function remembersOf(
  result: Pick<Result, 'evidence'>,
  { component, layer, documents }: Pick<Atlas, 'component' | 'layer' | 'documents'>,
  { document }: Pick<AtlasMap, 'document'>,
  { neuron, effects }: Pick<PublishedProfile, 'neuron' | 'effects'>,
): Remembers {
  const claims = (result.evidence?.claims ?? []).filter(
    (claim) => claim.neuron === neuron && claim.component === component && claim.layer === layer,
  );
  const claimed = new Set(claims.map(({ feature }) => feature));
  const told = effects.filter(
    ({ feature, confirmation, beyond, learned }) =>
      !claimed.has(feature.name) && tells({ effect: confirmation, beyond, learned }),
  );
  const of = (decided: boolean) => told.filter(({ feature }) => feature.decidedByToken === decided).slice(0, named);
  const correlation = document?.[neuron] ?? Number.NaN;
  const isDocument = documents !== null && documents !== undefined && correlation > documents.limit;
  return { claims, states: of(false), tokens: of(true), document: isDocument ? correlation : null };
}

/** Verdicts from this one on say that something is remembered. */
const remembered = verdictLevels.indexOf('remembers');

/** Whether a test says something that it takes memory to know. */
export const isNamed = ({ claims, states, document }: Remembers): boolean =>
  document !== null ||
  states.length > 0 ||
  claims.some(({ verdict }) => verdictLevels.indexOf(verdict.level) >= remembered);

/** Whether its level goes with the document, in a sentence; null where that is not shown. */
export const documentSentence = ({ document }: Remembers, { documents }: Pick<Atlas, 'documents'>): string | null =>
  document === null || !documents
    ? null
    : `Its level goes with the document, beyond what the tokens say: where it is high in one passage it is high in another of the same document (r = ${decimal(document)} over ${counted(documents.count, 'document')}, more than chance among all neurons; not compared with untrained networks).`;

/** What is not known, in a sentence; null where something is named. */
export function unnamedSentence(remembers: Remembers): string | null {
  if (isNamed(remembers)) return null;
  const names = remembers.tokens.map(({ feature }) => `“${feature.name}”`);
  return names.length === 0
    ? 'Nobody can name yet what it remembers: it tells no feature that was tested.'
    : `Nobody can name yet what it remembers: it tells ${both(names)}, but the token alone decides ${names.length === 1 ? 'that' : 'those'}.`;
}
