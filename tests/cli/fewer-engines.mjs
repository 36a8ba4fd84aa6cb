/**
 * Loaded into a command, it has those engines alone that TRIED_ENGINES names, as "onnx on cpu" by commas: each is tried in a
 * process of its own, which is most of what `npm run doctor` takes.
 */
import { candidates } from '../../runner/nn/engines/engines.ts';

const wanted = (process.env.TRIED_ENGINES ?? '').split(', ');
const few = candidates.filter(({ engine, device }) => wanted.includes(`${engine} on ${device}`));
if (few.length !== wanted.length) throw new Error(`of ${wanted.join(', ')} there are ${few.length}`);
candidates.splice(0, candidates.length, ...few);
