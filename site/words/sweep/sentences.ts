/** What a sweep found, in sentences. Pure. */

import { both, counted, decimal, percent } from '../../../runner/core/words.ts';
import type { SweepResult } from '../../../runner/experiment/results/sweep-schema.ts';
import { networkNames } from '../../../runner/nn/models/networks.ts';
import { cellName } from '../components.ts';
import { claimSentence, featureClaims } from './claims.ts';
import { pairColumns, pairRows } from './pairs.ts';
import { doneTrials, seedKey, settingName, settingsRows, settingsText, valuesOf } from './settings.ts';

/** 'Best: units 64, learning rate 0.003, seed 1, with a loss of 3.412 nats a token.' */
export function bestTrialSentence(result: SweepResult): string {
  const [best] = doneTrials(result);
  if (best === undefined) return 'No trial has been trained to the end yet.';
  return `The lowest loss, ${decimal(best.validationLoss, 3)} nats a token, was reached with ${settingsText(best.parameters)}.`;
}

/** What its networks were asked, and what came of that: pairs, or else claims; where nothing was asked, which settings lose least. */
export const answerSentence = (result: SweepResult): string =>
  pairsSentence(result) ?? claimsSentence(result) ?? bestTrialSentence(result);

/** The features that neurons learn in any trial, or that none does in any; null: nothing was claimed. */
function claimsSentence(result: SweepResult): string | null {
  const all = featureClaims(result);
  const learned = all.filter((each) => each.all.learned > 0);
  return (learned.length > 0 ? learned : all.slice(0, 1)).map(claimSentence).join(' ') || null;
}

/** The condition of the pairs on which the values of the first setting lie furthest apart; null: no pairs were asked. */
function pairsSentence(result: SweepResult): string | null {
  const key = result.settings.map((each) => each.key).find((each) => each !== seedKey);
  if (key === undefined) return null;
  const columns = pairColumns(result);
  const rows = pairRows(result, columns, key);
  const apart = columns.map((column, index) => {
    const means = rows.flatMap(({ accuracies }) => accuracies[index]?.[0] ?? []);
    return { column, index, apart: Math.max(...means) - Math.min(...means) };
  });
  const [furthest] = apart.toSorted((a, b) => b.apart - a.apart);
  if (furthest === undefined) return null;
  const told = rows.flatMap(({ value, networks, accuracies }) => {
    const mean = accuracies[furthest.index]?.[0];
    const cell = networkNames.find((each) => key === 'model.cell' && each === value);
    const name = cell === undefined ? `${settingName(key)} ${value}` : cellName(cell);
    return mean === undefined ? [] : [{ mean, text: `${name} ${percent(mean, 0)} (${counted(networks, 'network')})` }];
  });
  const best = told.toSorted((a, b) => b.mean - a.mean).map(({ text }) => text);
  return `Right in “${furthest.column.title}”, on average: ${both(best)}.${columns.length > 1 ? ' Of all conditions they differ most in this.' : ''}`;
}

/** How the trials were chosen and what became of them. */
export function howSentence(result: SweepResult): string {
  const { trials, planned, search, settings, halving } = result;
  const names = settings.filter(({ key }) => key !== seedKey).map(({ key }) => settingName(key));
  const seeds = valuesOf(result, seedKey).length;
  const with_ = seeds > 1 ? `, each with ${counted(seeds, 'seed')}` : '';
  const tried = search === 'grid' ? 'Every combination' : 'Random combinations';
  const of = names.length === 0 ? '' : ` of ${both(names)}`;
  const done = trials.filter(({ status }) => status === 'done').length;
  const others = (['stopped', 'failed', 'running'] as const).flatMap((status) => {
    const count = trials.filter((trial) => trial.status === status).length;
    return count === 0
      ? []
      : [`${count} ${status === 'stopped' ? 'stopped early' : status === 'failed' ? 'failed' : 'not ended yet'}`];
  });
  const waiting = planned - trials.length;
  if (waiting > 0) others.push(`${waiting} not begun yet`);
  const stops =
    halving === null
      ? ''
      : ` After ${both(halving.epochs.slice(0, -1).map(String))} epochs the best ${decimal(100 * halving.keep, 0)}% went on, to ${halving.epochs.at(-1)} at most.`;
  return `${tried}${of}${with_}: ${done} of ${counted(planned, 'trial')} trained to the end${others.length > 0 ? `, ${both(others)}` : ''}.${stops}`;
}

/** Whether the best settings are better than the next by more than the luck of their seeds; null: nothing can be said. */
export function certaintySentence(result: SweepResult): string | null {
  const [first, second] = settingsRows(result);
  if (first === undefined || second === undefined) return null;
  if (first.loss.high === null || second.loss.low === null) {
    return settingsRows(result).every(({ seeds }) => seeds === 1)
      ? 'With one seed for each setting, luck and worth cannot be told apart.'
      : 'Of the first two settings one has a single seed: luck and worth cannot be told apart.';
  }
  return first.loss.high < second.loss.low
    ? 'The interval of the best settings lies below that of the next.'
    : 'The interval of the best settings overlaps that of the next: the order of the two may be luck.';
}
