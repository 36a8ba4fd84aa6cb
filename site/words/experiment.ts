/** A published experiment as everything on the site names it: its title, what the command line changed, and which network it is about. Pure. */
import { wordsOf } from '../../runner/core/shell-words.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { shippedModel } from '../../runner/experiment/results/shipped.ts';
import { withoutFolders } from './folders.ts';

export interface Experiment {
  /** The folder's name, which makes the addresses. */
  id: string;
  result: Result;
}

/** Words of the command that change where files go or how fast it is, and nothing that a reader compares. */
const silent = /^(?:id|author|licence|engine|device|theme|runs|results)=/;

/** 'npm run experiment x.yaml seed=3 "title=A b"' -> ['seed=3', 'title=A b']; the silent ones are left out. */
function overridesOf({ provenance }: Pick<Result, 'provenance'>): string[] {
  return wordsOf(provenance.command)
    .map(withoutFolders)
    .filter((word) => /^[A-Za-z][\w.]*=/.test(word) && !silent.test(word));
}

/** What the command line changed beside the title. */
export const changesOf = (result: Pick<Result, 'title' | 'provenance'>): string[] =>
  overridesOf(result).filter((word) => word !== `title=${result.title}`);

/** 'Which neurons ...? (seed=3, model.units=128)'. */
export function titleOf(result: Pick<Result, 'title' | 'provenance'>): string {
  const overrides = changesOf(result);
  return overrides.length === 0 ? result.title : `${result.title} (${overrides.join(', ')})`;
}

interface Read {
  id: string;
  result: { model: { origin: string } };
}

/** Alike for experiments on one network; one that was trained for an experiment is that experiment's own. */
export const networkOf = ({ id, result }: Read): string => shippedModel(result.model.origin) ?? `trained for ${id}`;

/** Alike for readings of the same neurons: one component of one layer of one network. */
export const neuronsOf = (experiment: Read, { component, layer }: { component: string; layer: number }): string =>
  [networkOf(experiment), component, layer].join('\n');

/** '' where it reads as we do. */
export const readsSentence = ({ direction }: Pick<Result['model'], 'direction'>): string =>
  direction === undefined
    ? ''
    : 'This model reads from right to left: at each token it knows what stands behind it, never what stands before. Texts are shown as they are written; next, earlier, after and lags are meant as it reads.';

/** Returns why an experiment has no atlas, if its result has none. */
export const whyNoAtlas = ({ manifest }: Pick<Result, 'manifest'>): string =>
  manifest.atlas === 'none'
    ? 'No atlas of all neurons: the manifest says atlas: none.'
    : 'No atlas was published with this result; running the experiment again makes it.';
