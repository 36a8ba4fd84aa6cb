/** Where a feature's page is: the leading one's is the experiment's own, each other has a folder beneath it. Pure. */
import type { Result } from '../../runner/results/schema.ts';
import { mainFeature } from './page-features.ts';
import { experimentUrl } from './url.ts';

type Features = Pick<Result, 'features' | 'evidence'>;

/** Folders beneath an experiment that are something else. */
const taken = ['guess', 'atlas', 'write-up', 'neurons'];

/** 'Inside quotes' -> 'inside-quotes'; a name without such letters, or one that is taken, becomes 'feature-2'. `number` from 1. */
export function featureFolder({ features }: Pick<Result, 'features'>, number: number): string {
  const all = features.map(({ name }) => slug(name));
  const own = all[number - 1] ?? '';
  const free = own !== '' && !taken.includes(own) && all.filter((each) => each === own).length === 1;
  return free ? own : `feature-${number}`;
}

const slug = (name: string): string =>
  /^[a-z0-9 ,'’-]+$/i.test(name)
    ? name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '')
    : '';

/** A feature's page, '' or 'inside-quotes/', beneath the experiment's. */
export const featurePath = (result: Features, number: number): string =>
  result.features[number - 1] === mainFeature(result) ? '' : `${featureFolder(result, number)}/`;

export const featureUrl = (id: string, result: Features, number: number): string =>
  experimentUrl(id, featurePath(result, number));
