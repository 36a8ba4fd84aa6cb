/**
 * The pickle of a PyTorch file: tensors, storages, and objects of a model's own classes, which stay closed. Nothing of them is
 * executed. Source: torch/serialization.py of PyTorch 0.3 to 2.6. Pure.
 */
import type { PickleOptions } from '../pickle/pickle.ts';
import { isModelClass, pythonData } from '../pickle/python-data.ts';
import { Global, globalName, PickledObject, type Reconstructor } from '../pickle/values.ts';
import { modelRefusal } from '../refusals.ts';
import { isCount, Storage, storedTensor } from './tensors.ts';

const asIs: Reconstructor = ([value]) => value;
const closed: Reconstructor = () => null;

/** Calls that stand in PyTorch's files, beside those of tensors. */
const calls: Readonly<Record<string, Reconstructor>> = {
  'torch._utils _rebuild_parameter': asIs,
  'torch._utils _rebuild_parameter_with_state': asIs,
  'torch.nn.parameter Parameter': asIs,
  'torch Size': asIs,
  'torch.nn.backends.thnn _get_thnn_function_backend': closed,
  'torch.backends.cudnn.rnn Unserializable': closed,
};
const rebuilding = new Set(['torch._utils _rebuild_tensor', 'torch._utils _rebuild_tensor_v2']);
const types = /^torch (\w+Storage|device|dtype|float32|float64|float16|bfloat16|int64|int32|uint8|bool)$/;
export const saveStateDict = 'Save its state dict alone: torch.save(model.state_dict(), path)';

/**
 * How the pickle of the file itself is read.
 * @param storages becomes the storages that it refers to, by key.
 */
export const torchPickle = (path: string, storages = new Map<string, Storage>()): PickleOptions => ({
  known: (name) => torchCall(name, path),
  isClass: isModelClass,
  persistent(id) {
    const found = reference(id, path);
    if (found instanceof Storage) storages.set(found.key, found);
    return found;
  },
  fix: saveStateDict,
});

function torchCall(name: string, path: string): Reconstructor | undefined {
  if (rebuilding.has(name)) return (args) => storedTensor(args, path);
  if (Object.hasOwn(calls, name)) return calls[name];
  if (types.test(name)) return closed;
  // A method of an object of the model, as old files keep: the object's class and the method's name, never looked up.
  if (name === '__builtin__ getattr' || name === 'builtins getattr') return (args) => namedMethod(args, path);
  return pythonData(name);
}

function namedMethod(args: readonly unknown[], path: string): PickledObject {
  const [owner, method, ...more] = args;
  const isOwn = (owner instanceof Global && owner.make === null) || owner instanceof PickledObject;
  if (isOwn && typeof method === 'string' && more.length === 0) return new PickledObject('builtins getattr', []);
  throw modelRefusal(
    path,
    'its pickle asks for builtins.getattr of more than a class of its model (nothing in it was executed)',
    saveStateDict,
  );
}

/** ('storage', type, key, device, length, view), or ('module', class, file, source) of whole models before PyTorch 1.6. */
function reference(id: unknown, path: string): unknown {
  const [kind, type, key, , length, view] = Array.isArray(id) ? id : [];
  if (kind === 'module' && type instanceof Global) return type;
  const name = globalName(type)?.split(' ')[1];
  if (
    kind !== 'storage' ||
    name === undefined ||
    typeof key !== 'string' ||
    !(length === undefined || isCount(length))
  ) {
    throw modelRefusal(path, 'its pickle is broken: a storage has no type or name');
  }
  const [, offset = 0] = Array.isArray(view) ? view : [];
  if (!isCount(offset)) throw modelRefusal(path, 'its pickle is broken: a view of a storage has no place');
  return new Storage(name, key, length ?? 0, offset);
}
