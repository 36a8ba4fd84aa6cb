/** The process that `tryEngine` starts: opens one engine, looks at its numbers, measures it, sends what came of it, and ends. */
import { candidates } from './candidates.ts';
import { checkLosses, productDeviation, singlePrecision, speedOf } from './measure.ts';
import { prepareNative, wantsTf32 } from './native-settings.ts';
import type { EngineTrial, TrialTask } from './trial.ts';

async function attempt({ engine: name, device, check, work = [], seconds = 0 }: TrialTask): Promise<EngineTrial> {
  prepareNative();
  const candidate = candidates.find((each) => each.engine === name && each.device === device);
  if (candidate === undefined) return { works: false, why: `There is no engine ${name} on ${device}.` };
  try {
    const engine = await candidate.open();
    if (check) await checkLosses(engine);
    const deviation = check ? await productDeviation(engine) : 0;
    const rounded = deviation > singlePrecision;
    if (rounded && !wantsTf32())
      return {
        works: false,
        why: `Its products deviate by ${deviation.toExponential(1)}: it does not compute in single precision.`,
      };
    const speeds: number[] = [];
    for (const each of work) speeds.push(await speedOf(engine, each, seconds, () => performance.now()));
    return { works: true, rounded, speeds };
  } catch (error) {
    return { works: false, why: (error as Error).message.replace(placeInSource, '') };
  }
}

/** With which ONNX Runtime begins what it says of a condition that does not hold. */
const placeInSource = /^\/\S+:\d+ .* was false\. /;

// A process whose parent is gone has nobody to answer.
process.on('disconnect', () => process.exit());
const trial = await attempt(JSON.parse(process.argv[2] ?? '') as TrialTask);
// Some libraries keep the process alive, others crash when they are unloaded: it ends as soon as the answer is out.
process.send?.(trial, () => process.exit());
