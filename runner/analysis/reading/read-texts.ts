/**
 * Reads many texts of their own lengths side by side, each from the same state or one of its own, with neurons set as asked,
 * and gives rows of arrays at chosen tokens. Shorter ones are filled up behind their end, which nothing before it sees.
 */
import { item } from '../../core/at.ts';
import type { Intervention } from '../../models/intervention.ts';
import { type Readable, widthOf } from '../../models/reading.ts';
import type { Segment } from './read-group.ts';
import type { Reader } from './reader.ts';
import type { StateArrays } from './state-after.ts';

/** A neuron that is set while a text is read: to one value, or after each token by its place in the text. */
export type TextIntervention = Omit<Intervention, 'segment'>;

export interface TextsTask {
  /** Token ids of each. */
  texts: readonly Int32Array[];
  /** State before its first token; absent: where the reader begins. */
  initial?(text: number): StateArrays;
  interventions?(text: number): readonly TextIntervention[];
  /** Names of the arrays that are wanted. */
  record: readonly string[];
  wants(text: number, position: number): boolean;
  /** Hears of each wanted token, in no particular order; the row is overwritten afterwards. */
  sink(place: { text: number; position: number }, name: string, row: Float32Array): Promise<void> | void;
  onProgress?: ((share: number) => void) | undefined;
  pause?: (() => Promise<void>) | undefined;
}

/** Texts read side by side, and tokens of them with what they are filled up with. */
const streams = 768;
const tokensAtOnce = 1 << 22;

export async function readTexts<A extends Readable>(reader: Reader<A>, task: TextsTask): Promise<void> {
  const { texts, initial, interventions, record, wants, sink, onProgress, pause } = task;
  // The longest first: a program that is compiled for many streams serves fewer as well.
  const order = [...texts.keys()].sort((a, b) => item(texts, b).length - item(texts, a).length || a - b);
  const read = order.filter((text) => item(texts, text).length > 0);
  for (let from = 0; from < read.length; ) {
    const longest = item(texts, item(read, from)).length;
    const group = read.slice(from, from + Math.max(1, Math.min(streams, Math.floor(tokensAtOnce / longest))));
    const ids = new Int32Array(group.length * longest);
    group.forEach((text, stream) => {
      ids.set(item(texts, text), stream * longest);
    });
    const placeOf = (token: number) => ({ text: item(group, Math.floor(token / longest)), position: token % longest });
    const isWanted = ({ text, position }: { text: number; position: number }) =>
      position < item(texts, text).length && wants(text, position);
    await reader.read({
      ids,
      segments: group.map((_, stream): Segment => [stream * longest, longest]),
      ...(initial !== undefined && { initial: (stream: number) => initial(item(group, stream)) }),
      interventions: group.flatMap((text, stream) =>
        (interventions?.(text) ?? []).map((each) =>
          placed(each, stream, { longest, length: item(texts, text).length }),
        ),
      ),
      streams,
      record,
      predict: 'nothing',
      sink: {
        wants: (token) => isWanted(placeOf(token)),
        async write(name, start, rows) {
          const width = widthOf(reader.architecture, name);
          for (let row = 0; row < rows.length / width; row++) {
            const place = placeOf(start + row);
            if (isWanted(place)) await sink(place, name, rows.subarray(row * width, (row + 1) * width));
          }
        },
      },
      onProgress: (done) => onProgress?.((from + (done / ids.length) * group.length) / read.length),
      ...(pause !== undefined && { pause }),
    });
    from += group.length;
  }
}

/** In one stream, by the text's own places; behind its end nothing matters. */
function placed(
  { value, ...rest }: TextIntervention,
  stream: number,
  { longest, length }: { longest: number; length: number },
): Intervention {
  if (typeof value === 'number') return { ...rest, value, segment: stream };
  return { ...rest, segment: stream, value: (token) => value(Math.min(token - stream * longest, length - 1)) };
}
