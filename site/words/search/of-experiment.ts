/** What of one experiment is found by the search: itself, and the neurons that claims were made about. Pure. */
import { verdictPhrase } from '../../../runner/wording/verdict.ts';
import { claimedNeurons } from '../atlas/address.ts';
import { isDrawn } from '../claims.ts';
import { cellName, componentName } from '../components.ts';
import { type Experiment, titleOf } from '../experiment.ts';
import { finding } from '../finding.ts';
import { withoutFolders } from '../folders.ts';
import { mainFeature } from '../page-features.ts';
import { experimentUrl } from '../url.ts';
import type { Entry } from './entry.ts';

/** With what else it is looked for by: its features, cell, component, texts and description. */
export const experimentEntry = ({ id, result }: Experiment): Entry => {
  const main = mainFeature(result);
  const { model, record, corpus, description, features } = result;
  return {
    kind: 'experiment',
    title: titleOf(result),
    about: main ? `${id}: ${finding(result, main)}` : id,
    address: experimentUrl(id),
    text: [
      features.map(({ name }) => name).join(', '),
      `${cellName(model.cell)}, ${componentName(record.component)}, ${model.unit}s`,
      ...corpus.sources.map(({ name }) => withoutFolders(name)),
      description ?? '',
    ].join('. '),
  };
};

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
