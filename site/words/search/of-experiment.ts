/** What of one experiment is found by the search: itself, its features, and the neurons that claims were made about. Pure. */
import { verdictPhrase } from '../../../runner/words/verdict.ts';
import { claimedNeurons } from '../atlas/address.ts';
import { isDrawn } from '../claims.ts';
import { cellName, componentName } from '../components.ts';
import { type Experiment, titleOf } from '../experiment.ts';
import { finding } from '../finding.ts';
import { withoutFolders } from '../folders.ts';
import { featureUrl, fullFeatures, mainFeature } from '../page-features.ts';
import { experimentUrl } from '../url.ts';
import type { Entry } from './entry.ts';

/** With what else it is looked for by: its cell, component, texts and description. */
export const experimentEntry = ({ id, result }: Experiment): Entry => {
  const main = mainFeature(result);
  const { model, record, corpus, description } = result;
  return {
    kind: 'experiment',
    title: titleOf(result),
    about: main ? `${id}: ${finding(result, main, null)}` : id,
    address: experimentUrl(id),
    text: [
      `${cellName(model.cell)}, ${componentName(record.component)}, ${model.unit}s`,
      ...corpus.sources.map(({ name }) => withoutFolders(name)),
      description ?? '',
    ].join('. '),
  };
};

export const featureEntries = ({ id, result }: Experiment): Entry[] =>
  fullFeatures(result).map(({ feature: { name, description }, number, lead }) => ({
    kind: 'tested',
    title: name,
    about: `${description}, in ${id}${lead ? `: ${verdictPhrase(lead)}` : ''}`,
    address: featureUrl(id, result, number),
  }));

/** Of each claimed neuron how far its claims got. */
export const neuronEntries = ({ id, result }: Experiment): Entry[] =>
  claimedNeurons(result).map((neuron) => ({
    kind: 'neuron',
    title: `Neuron ${neuron} of ${id}`,
    about: (result.evidence?.claims ?? [])
      .filter((claim) => claim.neuron === neuron && isDrawn(result, claim))
      .map((claim) => `${claim.feature}: ${verdictPhrase(claim)}`)
      .join('; '),
    address: experimentUrl(id, `neurons/${neuron}/`),
  }));
