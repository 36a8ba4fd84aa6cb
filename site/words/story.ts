/**
 * The experiment told in paragraphs, for a page whose author wrote none: what read what, what each feature's leading claim
 * says besides its sentence, what stayed open, and how far to believe it. Each sentence is read from the result. Pure.
 */
import type { Claim, RungName } from '../../runner/results/evidence-schema-1.ts';
import type { Result } from '../../runner/results/schema.ts';
import { roleSentence } from './claims.ts';
import { componentName } from './components.ts';
import { withoutFolders } from './folders.ts';
import { both, counted, decimal, integer, significant } from './numbers.ts';
import { fullFeatures, type PageFeature } from './page-features.ts';
import { badge } from './rungs.ts';
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

function ofModel({ model, corpus, learningCurve }: Result): string {
  const what = `${model.cell === 'lstm' || model.cell === 'rnn' ? 'An' : 'A'} ${model.cell.toUpperCase()} with ${counted(model.layers, 'layer')} of ${counted(model.units, 'unit')}, ${integer(model.parameters)} parameters, learned to predict the next ${model.unit}.`;
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
  const seen =
    exposure === 'held out'
      ? 'none of which it was trained on'
      : 'which are not shown to be new to it, so what is found may in part be memory';
  const sure =
    perplexity === null
      ? ''
      : ` Its perplexity on them is ${decimal(perplexity, 1)}: on average it is as unsure of the next token as of a fair choice among so many, out of the ${integer(model.vocabulary)} that it knows.`;
  return `It then read ${counted(tokens, 'token')} of ${counted(documents, 'document')}, ${seen}, while the ${componentName(record.component)} of each neuron of layer ${record.layer} was recorded.${sure}`;
}

function ofClaim({ name }: PageFeature['feature'], claim: Claim): string {
  const { neuron, rungs, lagProfile, eventAverage, directEffect } = claim;
  const parts = [`About ‘${name}’ the leading claim is on neuron ${neuron}.`];
  const effect = rungs.E1.measured;
  if (effect) {
    parts.push(
      `Of a token that carries the feature and one of the same segment that does not, the first has the higher activation with probability ${decimal(effect.localAuc)} (0.5 would tell nothing), measured on ${counted(effect.carriers, 'token')} of the feature in ${counted(effect.documents, 'document')}.`,
    );
  }
  if (lagProfile) parts.push(roleSentence(lagProfile));
  if (eventAverage) {
    const at = eventAverage.mean[eventAverage.lags.indexOf(0)];
    if (at !== undefined) {
      parts.push(
        `At the feature its activation is ${significant(at, 2)} on average, over all tokens ${significant(eventAverage.baseline, 2)}.`,
      );
    }
  }
  const promoted = directEffect?.promoted.slice(0, 3).map(({ token }) => `‘${tokenLabel(token)}’`) ?? [];
  if (promoted.length > 0) parts.push(`Through the decoder alone its hidden state raises above all ${both(promoted)}.`);
  const open = badge(claim).filter(({ status }) => status !== 'passed');
  parts.push(
    open.length === 0
      ? 'It passed every rung.'
      : `It did not pass ${both(open.map(({ rung, name: test, status }) => `${rung} (${test}: ${status}${because(rungs[rung].reason)})`))}.`,
  );
  return parts.join(' ');
}

/** A reason as it goes on in brackets: 'Too few.' -> '; too few'; a reason with capitals of its own keeps them. */
const because = (reason: string | null): string =>
  reason === null ? '' : `; ${reason.replace(/\.$/, '').replace(/^\p{Lu}(?=\p{Ll}|\s)/u, (c) => c.toLowerCase())}`;

function ofRhythms({ evidence }: Result): string {
  const tested = (evidence?.rhythms ?? []).filter(({ status }) => status === 'passed' || status === 'failed');
  if (tested.length === 0) return '';
  const kept = tested.filter(({ status }) => status === 'passed').map(({ neuron }) => integer(neuron));
  const who =
    kept.length === 0 ? 'none keeps' : `${kept.length === 1 ? `neuron ${kept[0]} keeps` : `${both(kept)} keep`}`;
  return `Of ${counted(tested.length, 'neuron')} whose rhythm was tested, ${who} one of ${kept.length > 1 ? 'their' : 'its'} own, beyond what the classes of the tokens explain.`;
}

function ofDoubt({ evidence }: Result): string {
  if (evidence === null) {
    return 'No claim was tested in this experiment. What the figures below show is where to look, not what is there.';
  }
  const { claims } = evidence;
  const passing = (...asked: readonly RungName[]) =>
    claims.filter(({ rungs }) => asked.every((rung) => rungs[rung].status === 'passed')).length;
  const tests = [
    `Of ${counted(claims.length, 'claim')}, ${number(passing('E3'), 'holds', 'hold')} on text that took no part in choosing the neurons.`,
    `${capital(number(passing('E1', 'E2', 'E3', 'E4'), 'passes', 'pass'))} E1 to E4: more than chance gives, and more than the token or an untrained network.`,
    `${capital(number(passing('E1', 'E2', 'E3', 'E4', 'E6'), 'passes', 'pass'))} E6 too, which asks whether the network uses the neuron, and ${number(passing('E1', 'E2', 'E3', 'E4', 'E5', 'E6'), 'passes', 'pass')} all of E1 to E6.`,
  ].join(' ');
  return [claims.length === 0 ? 'No claim could be tested.' : tests, ...evidence.notes].join(' ');
}

/** 'none holds', 'one holds', '3 hold'. */
const number = (count: number, one: string, more: string): string =>
  count > 1 ? `${integer(count)} ${more}` : `${count === 0 ? 'none' : 'one'} ${one}`;

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
