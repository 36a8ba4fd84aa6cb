/**
 * The model's own thread: loads the model when it is told to and follows questions, so that the page stays quick. The effects
 * are here (network, messages, pauses); what is computed is in session.ts.
 */
import { likeliest } from '../../../runner/analysis/stats/likeliest.ts';
import { at } from '../../../runner/core/at.ts';
import { open } from '../../../runner/read.ts';
import { unknownToken } from '../../../runner/text/vocabulary.ts';
import { answer, whyOf } from '../fetched.ts';
import { toldIn } from './marks.ts';
import type { Files, FromWorker, NextToken, ToWorker } from './open.ts';
import { createSession, type LiveClamp, type Session } from './session.ts';

/** Tokens are told in bundles of so many milliseconds: often enough to be seen coming. */
const bundle = 60;
const shownLikely = 5;
/** Values of a held neuron of which what was read is kept: those of 'Change its mind', and as it is. */
const mostSessions = 16;

const turns = new MessageChannel();
/** Others' messages have their turn. A timer would wait four milliseconds each time. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    turns.port1.onmessage = () => resolve();
    turns.port2.postMessage(null);
  });

let loaded: (Pick<Files, 'component' | 'marks'> & { sessionOf(clamp: LiveClamp | null): Session }) | null = null;
let latest = 0;
/** One thing is done at a time: a question that another has replaced ends at its next pause. */
let last = Promise.resolve();

const tell = (message: FromWorker): void => self.postMessage(message);

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'ask') latest = data.number;
  last = last
    .then(() => (data.kind === 'load' ? load(data) : follow(data)))
    .catch((error: unknown) => tell({ kind: 'failed', why: whyOf(error) }));
});

async function load({
  model: file,
  weights,
  packed,
  component,
  marks,
}: Extract<ToWorker, { kind: 'load' }>): Promise<void> {
  const json = await (await answer(file.url)).arrayBuffer();
  const model = await open({ model: json, weights: await download(packed ?? weights) });
  const { cut, vocabulary } = model;
  const unknown = vocabulary.indexOf(unknownToken);
  const sessions = new Map<string, Session>();
  const sessionOf = (clamp: LiveClamp | null): Session => {
    const key = JSON.stringify(clamp);
    const known = sessions.get(key);
    if (known !== undefined) return known;
    if (sessions.size >= mostSessions) sessions.clear();
    const session = createSession(model, component, unknown === -1 ? [] : [unknown], clamp);
    sessions.set(key, session);
    return session;
  };
  loaded = { component, marks, sessionOf };
  tell({ kind: 'ready', cut, vocabulary });
}

/** @throws Error when the file has another length than expected: it was cut off on the way. */
async function download({ url, bytes: expected }: { url: string; bytes: number }): Promise<Uint8Array<ArrayBuffer>> {
  const { body } = await answer(url);
  const bytes = new Uint8Array(expected);
  let received = 0;
  for (const reader = body?.getReader(); reader !== undefined; ) {
    const { done, value } = await reader.read();
    if (done) break;
    if (received + value.length <= expected) bytes.set(value, received);
    received += value.length;
    tell({ kind: 'loading', bytes: received });
  }
  if (received !== expected) throw new Error(`${received} bytes came where ${expected} were expected`);
  return bytes;
}

async function follow({ number, clamp, neuron, words, ...plan }: Extract<ToWorker, { kind: 'ask' }>): Promise<void> {
  if (loaded === null) throw new Error('the model is not loaded');
  if (number !== latest) return;
  const { component, marks, sessionOf } = loaded;
  const session = sessionOf(clamp);
  let from = 0;
  const show = (): void => {
    const tokens = session.tokens
      .slice(from)
      .map(({ id, reading }) => ({ id, value: at(reading.component(component).values, neuron) }));
    tell({ kind: 'tokens', number, from, tokens });
    from = session.tokens.length;
  };
  session.begin(plan);
  show();
  if (!(await carryOn(session, number, show))) return;
  const free = clamp === null ? null : sessionOf(null);
  free?.begin({ ...plan, count: 0 });
  if (free && !(await carryOn(free, number, () => undefined))) return;
  const alone = await free?.words();
  const next = likeliest((await session.words()) ?? new Float32Array(), shownLikely).map(
    (each): NextToken => ({ ...each, free: alone?.[each.id] ?? null }),
  );
  const told =
    marks &&
    words &&
    toldIn(
      marks,
      words,
      session.tokens.map(({ reading }) => reading.component(component).values),
    );
  tell({ kind: 'done', number, next, told });
}

/** Ends the plan, in bundles; false when another question has come meanwhile. */
async function carryOn(session: Session, number: number, show: () => void): Promise<boolean> {
  for (;;) {
    const until = performance.now() + bundle;
    let more = true;
    while (more && performance.now() < until) more = await session.step();
    show();
    if (!more) return true;
    await turn();
    if (number !== latest) return false;
  }
}
