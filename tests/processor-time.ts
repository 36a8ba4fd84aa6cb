/** Milliseconds that this process has had a core: other programs, which make it wait, are not counted. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
