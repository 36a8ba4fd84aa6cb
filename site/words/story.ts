/**
 * The experiment told in paragraphs, for a page whose author wrote none: what read what, what each feature's leading claim
 * says besides its sentence, what stayed open, and how far to believe it. Each sentence is read from the result. Pure.
 */

import { both, counted, decimal, integer, significant } from '../../runner/core/words.ts';
import type { Claim } from '../../runner/results/evidence-schema.ts';
import { rungLabels, rungNames } from '../../runner/results/names-schema.ts';
import type { Reason } from '../../runner/results/reasons-schema.ts';
import type { Result } from '../../runner/results/schema.ts';
import { evidenceNotes, exposureWords } from '../../runner/words/exposure.ts';
import { reasonSentence } from '../../runner/words/reasons.ts';
import { verdictPhrase } from '../../runner/words/verdict.ts';
import { evidenceOf, roleSentence } from './claims.ts';
import { aCell, componentName } from './components.ts';
import { tested } from './finding.ts';
import { folded } from './folded.ts';
import { withoutFolders } from './folders.ts';
import { fullFeatures, type PageFeature } from './page-features.ts';
import { tokenLabel } from './token.ts';

export function story(result: Result): string[] {
  return [
    ofModel(result),
    ofReading(result),
    ...fullFeatures(result).flatMap(({ feature, lead }) => (lead ? [ofClaim(feature, lead)] : [])),
    ofRhythms(result),
    ofDoubt(result),
  ].filter((paragraph) => paragraph !== '');
}

const sentenceStart = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function ofModel({ model, corpus, learningCurve }: Result): string {
  const what = `${sentenceStart(aCell(model.cell))} with ${counted(model.layers, 'layer')} of ${counted(model.units, 'unit')}, ${integer(model.parameters)} parameters, learned to predict the next ${model.unit}.`;
  const from =
    model.origin === 'trained here'
      ? `It was trained for this experiment on ${counted(corpus.trainingTokens, 'token')}.`
      : `It was not trained for this experiment but comes from ${withoutFolders(model.origin)}.`;
  const untrained = learningCurve?.epochs.find(({ epoch }) => epoch === 0);
  const best = learningCurve?.epochs.find(({ epoch }) => epoch === learningCurve.bestEpoch);
  const learned =
    untrained && best && best !== untrained
      ? ` Training brought its loss on text kept for validation from ${decimal(untrained.validationLoss)} to ${decimal(best.validationLoss)} nats per token.`
      : '';
  return `${what} ${from}${learned}`;
}

function ofReading({ observation, model, record }: Result): string {
  const { documents, tokens, exposure, perplexity } = observation;
  const seen = exposureWords[exposure].documents;
  const sure =
    perplexity === null
      ? ''
      : ` Its perplexity on them is ${decimal(perplexity, 1)}: on average it is as unsure of the next token as of a fair choice among so many, out of the ${integer(model.vocabulary)} that it knows.`;
  return `It then read ${counted(tokens, 'token')} of ${counted(documents, 'document')}, ${seen}, while the ${componentName(record.component)} of each neuron of layer ${record.layer} was recorded.${sure}`;
}

function ofClaim({ name }: PageFeature['feature'], claim: Claim): string {
  const { neuron, rungs, lagProfile, eventAverage, directEffect } = claim;
  const parts = [`The leading claim about ‘${name}’ is on neuron ${neuron}. Verdict: ${verdictPhrase(claim)}.`];
  const effect = rungs.effect.measured;
  if (effect) {
    parts.push(
      `A token that carries the feature has a ${folded(effect.localAuc).lower ? 'lower' : 'higher'} activation than one of the same segment that does not with probability ${decimal(folded(effect.localAuc).auc)} (0.5 would be no difference), measured on ${counted(effect.carriers, 'token')} of the feature in ${counted(effect.documents, 'document')}.`,
    );
  }
  const role = lagProfile && roleSentence(lagProfile);
  if (role) parts.push(role);
  const at = eventAverage?.mean[eventAverage.lags.indexOf(0)];
  if (eventAverage && at !== undefined) {
    parts.push(
      `Where the feature begins its activation is ${level(at)} on average, over all tokens ${level(eventAverage.baseline)}.`,
    );
  }
  const promoted = directEffect?.promoted.slice(0, 3).map(({ token }) => `‘${tokenLabel(token)}’`) ?? [];
  if (promoted.length > 0) parts.push(`Its direct effect on the output most favours ${both(promoted)}.`);
  const open = rungNames.filter((rung) => rungs[rung].status !== 'passed');
  if (open.length > 0) {
    const why = open.map(
      (rung) => `${rungLabels[rung].toLowerCase()} (${rungs[rung].status}${because(rungs[rung].reason)})`,
    );
    parts.push(`Not passed: ${why.join('; ')}.`);
  }
  return parts.join(' ');
}

/** An activation: it has a scale, on which what is far below 0.01 is 0. */
const level = (value: number): string => (Math.abs(value) < 10 ? decimal(value) : significant(value, 2));

/** A reason as it goes on after a colon: 'Too few.' -> ': too few'; a reason with capitals of its own keeps them. */
const because = (reason: Reason | null): string =>
  reason === null
    ? ''
    : `: ${reasonSentence(reason)
        .replace(/\.$/, '')
        .replace(/^\p{Lu}(?=\p{Ll}|\s)/u, (c) => c.toLowerCase())}`;

function ofRhythms(result: Result): string {
  const rhythms = (evidenceOf(result)?.rhythms ?? []).filter(
    ({ status }) => status === 'passed' || status === 'failed',
  );
  if (rhythms.length === 0) return '';
  const kept = rhythms.filter(({ status }) => status === 'passed').map(({ neuron }) => integer(neuron));
  const who =
    kept.length === 0 ? 'none keeps' : `${kept.length === 1 ? `neuron ${kept[0]} keeps` : `${both(kept)} keep`}`;
  return `Of ${counted(rhythms.length, 'neuron')} whose rhythm was tested, ${who} one of ${kept.length > 1 ? 'their' : 'its'} own, beyond what the classes of the tokens explain.`;
}

function ofDoubt(result: Result): string {
  const evidence = evidenceOf(result);
  if (evidence === null) {
    return 'No claim was tested in this experiment. The figures below show where to look; they prove nothing.';
  }
  return [tested(evidence.claims), ...evidenceNotes(result.observation.exposure, evidence)].join(' ');
}
