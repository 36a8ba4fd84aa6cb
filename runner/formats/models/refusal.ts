/** The error of a file that is no model we can read: what, why, and what to do. Imports only the errors. */
import { InputError } from '../../core/errors.ts';

const saveAgain = 'Save the model again as safetensors, a PyTorch state dict, Keras HDF5 or .keras';

export const refusal = (path: string, why: string, fix: string = saveAgain): InputError =>
  new InputError('model-not-importable', { what: `${path} cannot be imported`, why, fix });
