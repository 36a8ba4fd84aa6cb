/**
 * The model's own thread: loads the model when it is told to and follows plans, so that the page stays quick. The effects
 * are here (network, messages, pauses); what is computed is in session.ts.
 */

import { likeliest } from '../../../runner/analysis/stats/likeliest.ts';
import { unknownToken } from '../../../runner/text/vocabulary.ts';
import { answer, whyOf } from '../fetched.ts';
import { liveEffectsOf } from './effects.ts';
import type { Follow, FromWorker, Load, NextToken, Occlude, Rank, ToWorker } from './messages.ts';
import { decodeModel } from './model.ts';
import { limitFor } from './occlusion.ts';
import { activationIn } from './reader.ts';
import { createSession, type Session, shownLikely } from './session.ts';

/** Milliseconds in which all that put a neuron into its state is to be known, at the first token that is asked about. */
const patience = 3000;
/** Milliseconds that the last text took to be read, a token; with what was expected next: an upper bound. */
let reading = 1;

/** Tokens are told in bundles of so many milliseconds: often enough to be seen coming. */
const bundle = 60;

const turns = new MessageChannel();
/** Others' messages have their turn. A timer would wait four milliseconds each time. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    turns.port1.onmessage = () => resolve();
    turns.port2.postMessage(null);
  });

interface Loaded {
  component: string;
  session: Session;
  /** Reads the typed text with no neuron held, to compare. */
  free: Session;
}

let loaded: Loaded | null = null;
let latest = 0;
/** The last question about a token, of which plan it is, and the plan that was carried out. */
let asked = 0;
let carriedOut = -1;

const tell = (message: FromWorker): void => self.postMessage(message);

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'follow') latest = data.number;
  if (data.kind === 'occlude') asked = data.question;
  const work = {
    load: () => load(data as Load),
    follow: () => follow(data as Follow),
    occlude: () => occlude(data as Occlude),
    rank: () => rank(data as Rank),
  };
  work[data.kind]().catch((error: unknown) => tell({ kind: 'failed', why: whyOf(error) }));
});

async function load({ model, weights, bytes, component }: Load): Promise<void> {
  const json = await (await answer(model)).text();
  const { unit, tokens, vocabulary, ...rest } = decodeModel(json, await download(weights, bytes));
  const unknown = vocabulary.indexOf(unknownToken);
  const session = () => createSession({ unit, vocabulary, ...rest }, component, unknown === -1 ? [] : [unknown]);
  loaded = { component, session: session(), free: session() };
  tell({ kind: 'ready', unit, tokens, vocabulary });
}

/** @param expected bytes of the file; one that has another length was cut off on the way. */
async function download(url: string, expected: number): Promise<Uint8Array> {
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

async function follow({ number, plan, neuron, watch }: Follow): Promise<void> {
  if (loaded === null) throw new Error('the model is not loaded');
  const { component, session, free } = loaded;
  let from = 0;
  const show = (): void => {
    const tokens = session.tokens
      .slice(from)
      .map(({ id, likely, components }) => ({ id, likely, value: activationIn(components, component, neuron) }));
    tell({ kind: 'tokens', number, from, tokens });
    from = session.tokens.length;
  };
  session.begin(plan);
  show();
  if (!(await carryOn(session, number, show))) return;
  if (plan.hold !== null) {
    free.begin({ ...plan, count: 0, hold: null });
    if (!(await carryOn(free, number, () => undefined))) return;
  }
  const probability = session.words();
  const words = probability && { probability, free: plan.hold === null ? null : free.words() };
  const watched = (from: Session): number | null => (watch === undefined ? null : (from.after()?.[watch] ?? null));
  const chance = plan.count === 0 ? watched(session) : null;
  carriedOut = number;
  tell({
    kind: 'done',
    number,
    next: likeliest(words?.probability ?? new Float32Array(), shownLikely).map(
      (each): NextToken => ({ ...each, free: words?.free?.[each.id] ?? null }),
    ),
    watched: chance === null ? null : { probability: chance, free: plan.hold === null ? null : watched(free) },
    words,
  });
}

/** Tells parts as they come, in bundles, until another plan or another question has come. */
async function occlude({ number, question, position, neuron }: Occlude): Promise<void> {
  // The tokens of a plan that is still being read are not those that were asked about.
  if (loaded === null || number !== latest || number !== carriedOut) return;
  await inBundles(
    loaded.session.parts(position, neuron, limitFor(reading, patience)),
    (found, whole) => {
      const parts = found.filter((part) => part !== null);
      if (parts.length > 0 || whole) tell({ kind: 'parts', question, parts, whole });
    },
    () => number === latest && question === asked,
  );
}

async function rank({ number, classes }: Rank): Promise<void> {
  if (loaded === null || number !== latest || number !== carriedOut) return;
  const { session, component } = loaded;
  const effects: number[] = [];
  await inBundles(
    liveEffectsOf(session.tokens.slice(0, classes.length), component, classes),
    (found, whole) => {
      effects.push(...found);
      if (whole) tell({ kind: 'ranked', number, effects });
    },
    () => number === latest,
  );
}

/** Goes through what a question yields, so that others have their turn; leaves it when it is wanted no more. */
async function inBundles<Found>(
  all: Generator<Found>,
  hear: (found: Found[], whole: boolean) => void,
  isWanted: () => boolean,
): Promise<void> {
  for (;;) {
    const until = performance.now() + bundle;
    const found: Found[] = [];
    let whole = false;
    while (!whole && performance.now() < until) {
      const { value, done } = all.next();
      whole = done === true;
      if (!whole) found.push(value);
    }
    hear(found, whole);
    if (whole) return;
    await turn();
    if (!isWanted()) return;
  }
}

/** Ends the plan, in bundles; false when another plan has come meanwhile. */
async function carryOn(session: Session, number: number, show: () => void): Promise<boolean> {
  for (;;) {
    const until = performance.now() + bundle;
    let more = true;
    const began = performance.now();
    const before = session.tokens.length;
    while (more && performance.now() < until) more = session.step();
    const read = session.tokens.length - before;
    if (read > 0) reading = (performance.now() - began) / read;
    show();
    if (!more) return true;
    await turn();
    if (number !== latest) return false;
  }
}
