/** How far the claims on one feature hold, in one or two sentences that count what passed and what did not. Pure. */
import { type Claim, type RungName, rungNames } from '../../runner/results/evidence-schema-1.ts';
import { both, integer } from './numbers.ts';

/** What passing a rung means, said of one neuron and of several. */
const told: [RungName, string, string][] = [
  ['E3', 'holds on text that took no part in the choice', 'hold on text that took no part in the choice'],
  ['E4', 'is shown to do more than read the token', 'are shown to do more than read the token'],
  ['E5', 'comes back in networks of other seeds', 'come back in networks of other seeds'],
  ['E6', 'is shown to be used by the network', 'are shown to be used by the network'],
];

/** `claims` are those on one feature. What could not be said of any of them is named. */
export function tested(claims: readonly Claim[]): string {
  const [first] = claims;
  if (!first) return 'No neuron was tested on this feature.';
  if (claims.length === 1) return `One neuron was tested: ${one(first)}.`;
  const decided = told.filter(([rung]) => claims.some(({ rungs }) => isDecided(rungs[rung].status)));
  const open = told.filter((each) => !decided.includes(each)).map(([rung]) => rung);
  const counts = decided.map(([rung, singular, plural]) => {
    const passed = claims.filter(({ rungs }) => rungs[rung].status === 'passed').length;
    const amount = passed === 0 ? 'none' : integer(passed);
    return `${amount} ${passed > 1 ? plural : singular} (${rung})`;
  });
  const all = `${integer(claims.length)} neurons`;
  const sentence = counts.length === 0 ? `${all} were tested.` : `Of ${all} tested, ${both(counts)}.`;
  return open.length === 0 ? sentence : `${sentence} ${both(open)} could not be tested or ${was(open)} not run.`;
}

/** What became of the rungs of one claim; E7 is for the reader to judge and is left out. */
function one({ rungs }: Claim): string {
  const named = (wanted: (status: string) => boolean): RungName[] =>
    rungNames.filter((rung) => rung !== 'E7' && wanted(rungs[rung].status));
  const passed = named((status) => status === 'passed');
  const failed = named((status) => status === 'failed');
  const open = named((status) => !isDecided(status));
  return [
    passed.length > 0 ? `it passed ${both(passed)}` : 'it passed no rung',
    ...(failed.length > 0 ? [`failed ${both(failed)}`] : []),
    ...(open.length > 0 ? [`${both(open)} could not be tested or ${was(open)} not run`] : []),
  ].join('; ');
}

const isDecided = (status: string): boolean => status === 'passed' || status === 'failed';

const was = (words: readonly string[]): string => (words.length === 1 ? 'was' : 'were');
