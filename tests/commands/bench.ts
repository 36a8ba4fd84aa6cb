/** `npm run bench`: how fast this machine is; training, sampling and recording side by side with PyTorch where Python has it. */
import { choice, flag, optional, seconds, whole } from '../../runner/cli/commands/keys.ts';
import type { Takes, WordsOf } from '../../runner/cli/commands/words.ts';
import type { Options, Outcome } from '../bench/outcome.ts';

const subjects = {
  training: async () => (await import('../bench/training.ts')).bench,
  sampling: async () => (await import('../bench/tokens-per-second.ts')).bench('sampling'),
  recording: async () => (await import('../bench/tokens-per-second.ts')).bench('recording'),
  reading: async () => (await import('../bench/reading.ts')).bench,
  profile: async () => (await import('../bench/profile.ts')).bench,
  evidence: async () => (await import('../bench/evidence.ts')).bench,
  size: async () => (await import('../bench/size.ts')).bench,
} as const satisfies Readonly<Record<string, () => Promise<(options: Options) => Promise<Outcome>>>>;
type Subject = keyof typeof subjects;
const names = Object.keys(subjects) as [Subject, ...Subject[]];
const besidePytorch: readonly Subject[] = ['training', 'sampling', 'recording'];

export const takes = {
  subject: choice(names, 'what is measured (training); size: what time and memory grow with'),
  keys: {
    case: optional('<case>,...', 'only these cases'),
    rounds: whole(1, 1000, 'how often each side is measured (5)'),
    seconds: seconds(2, 3600, 'about how long each side runs in a round'),
    to: optional('<file>', 'a JSON file that keeps what was measured, by what it is'),
    json: flag('prints one JSON object a line'),
    beside: optional('<folder>', 'training: another checkout, which trains in turns with this one'),
    quick: flag('size: small sizes only, in a minute or two'),
  },
  example: 'npm run bench training case=a json=true',
} satisfies Takes;

export async function run({ subject, given }: WordsOf<typeof takes>, typed: readonly string[]): Promise<void> {
  const { pythonWithTorch } = await import('../bench/contestants.ts');
  const { keep, thisMachine } = await import('../bench/outcome.ts');
  const { printRows, say } = await import('../bench/table.ts');
  const { case: cases, rounds = 5, to, json, ...rest } = given;
  const what = subject ?? 'training';
  if (!json && besidePytorch.includes(what) && rest.beside === undefined && pythonWithTorch() === null)
    say('Python has no PyTorch here (Debian: apt-get install python3-torch libopenblas0-openmp).');
  const machine = await thisMachine();
  const outcome = await (await subjects[what]())({ cases: cases?.split(',') ?? [], rounds, ...rest });
  const { products, notes = [], parts = { [what]: outcome.rows } } = outcome;
  printRows(outcome.rows, json);
  for (const each of Object.values(json ? {} : (products ?? {})))
    if (each !== null) say(`Matrix products: ${each.gflops.toFixed(0)} GFLOP/s by ${each.library}`);
  if (!json) for (const note of notes) say(note);
  if (to === undefined) return;
  const command = ['npm run bench', ...typed.filter((word) => !/^(to|json)=/.test(word))].join(' ');
  const date = new Date().toISOString().slice(0, 10);
  for (const [name, rows] of Object.entries(parts))
    await keep(to, name, { command, date, machine, ...(products && { products }), rows });
}
