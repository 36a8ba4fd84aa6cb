/** Paths to the numbers that the documentation prints: `9.04 <!-- = quotes: observation.perplexity -->`. */
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import type { Result } from '../../../runner/experiment/results/schema.ts';
import { headline, verdictPhrase } from '../../../runner/words/verdict.ts';
import { claimsOn, leadClaim } from '../../../site/words/claims.ts';
import { detectedNeurons } from '../../../site/words/ranking.ts';

/** A result, and by the names of its features the claims that speak for them and the neurons that were chosen. */
export function docsFacts(result: Result): unknown {
  const byName = (of: (feature: Result['features'][number]) => unknown) =>
    Object.fromEntries(result.features.map((feature) => [feature.name, of(feature)]));
  return {
    ...result,
    evidence: result.evidence,
    lead: byName((feature) => inWords(leadClaim(claimsOn(result, feature)))),
    chosen: byName(detectedNeurons),
  };
}

/** With its sentence and its verdict in words, which the result holds as codes. */
const inWords = (claim: Claim | undefined) =>
  claim && {
    ...claim,
    headline: headline(claim),
    verdict: { ...claim.verdict, phrase: verdictPhrase(claim) },
  };

/** What an element of a list can be called by, in this order. */
const names = ['name', 'feature', 'neuron', 'epoch'];

/**
 * The value at a path of keys with dots between them. In a list an element is called by its name, feature, neuron or epoch
 * (evidence.claims.commas.251: by two of them), else by its place from 0; 'first' and 'last' go everywhere.
 * @throws Error with `place` when there is no one value.
 */
export function valueAt(root: unknown, path: string, place: string): string | number | boolean {
  const found = path.split('.').reduce((value: unknown, step) => {
    if (!Array.isArray(value)) return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    if (step === 'first' || step === 'last') return value.at(step === 'first' ? 0 : -1);
    const called = value.filter((each) => isObject(each) && names.some((name) => String(each[name]) === step));
    return called.length === 0 ? value[Number(step)] : called.length === 1 ? called[0] : called;
  }, root);
  if (typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean') return found;
  throw new Error(`${place}: there is no value at ${path}`);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
