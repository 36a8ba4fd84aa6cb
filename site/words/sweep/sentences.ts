/** What a sweep found, in sentences. Pure. */
import { both, counted, decimal, percent } from '../../../runner/core/format.ts';
import type { SweepResult } from '../../../runner/experiment/results/sweep-schema.ts';
import { networkNames } from '../../../runner/nn/models/networks.ts';
import { cellName } from '../components.ts';
import {
  accuraciesOf,
  claimCounts,
  claimedFeatures,
  conditionsOf,
  doneTrials,
  keysOf,
  seedsOf,
  settingName,
  settingsRows,
  valuesOf,
  valueText,
} from './measures.ts';

/** What its networks were asked, and what came of that: pairs, or else claims; where nothing was asked, which settings lose least. */
export const answerSentence = (result: SweepResult): string =>
  pairsSentence(result) ?? claimsSentence(result) ?? bestSentence(result);

/** 'The lowest loss, 3.412, was reached with units 64, learning rate 0.003, seed 1.' */
function bestSentence(result: SweepResult): string {
  const [best] = doneTrials(result);
  if (best === undefined) return 'No trial has been trained to the end yet.';
  const settings = Object.entries(best.parameters).map(([key, value]) => `${settingName(key)} ${valueText(value)}`);
  return `The lowest loss, ${decimal(best.validationLoss, 3)}, was reached with ${settings.join(', ')}.`;
}

/** The features that neurons learn in any trial, or that none does in any; null: nothing was claimed. */
function claimsSentence({ trials }: SweepResult): string | null {
  const all = claimedFeatures({ trials }).map((feature) => ({ feature, ...claimCounts(trials, feature) }));
  const learned = all.filter((each) => each.learned > 0);
  const told = (learned.length > 0 ? learned : all.slice(0, 1)).map((each) => {
    const what = `a neuron ${each.learned === 0 ? 'learn' : 'learns'} to react to ‘${each.feature}’.`;
    if (each.learned === 0) return `In none of ${counted(each.tested, 'trial')} does ${what}`;
    if (each.learned < each.tested) return `In ${each.learned} of ${each.tested} trials ${what}`;
    return `In ${each.tested === 1 ? 'the one trial' : `all ${each.tested} trials`} ${what}`;
  });
  return told.join(' ') || null;
}

/** The condition of the pairs on which the values of the first setting lie furthest apart; null: no pairs were asked. */
function pairsSentence(result: SweepResult): string | null {
  const [key] = keysOf(result);
  if (key === undefined) return null;
  const apart = conditionsOf(result).map((condition) => {
    const values = valuesOf(result, key).flatMap((value) => {
      const own = result.trials.filter(({ parameters }) => valueText(parameters[key]) === valueText(value));
      const found = accuraciesOf(own, condition);
      return found === null ? [] : [{ name: namedValue(key, valueText(value)), ...found }];
    });
    const means = values.map(({ mean }) => mean);
    return { condition, values, apart: Math.max(...means) - Math.min(...means) };
  });
  const [furthest] = apart.toSorted((a, b) => b.apart - a.apart);
  if (furthest === undefined) return null;
  const told = furthest.values
    .toSorted((a, b) => b.mean - a.mean)
    .map(({ name, mean, all }) => `${name} ${percent(mean, 0)} (${counted(all.length, 'network')})`);
  return `Right in “${furthest.condition.title}”, on average: ${both(told)}.${apart.length > 1 ? ' Of all conditions they differ most in this.' : ''}`;
}

/** 'LSTM', 'units 64'. */
function namedValue(key: string, value: string): string {
  const cell = networkNames.find((each) => key === 'model.cell' && each === value);
  return cell === undefined ? `${settingName(key)} ${value}` : cellName(cell);
}

/** How the trials were chosen and what became of them. */
export function howSentence(result: SweepResult): string {
  const { trials, planned, search, halving } = result;
  const names = keysOf(result).map(settingName);
  const seeds = seedsOf(result);
  const with_ = seeds > 1 ? `, each with ${counted(seeds, 'seed')}` : '';
  const tried = search === 'grid' ? 'Every combination' : 'Random combinations';
  const of = names.length === 0 ? '' : ` of ${both(names)}`;
  const done = trials.filter(({ status }) => status === 'done').length;
  const others = Object.entries({ stopped: 'stopped early', failed: 'failed', running: 'not ended yet' }).flatMap(
    ([status, words]) => {
      const count = trials.filter((trial) => trial.status === status).length;
      return count === 0 ? [] : [`${count} ${words}`];
    },
  );
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
    return settingsRows(result).every(({ trials }) => trials.length === 1)
      ? 'With one seed for each setting, luck and worth cannot be told apart.'
      : 'Of the first two settings one has a single seed: luck and worth cannot be told apart.';
  }
  return first.loss.high < second.loss.low
    ? 'The interval of the best settings lies below that of the next.'
    : 'The interval of the best settings overlaps that of the next: the order of the two may be luck.';
}
