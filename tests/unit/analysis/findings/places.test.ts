/** Where an effect falls, beside NumPy's sums over the tokens: tests/fixtures/evidence/falls.py. */
import { expect, it } from 'vitest';
import { mapHalves } from '../../../../runner/analysis/findings/bench.ts';
import { confirmedPlace, fallsOf, isTold, meanAt, shareOf } from '../../../../runner/analysis/findings/falls.ts';
import { placeSums } from '../../../../runner/analysis/findings/places.ts';
import type { Place, PlaceSums } from '../../../../runner/analysis/findings/shown-schema.ts';
import type { HalfName, Halves } from '../../../../runner/analysis/stats/tested-text.ts';
import { at } from '../../../../runner/core/at.ts';
import { made } from '../stats/reference.ts';
import { benchOfText } from './invented.ts';

type Half = Record<'types' | 'state' | 'places' | 'document' | 'right' | 'wrong', number[]>;
type Mean = Record<'flip' | 'tokens' | 'documents', number> & { interval: [number, number] };
type Told = { of: Place; where: 'inside' | 'outside' };
interface Given extends Record<'read' | 'warmUp' | 'documents', number> {
  vocabulary: string[];
  halves: Halves<Half>;
  sides: Record<'inside' | 'outside', Mean>;
  places: (Told & Mean & { share: number; sum: number })[];
  place: Omit<Told, 'of'> &
    Mean & { of: Place[]; discovery: number; elsewhere: Pick<Mean, 'flip' | 'interval'>; p: number };
}
const given = made<Given>('evidence/falls');

const { read, warmUp, documents, vocabulary } = given;

function sumsOf(name: HalfName): PlaceSums[] {
  const scored = new Int32Array(documents * (read - warmUp));
  const own = { length: read - warmUp, segments: 1, sources: new Int32Array(documents), types: scored };
  const bench = benchOfText(own, [new Float32Array(scored.length)], [new Uint8Array(scored.length)]);
  const half = given.halves[name];
  const text = mapHalves((each) => ({ ...own, warmUp, readTypes: Int32Array.from(given.halves[each].types) }));
  const sites = {
    half: name,
    segments: [],
    state: Int8Array.from(half.state, (inside) => 4 * inside),
    places: Int32Array.from(half.places),
    document: Int32Array.from(half.document),
    side: Uint8Array.from(half.places, (place) => at(half.state, place)),
  };
  const rise = Float64Array.from(half.wrong, (loss, site) => Math.fround(loss) - Math.fround(at(half.right, site)));
  const onDiscovery = Int8Array.from(given.halves.discovery.state, (inside) => 4 * inside);
  const input = { ...bench.input, text, vocabulary, unit: 'word' } as const;
  return placeSums({ ...bench, input }, { sites, rise }, onDiscovery);
}

const [discovery, confirmation] = [sumsOf('discovery'), sumsOf('confirmation')];
const close = (value: number) => expect.closeTo(value, 6);
const mean = ({ flip, interval, tokens, documents: own }: Mean) => ({
  flip: close(flip),
  interval: interval.map(close),
  tokens,
  documents: own,
});

it('are the same as those of NumPy, with the same sums, means and intervals', () => {
  const told = confirmation.filter((own) => isTold(own, confirmation));
  expect(told.length).toBe(given.places.length);
  for (const { of, where, share, sum, ...numbers } of given.places) {
    const own = told.find((each) => each.where === where && JSON.stringify(each.of) === JSON.stringify(of));
    if (own === undefined) throw new Error(`no ${JSON.stringify(of)}`);
    expect(own.sums.reduce((total, each) => total + each, 0)).toBeCloseTo(sum, 6);
    expect(shareOf(own, confirmation)).toBeCloseTo(share, 12);
    expect(meanAt(own)).toEqual(mean(numbers));
  }
});

it('add up to the sides', () => {
  const none = { rise: 0, interval: [0, 0] as [number, number] };
  const falls = fallsOf({ places: confirmation, holding: { inside: none, outside: none } }, discovery);
  for (const where of ['inside', 'outside'] as const) expect(falls?.[where]).toEqual(mean(given.sides[where]));
});

it('are chosen on one half and told apart from the rest on the other', () => {
  const place = confirmedPlace(confirmation, discovery);
  expect(place).toMatchObject({
    of: given.place.of,
    where: given.place.where,
    discovery: close(given.place.discovery),
    ...mean(given.place),
    elsewhere: { flip: close(given.place.elsewhere.flip), interval: given.place.elsewhere.interval.map(close) },
    p: close(given.place.p),
  });
  // What is large on discovery alone is no place.
  const flat = confirmation.map((own) => ({ ...own, sums: own.counts.map((count) => 0.03 * count) }));
  expect(confirmedPlace(flat, discovery)).toBeNull();
});
