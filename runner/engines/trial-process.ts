/** The process that `tryEngine` starts: opens one engine, measures it, sends what came of it, and ends. */
import { candidates } from './candidates.ts';
import { trainingSpeed } from './training-speed.ts';
import type { Trial } from './trial.ts';

async function attempt(name = '', device = '', seconds = 0): Promise<Trial> {
  const candidate = candidates.find((each) => each.engine === name && each.device === device);
  if (candidate === undefined) return { works: false, why: `There is no engine ${name} on ${device}.` };
  try {
    const engine = await candidate.open();
    const tokensPerSecond = seconds > 0 ? await trainingSpeed(engine, seconds, () => performance.now()) : null;
    return { works: true, tokensPerSecond };
  } catch (error) {
    return { works: false, why: (error as Error).message };
  }
}

const [engine, device, seconds] = process.argv.slice(2);
const trial = await attempt(engine, device, Number(seconds));
// Some libraries keep the process alive, others crash when they are unloaded: it ends as soon as the answer is out.
process.send?.(trial, () => process.exit());
