/** A sweep's trials as CSV. Pure. */
import type { SweepResult } from '../../../runner/results/sweep-schema.ts';
import { csv } from '../csv.ts';
import { valueText } from './settings.ts';

export function trialsCsv(result: SweepResult): string {
  const keys = result.settings.map(({ key }) => key);
  const features = [...new Set(result.trials.flatMap(({ claims }) => claims.map(({ feature }) => feature)))];
  const columns = [
    ...['trial', 'status', ...keys, 'validation loss (nats)', 'epochs', 'training seconds', 'size', 'perplexity'],
    ...features.flatMap((feature) => [`${feature}: neuron`, `${feature}: local AUC`, `${feature}: verdict`]),
    ...['error', 'command'],
  ];
  const rows = result.trials.map((trial) => [
    ...[trial.id, trial.status, ...keys.map((key) => valueText(trial.parameters[key]))],
    ...[trial.validationLoss, trial.epochs, trial.seconds, trial.size, trial.perplexity],
    ...features.flatMap((feature) => {
      const claim = trial.claims.find((each) => each.feature === feature);
      return claim === undefined ? [null, null, null] : [claim.neuron, claim.localAuc, claim.level];
    }),
    ...[trial.error, trial.command],
  ]);
  return csv(columns, rows);
}
