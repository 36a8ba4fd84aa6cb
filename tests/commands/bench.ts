/** `npm run bench`: how fast this machine is. */
import { fileURLToPath } from 'node:url';
import { choice, flag, optional, seconds, whole } from '../../runner/cli/commands/keys.ts';
import { runNode } from '../../runner/cli/commands/program.ts';
import type { Takes, WordsOf } from '../../runner/cli/commands/words.ts';

export const takes = {
  subject: choice(
    ['training', 'sampling', 'recording', 'reading', 'profile', 'evidence', 'analysis', 'site', 'size'],
    'what is measured (training); size: what time and memory grow with',
  ),
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

/** The benchmark is a program of its own, which reads its words again. */
export function run(_words: WordsOf<typeof takes>, typed: readonly string[]): Promise<number> {
  return runNode(fileURLToPath(new URL('../bench/run.ts', import.meta.url)), typed);
}
