/**
 * The evidence as steps, one after the other: who is claimed, the rungs, what the neurons do, groups, probes. What a step
 * finds is plain data, so that it can be kept on disk and the work goes on where it stopped. Pure but for the readings.
 */

import { type RungName, rungNames } from '../results/names-schema.ts';
import { alikeCriteria } from './alike.ts';
import { alike, does, groups, lags, probes, shown, untrained } from './beside-rungs.ts';
import { choose } from './choice.ts';
import { doesCriteria } from './does.ts';
import { groupCriteria } from './groups.ts';
import { meaninglessCriteria, meaninglessLabels } from './meaningless.ts';
import { rungs } from './rungs/rungs.ts';
import { type Findings, needed, type Step, type StepName } from './step.ts';

/** A rung as a step. */
const rung = <Name extends RungName>(name: Name, title: string, after: readonly StepName[]): Step<Name> => ({
  name,
  title,
  fullOnly: name === 'used' || name === 'replicated',
  after: ['choice', ...after],
  async compute({ bench, readings, found, onProgress }) {
    const { compute } = rungs[name] as { compute: (typeof rungs)[RungName]['compute'] };
    const outcomes = Object.fromEntries(rungNames.flatMap((each) => (found[each] ? [[each, found[each]]] : [])));
    return (await compute({
      bench,
      choice: needed(found.choice),
      outcomes,
      readings,
      untrained: found.untrained ?? [],
      labels: found.labels ?? [],
      lags: found.lags ?? null,
      ...(onProgress && { onProgress }),
    })) as Findings[Name];
  },
});

/** In the order in which they run: what is told soon first. */
export const steps: { [Name in StepName]: Step<Name> } = {
  choice: {
    name: 'choice',
    title: 'testing all neurons and features',
    fullOnly: false,
    after: [],
    compute: ({ bench, sweep, onProgress }) => choose(bench, sweep, onProgress),
  },
  chance: rung('chance', 'comparing with chance', []),
  effect: rung('effect', 'measuring the claims', []),
  heldOut: rung('heldOut', 'testing the claims on the other documents', []),
  shown: {
    name: 'shown',
    title: 'choosing excerpts',
    fullOnly: false,
    after: ['choice'],
    compute: shown,
  },
  context: rung('context', 'comparing equal tokens', []),
  lags: {
    name: 'lags',
    title: 'looking before and after the feature',
    fullOnly: false,
    after: ['choice', 'heldOut'],
    compute: lags,
  },
  untrained: {
    name: 'untrained',
    title: 'reading as untrained networks do',
    fullOnly: false,
    after: [],
    compute: untrained,
  },
  labels: {
    name: 'labels',
    title: 'telling labels that mean nothing',
    fullOnly: false,
    criteria: meaninglessCriteria,
    after: [],
    compute: ({ bench }) => meaninglessLabels(bench),
  },
  learned: rung('learned', 'comparing with untrained networks', ['effect', 'untrained', 'labels']),
  used: rung('used', 'flipping states', ['learned', 'lags']),
  does: {
    name: 'does',
    title: 'asking what the neurons do',
    fullOnly: true,
    criteria: doesCriteria,
    after: ['choice', 'used', 'lags'],
    compute: does,
  },
  alike: {
    name: 'alike',
    title: 'comparing with neurons that are alike',
    fullOnly: true,
    criteria: alikeCriteria,
    after: ['choice', 'effect', 'used', 'lags', 'untrained'],
    compute: alike,
  },
  groups: {
    name: 'groups',
    title: 'looking for neurons that carry it together',
    fullOnly: true,
    criteria: groupCriteria,
    after: ['choice', 'used', 'lags'],
    compute: groups,
  },
  probes: {
    name: 'probes',
    title: 'reading the whole layer with a linear probe',
    fullOnly: true,
    after: ['choice', 'effect'],
    compute: probes,
  },
  replicated: rung('replicated', 'comparing with other seeds', ['untrained']),
};

/** The steps of a level, in order. */
export const stepsOf = (level: 'full' | 'quick'): Step[] =>
  (Object.values(steps) as Step[]).filter(({ fullOnly }) => level === 'full' || !fullOnly);
