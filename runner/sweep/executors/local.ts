/** `executor: local`: processes on this machine, side by side, each with its share of the cores. */
import type { Child, Ending, ExecutorKind, Task } from './executor.ts';

export const local = {
  name: 'local',
  about: 'processes on this machine that share its cores',
  settings: null,
  async open(_settings, host) {
    const parallel = host.parallel ?? 1;
    const share = Math.max(1, Math.floor(host.cores / parallel));
    const running = new Map<string, { child: Child; ended: Promise<Ending> }>();
    let stopping = false;

    async function endOf(task: Task, child: Child): Promise<Ending> {
      const how = await child.ended;
      if (await host.answered(task)) return { id: task.id, how: 'answered', why: '' };
      if (stopping) return { id: task.id, how: 'stopped', why: '' };
      return { id: task.id, how: 'lost', why: `its process ended with ${how}` };
    }

    return {
      room: () => (stopping ? 0 : parallel - running.size),
      async submit(tasks) {
        for (const task of tasks) {
          const child = host.start(task, share);
          running.set(task.id, { child, ended: endOf(task, child) });
        }
      },
      async next() {
        const first = await Promise.race([...running.values()].map(({ ended }) => ended));
        running.delete(first.id);
        return [first];
      },
      async stop() {
        stopping = true;
        for (const { child } of running.values()) child.stop();
      },
    };
  },
} as const satisfies ExecutorKind<null>;
