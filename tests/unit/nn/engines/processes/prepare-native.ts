import { threadTask } from '../../../../../runner/core/pool.ts';
import { prepareNative } from '../../../../../runner/nn/engines/native-settings.ts';

export default threadTask<null, void>(() => prepareNative());
