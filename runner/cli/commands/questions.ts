/** Questions at the terminal, on stderr, so that what a command finds stays alone on stdout. */
import { createInterface } from 'node:readline/promises';
import { InputError, Interrupted } from '../../core/errors.ts';
import { visible } from '../terminal/visible.ts';

export type Questions = ReturnType<typeof questionsOn>;

interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream & { isTTY?: boolean };
}

/** Null where nobody can answer. */
export function questionsAtTerminal(terminal: Terminal = { input: process.stdin, output: process.stderr }) {
  return terminal.input.isTTY === true && terminal.output.isTTY === true ? questionsOn(terminal) : null;
}

/** @throws Interrupted, from a question, when the input ends or Ctrl-C is pressed. */
export function questionsOn({ input, output }: Terminal) {
  const lines = createInterface({ input, output, terminal: input.isTTY === true });
  const ended = new AbortController();
  lines.on('close', () => ended.abort());
  lines.on('SIGINT', () => ended.abort());
  /** The answer without spaces around it; the usual one where it is empty. */
  const ask = async (question: string, usual: string): Promise<string> => {
    try {
      const shown = usual === '' ? `${question}: ` : `${question} [${usual}]: `;
      return (await lines.question(shown, { signal: ended.signal })).trim() || usual;
    } catch (error) {
      if (!ended.signal.aborted) throw error;
      throw new Interrupted('stopped-asking', { what: 'Stopped before the last question was answered' });
    }
  };
  return {
    ask,
    /** Asks again, saying why, until the answer is understood. */
    async askUntil<Value>(question: string, usual: string, understand: (answer: string) => Promise<Value>) {
      for (;;) {
        try {
          return await understand(await ask(question, usual));
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          output.write(`${visible(error.message)}\n`);
        }
      }
    },
    close: () => lines.close(),
  };
}
