/** The process that `tryEngine` starts: opens one engine, looks at its numbers, measures it, and sends what came of it. */
import { candidates } from './engines.ts';
import { checkNumbers, speedOf } from './measure.ts';
import type { EngineTrial, TrialTask } from './trial.ts';

async function attempt({ engine: name, device, work = [], seconds = 0 }: TrialTask): Promise<EngineTrial> {
  try {
    const engine = await candidates.find((each) => each.engine === name && each.device === device)?.open();
    if (engine === undefined) throw new Error(`There is no engine ${name} on ${device}.`);
    if (work.length > 0) await checkNumbers(engine);
    const speeds: number[] = [];
    for (const each of work) speeds.push(await speedOf(engine, each, seconds));
    return { works: true, speeds };
  } catch (error) {
    return { works: false, why: (error as Error).message.replace(placeInSource, '') };
  }
}

/** With which ONNX Runtime begins what it says of a condition that does not hold. */
const placeInSource = /^\/\S+:\d+ .* was false\. /;

// A process whose parent is gone has nobody to answer.
process.on('disconnect', () => process.exit());
process.send?.(await attempt(JSON.parse(process.argv[2] ?? '') as TrialTask));
