/**
 * One sentence, in plain words, that says how far a claim holds: from its rungs alone, so that it can claim no more
 * than they do. What failed, could not be tested or was not run is said too. Pure.
 */
import { integer } from '../core/words.ts';
import type { Cause, Claim, Effect, RungStatus, Rungs } from '../results/evidence-schema-1.ts';
import { judgeSpecificity } from './specificity-verdict.ts';

export type ClaimedRungs = Pick<Claim, 'feature' | 'neuron' | 'sign' | 'rungs'>;

/** The rungs that say something about the effect once it is measured, in their order. */
const tested = ['E2', 'E3', 'E4', 'E5', 'E6'] as const;
type Tested = (typeof tested)[number];

export function sentence(claim: ClaimedRungs): string {
  const { rungs } = claim;
  const having = (status: RungStatus) => tested.filter((name) => rungs[name].status === status);
  const passed = having('passed').map((name) => passing(name, rungs));
  // E4's verdict closes the list of what failed, for the words after its colon.
  const failed = having('failed')
    .sort((a, b) => Number(a === 'E4') - Number(b === 'E4'))
    .map((name) => failing(name, claim));
  const [subject, joined] = opening(rungs.E1.status);
  const held = passed.length === 0 ? '' : `, ${subject} ${listed(passed)}`;
  const fell = failed.length === 0 ? '' : `, ${passed.length === 0 ? subject : joined} ${listed(failed)}`;
  const left = [among('could not be tested', having('not testable')), among('was not tested', having('not run'))].join(
    '',
  );
  return `${head(claim)}${held}${fell}${left}.`;
}

/** How what passed is joined to the head, and how what failed is joined to what passed. */
const opening = (effect: RungStatus): [subject: string, joined: string] =>
  effect === 'passed' ? ['which', 'but'] : ['while what was seen', 'but'];

function head({ neuron, feature, sign, rungs: { E1 } }: ClaimedRungs): string {
  const at = `at "${feature}"`;
  const claimed = sign > 0 ? 'higher' : 'lower';
  if (E1.status === 'not testable' || E1.status === 'not run') {
    const how = E1.status === 'not testable' ? 'could not be tested' : 'was not tested';
    const why = E1.reason === null ? '' : ` (${E1.reason.replace(/\.$/, '')})`;
    return `Whether neuron ${neuron} is ${claimed} ${at} ${how}${why}`;
  }
  const size = E1.measured === null ? '' : ` ${measuredEffect(E1.measured)}`;
  if (E1.status === 'failed' || E1.measured === null) return `Neuron ${neuron} is not shown to differ ${at}${size}`;
  const found = E1.measured.localAuc > 0.5 ? 'higher' : 'lower';
  const turned = found === claimed ? '' : `, though it was ${claimed} on the text it was chosen on`;
  return `Neuron ${neuron} is ${found} ${at}${size}${turned}`;
}

const measuredEffect = ({ localAuc, interval: [low, high] }: Effect): string =>
  `(local AUC ${share(localAuc)}, 95% ${share(low)} to ${share(high)})`;

function passing(name: Tested, { E2, E4, E5, E6 }: Rungs): string {
  switch (name) {
    case 'E2':
      return `is more than chance gives${count(E2.measured?.tests)}`;
    case 'E3':
      return 'holds on text it was not chosen on';
    case 'E4':
      return E4.measured?.decidedByType === false
        ? 'is more than the token or an untrained network gives'
        : 'is more than like tokens or an untrained network give';
    case 'E5':
      return E5.measured === null
        ? 'is found in other seeds'
        : `is found by ${E5.measured.replicated} of ${E5.measured.seeds} seeds`;
    case 'E6':
      return `is used by the network${E6.measured === null ? '' : cost(E6.measured)}`;
    default:
      return name satisfies never;
  }
}

function failing(name: Tested, { sign, rungs: { E2, E4, E5 } }: ClaimedRungs): string {
  switch (name) {
    case 'E2':
      return `is no more than chance gives${count(E2.measured?.tests)}`;
    case 'E3':
      return 'does not hold on text it was not chosen on';
    case 'E4':
      return E4.measured === null ? 'is no more than the token gives' : notSpecific(E4.measured, sign);
    case 'E5':
      return E5.measured === null
        ? 'does not return in other seeds'
        : `passes E1 to E4 in only ${E5.measured.replicated} of ${E5.measured.seeds} seeds`;
    case 'E6':
      return 'is not shown to be used by the network';
    default:
      return name satisfies never;
  }
}

function notSpecific(measured: NonNullable<Rungs['E4']['measured']>, sign: 1 | -1): string {
  const { token, untrained } = judgeSpecificity(measured, sign);
  const { decidedByType } = measured;
  if (untrained === 'alike') {
    return `is no more than an untrained network gives${decidedByType ? ': it reads the token' : ''}`;
  }
  if (!decidedByType) return 'is not shown among occurrences of the same token: it reads the token';
  if (token === 'few sets') return 'cannot be told from reading the token, which has too few like it';
  return `is no more than ${token === 'saturated' ? 'nearly any tokens' : 'like tokens'} give: it reads the token`;
}

const count = (tests: number | undefined): string => (tests === undefined ? '' : ` among ${integer(tests)} tests`);

/** The change of loss that decided, in words. */
function cost({ deciding, ablations }: Cause): string {
  const row = ablations.find(({ method, where }) => method === 'mean' && where === deciding);
  if (row === undefined) return '';
  const place = deciding === 'predicting' ? 'in predicting the feature' : 'right after the feature';
  const change = row.difference < 0 ? 'falls' : 'rises';
  return ` (without it the loss ${place} ${change} by ${Math.abs(row.difference).toPrecision(2)} nats against elsewhere)`;
}

/** '; it was not tested in other seeds or for its use by the network'. */
function among(how: string, names: readonly Tested[]): string {
  const places = {
    E2: 'against chance',
    E3: 'on text it was not chosen on',
    E4: 'against like tokens and untrained networks',
    E5: 'in other seeds',
    E6: 'for its use by the network',
  } as const;
  return names.length === 0
    ? ''
    : `; it ${how} ${listed(
        names.map((name) => places[name]),
        'or',
      )}`;
}

/** 'a', 'a and b', 'a, b and c'. */
const listed = (parts: readonly string[], conjunction = 'and'): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${conjunction} ${parts.at(-1)}`;

/** .034 -> '.03', 1 -> '1.00': two decimals, and no 0 before the point. */
const share = (value: number): string => value.toFixed(2).replace(/^(-?)0\./, '$1.');
