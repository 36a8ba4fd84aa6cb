/** The tables of a sweep: its settings on the page, every trial in the CSV. Pure. */
import { duration, integer } from '../../../runner/core/format.ts';
import type { SweepResult } from '../../../runner/experiment/results/sweep-schema.ts';
import { csv } from '../../../runner/wording/csv.ts';
import type { Column } from '../columns.ts';
import {
  accuracyOf,
  claimedFeatures,
  conditionsOf,
  keysOf,
  measuresOf,
  type SettingsRow,
  settingName,
  valueText,
} from './measures.ts';

/** One row for all trials that differ in their seed alone. */
export const settingsColumns = (sweep: SweepResult): Column<SettingsRow>[] => [
  ...keysOf(sweep).map((key) => ({
    heading: settingName(key),
    cell: ({ settings }: SettingsRow) => valueText(settings[key]),
  })),
  { heading: 'Networks', cell: ({ trials }) => String(trials.length) },
  ...measuresOf(sweep).map(({ title, told }) => ({ heading: title, cell: ({ trials }: SettingsRow) => told(trials) })),
  {
    heading: 'Weights',
    cell: ({ trials }) => [...new Set(trials.map(({ size }) => (size === null ? '' : integer(size))))].join(', '),
  },
  {
    heading: 'Training',
    cell: ({ trials }) => duration(trials.reduce((sum, { seconds }) => sum + seconds, 0) / trials.length),
  },
];

export function trialsCsv(sweep: SweepResult): string {
  const keys = sweep.settings.map(({ key }) => key);
  const features = claimedFeatures(sweep);
  const conditions = conditionsOf(sweep);
  const columns = [
    'trial',
    'status',
    ...keys,
    'validation loss (nats)',
    'epochs',
    'training seconds',
    'size',
    'perplexity',
    ...features.flatMap((feature) => [`${feature}: neuron`, `${feature}: local AUC`, `${feature}: verdict`]),
    ...conditions.map(({ title }) => `${title}: accuracy`),
    'error',
    'command',
  ];
  const rows = sweep.trials.map((trial) => [
    trial.id,
    trial.status,
    ...keys.map((key) => valueText(trial.parameters[key])),
    trial.validationLoss,
    trial.epochs,
    trial.seconds,
    trial.size,
    trial.perplexity,
    ...features.flatMap((feature) => {
      const claim = trial.claims.find((each) => each.feature === feature);
      return claim === undefined ? [null, null, null] : [claim.neuron, claim.localAuc, claim.level];
    }),
    ...conditions.map((condition) => accuracyOf(trial, condition)),
    trial.error,
    trial.command,
  ]);
  return csv(columns, rows);
}
