/** What the comparison knows of an experiment: small enough that any of a hundred can be fetched. Pure. */
import { integer, range } from '../../runner/core/format.ts';
import type { Claim } from '../../runner/experiment/results/evidence-schema.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { verdictPhrase } from '../../runner/wording/verdict.ts';
import { claimAnchor } from './claims.ts';
import { cellName, componentName } from './components.ts';
import { titleOf } from './experiment.ts';
import { effectInterval, effectText } from './folded.ts';
import { withoutFolders, withoutFoldersIn } from './folders.ts';
import { featureUrl, pageFeatures } from './page-features.ts';
import { statusesOf } from './rungs.ts';
import { experimentUrl } from './url.ts';

export type ComparedExperiment = ReturnType<typeof compared>;
export type ComparedFeature = ComparedExperiment['features'][number];

/** Keys of the manifest that say nothing of the network or of what was asked of it. */
const unimportant =
  /^(title|description|runs|results|theme|tagger|engine|device|figures|features|model\.(checkpoint|cell|units|layers|embedding\.size)|corpus\.unit)(\.|$)/;

/** How a model was trained stands with the model where it was loaded; what the manifest says of it was not used. */
const matters = (key: string, { model: { origin } }: Result): boolean =>
  !unimportant.test(key) && (origin === 'trained here' || !key.startsWith('train.'));

/** Features beyond so many are counted, not named. */
const namedFeatures = 6;

export const compared = (id: string, result: Result) => ({
  title: titleOf(result),
  url: experimentUrl(id),
  settings: [
    ...model(result),
    ...settings(withoutFoldersIn(result.manifest)).filter(({ key }) => matters(key, result)),
  ],
  features: pageFeatures(result).map(({ feature: { name, description }, number, lead, full }) => {
    const page = (claim: Claim): string =>
      full ? `${featureUrl(id, result, number)}#${claimAnchor(number, claim)}` : `${experimentUrl(id)}#features`;
    // Null where no neuron was tested.
    return { name, description, claim: lead ? comparedClaim(lead, page(lead)) : null };
  }),
});

/** What the network is, whether it was asked for or came with a checkpoint. */
function model({ model: m, features, observation }: Result): SettingRow[] {
  const asked = features.length > namedFeatures ? [`${features.length} features`] : features.map(({ name }) => name);
  return Object.entries({
    cell: cellName(m.cell),
    layers: integer(m.layers),
    units: integer(m.units),
    embedding: m.embedding === 0 ? 'one-hot' : integer(m.embedding),
    reads: `${m.unit}s`,
    vocabulary: integer(m.vocabulary),
    parameters: integer(m.parameters),
    model: withoutFolders(m.origin),
    'observed text': observation.exposure,
    features: asked.join(', '),
  }).map(([key, value]) => ({ key, value }));
}

/** The claim that speaks for a feature. @param url on the experiment's page. */
function comparedClaim(claim: Claim, url: string) {
  const { neuron, component, layer, sign, effect, says, verdict } = claim;
  const [up, down] = says.number ? ['rises', 'falls'] : ['higher', 'lower'];
  return {
    neuron,
    url,
    // 'higher, output gate, layer 1'
    at: `${sign > 0 ? up : down}, ${componentName(component)}, layer ${layer}`,
    effect: effect ? effectText(effect.localAuc, says) : 'not measured',
    interval: effect ? range(effectInterval(effect.localAuc, effect.interval, says)) : '',
    level: verdict.level,
    verdict: verdictPhrase(claim),
    statuses: statusesOf(claim),
  };
}

export interface SettingRow {
  key: string;
  value: string;
}

/** `{ model: { units: 672 } }` -> `[{ key: 'model.units', value: '672' }]`. Lists of objects are numbered from 1. */
export function settings(manifest: Record<string, unknown>, prefix = ''): SettingRow[] {
  return Object.entries(manifest).flatMap(([name, value]): SettingRow[] => {
    const key = prefix + name;
    if (isRecord(value)) return settings(value, `${key}.`);
    if (Array.isArray(value) && value.some(isRecord)) {
      return value.flatMap((each, index): SettingRow[] =>
        isRecord(each) ? settings(each, `${key}.${index + 1}.`) : [{ key: `${key}.${index + 1}`, value: words(each) }],
      );
    }
    return [{ key, value: words(value) }];
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function words(value: unknown): string {
  if (value === null || value === undefined) return 'not set';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(words).join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}
