/** Whether to colour what goes to a stream. The environment and the stream are given. */

/** The convention of no-color.org; FORCE_COLOR overrides a pipe. */
export function wantsColour(environment: NodeJS.ProcessEnv, stream: { isTTY?: boolean }): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '0') return true;
  return stream.isTTY === true && TERM !== 'dumb';
}
