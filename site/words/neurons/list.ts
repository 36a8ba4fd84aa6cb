/** A list of neurons, with a note on it, as it stands in an address: '?neurons=408,44,200&note=...'. Pure; runs in the browser. */

export interface NeuronList {
  neurons: number[];
  note: string;
}

const most = 24;
export const longestNote = 200;

/** Numbers that name none of so many are left out, and so is each that comes again. */
export function readList(search: string, count: number): NeuronList {
  const fields = new URLSearchParams(search);
  const numbers = (fields.get('neurons') ?? '')
    .split(',')
    .filter((each) => /^\d{1,6}$/.test(each))
    .map(Number);
  return {
    neurons: [...new Set(numbers)].filter((neuron) => neuron < count).slice(0, most),
    note: (fields.get('note') ?? '').slice(0, longestNote),
  };
}

/** '' for an empty list without a note. */
export function writeList({ neurons, note }: NeuronList): string {
  const parts = [
    ...(neurons.length > 0 ? [`neurons=${neurons.join(',')}`] : []),
    ...(note === '' ? [] : [`note=${encodeURIComponent(note)}`]),
  ];
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
