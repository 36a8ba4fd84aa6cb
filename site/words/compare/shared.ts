/** In which settings experiments differ, which features they share, and how far the claims on these hold. Pure; runs in the browser too. */
import { type RungName, rungNames } from '../../../runner/analysis/findings/names-schema.ts';
import type { SettingRow } from '../settings.ts';
import type { ComparedExperiment, ComparedFeature } from './compared.ts';

export interface SharedFeature {
  name: string;
  /** One for each experiment, in their order; null where it was not asked for. */
  each: (ComparedFeature | null)[];
  /** For each rung, in how many experiments the claim that speaks for the feature passes it. */
  passed: Record<RungName, number>;
  /** Whether that claim holds on held-out documents in all experiments that tested the feature. */
  holdsInAll: boolean;
}

/** The features, by name, that at least two experiments asked for: those that hold furthest in all come first. */
export function sharedFeatures(all: readonly ComparedExperiment[]): SharedFeature[] {
  const names = new Set(all.flatMap(({ features }) => features.map(({ name }) => name)));
  return [...names]
    .map((name) =>
      shared(
        name,
        all.map(({ features }) => features.find((feature) => feature.name === name) ?? null),
      ),
    )
    .filter(({ each }) => each.filter((feature) => feature !== null).length > 1)
    .sort((a, b) => Number(b.holdsInAll) - Number(a.holdsInAll) || sum(b) - sum(a));
}

function shared(name: string, each: (ComparedFeature | null)[]): SharedFeature {
  const leads = each.flatMap((feature) => (feature ? [feature.claims[0]] : []));
  const passed = Object.fromEntries(
    rungNames.map((rung) => [rung, leads.filter((claim) => claim?.statuses[rung] === 'passed').length]),
  ) as SharedFeature['passed'];
  return { name, each, passed, holdsInAll: leads.every((claim) => claim?.statuses.heldOut === 'passed') };
}

const sum = ({ passed }: SharedFeature): number => rungNames.reduce((total, rung) => total + passed[rung], 0);

/** The names of features that only one of the experiments asked for. */
export const unsharedFeatures = (all: readonly ComparedExperiment[], shown: readonly SharedFeature[]): string[] => {
  const names = new Set(shown.map(({ name }) => name));
  return [...new Set(all.flatMap(({ features }) => features.map(({ name }) => name)))].filter((n) => !names.has(n));
};

export interface Difference {
  key: string;
  /** One for each experiment; 'not set' where it has no such key. */
  values: string[];
}

/** Keys in the order of the first experiment that has them; those with equal values everywhere are left out. */
export function differences(all: readonly (readonly SettingRow[])[]): Difference[] {
  const maps = all.map((each) => new Map(each.map(({ key, value }) => [key, value])));
  const keys = new Set(all.flatMap((each) => each.map(({ key }) => key)));
  return [...keys]
    .map((key) => ({ key, values: maps.map((map) => map.get(key) ?? 'not set') }))
    .filter(({ values }) => new Set(values).size > 1);
}
