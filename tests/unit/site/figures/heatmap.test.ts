import { expect, test } from 'vitest';
import { quantize } from '../../../../runner/experiment/results/activations.ts';
import { type Heatmap, heatmap, heatmapDrawing, heatmapHalves, ledBy } from '../../../../site/figures/heatmap.ts';

const tokens = ['Stop', '.', ' ', 'Go', '.'];
const activations = quantize([
  [0, 1, 0, 0, -1],
  [0.5, 0.5, 0.5, 0.5, 0.5],
]);
const one = (neuron: number, role: 'detected' | 'neighbour') => ({ neuron, role, rank: 1, score: 1 });
const feature = {
  heatmapWindows: [
    { first: 0, last: 0, neurons: [one(0, 'detected')] },
    { first: 1, last: 1, neurons: [one(1, 'neighbour')] },
  ],
  relevance: { relevance: [1, 0.25], prominence: [1, 0], difference: [1, 0] },
};

const halvesOf = (map: Heatmap, link?: (neuron: number) => string) => {
  const { head, body } = heatmapDrawing(map, [-1, 1], undefined, link);
  return { head: head.content, body: body.content };
};

test('rows hold the neurons of each window and columns the carriers', () => {
  const map = heatmap(feature, { tokens }, [1, 4], activations);
  expect(
    map.windows.map((rows) => rows.map(({ neuron, detected, relevance }) => [neuron, detected, relevance])),
  ).toEqual([[[0, true, 1]], [[1, false, 0.25]]]);
  expect(map.windows[0]?.[0]?.values).toEqual([1, -1]);
});

test('the group of the neuron that leads comes first, and is made where no window holds it', () => {
  const five = quantize(Array.from({ length: 5 }, (_, neuron) => tokens.map((_, t) => (neuron * t) / 20)));
  const led = (neuron: number, beside: number) => {
    const shown = { ...feature, heatmapWindows: feature.heatmapWindows.slice(0, neuron === 1 ? 2 : 1) };
    const { windows } = heatmap(ledBy(shown, neuron, { beside, units: 5 }), { tokens }, [1, 4], five);
    return windows.map((rows) => rows.map((row) => [row.neuron, row.detected, row.leads]));
  };
  expect(led(1, 1)).toEqual([[[1, false, true]], [[0, true, false]]]);
  expect(led(3, 1)).toEqual([
    [
      [2, false, false],
      [3, true, true],
      [4, false, false],
    ],
    [[0, true, false]],
  ]);
  // Neither a neuron beyond the layer, nor one that stands in another group.
  expect(led(4, 4)[0]?.map(([neuron]) => neuron)).toEqual([1, 2, 3, 4]);
});

test('columns of few different marks are told apart by the token before', () => {
  expect(heatmap(feature, { tokens }, [1, 4], activations).labels).toEqual(['Stop.', 'Go.']);
  expect(heatmap(feature, { tokens }, [0, 1, 2, 3, 4], activations).labels).toEqual(['Stop', '.', '␣', 'Go', '.']);
});

test('what the feature is not compared with takes no part in the mean of the others', () => {
  const elsewhere = (compared?: Uint8Array) =>
    heatmap({ ...feature, ...(compared && { compared }) }, { tokens: ['Stop', '.', ' ', 'Go', ','] }, [1], activations)
      .windows[0]?.[0]?.means.elsewhere;
  // Of 0, 0 and −1; without the comma of 0 and 0.
  expect(elsewhere()).toBeCloseTo(-1 / 3, 6);
  expect(elsewhere(Uint8Array.of(1, 1, 1, 1, 0))).toBe(0);
});

test('a figure that would be too large leaves neurons out and says how many', () => {
  const positions = Array.from({ length: 12_000 }, () => 0);
  expect(heatmap(feature, { tokens }, positions, activations)).toMatchObject({ omittedNeurons: 1 });
});

test('the drawing marks what was detected, separates windows, and escapes labels', () => {
  const map = heatmap(feature, { tokens: ['<b>', '.', ' ', '&', '.'] }, [1, 4], activations);
  const { head, body } = halvesOf(map);
  expect(head.match(/<text fill="var\(--ink\)" font-weight="650"/g)?.length).toBe(1);
  expect(head.match(/stroke-dasharray="3 3"/g)?.length).toBe(1);
  expect(body).toContain('&lt;b&gt;.');
  expect(body).toContain('&amp;.');
  expect(body).toContain('style="--a:-1"');
});

test('the drawing marks the neuron that leads by an arrow', () => {
  const { head } = halvesOf(heatmap(ledBy(feature, 1, { beside: 0, units: 2 }), { tokens }, [1, 4], activations));
  const marked = [...head.matchAll(/fill="var\(--accent\)"[^>]*>([^<]*)</g)].map(([, text]) => text);
  expect(marked).toEqual(['→', '1']);
});

test('cells of one colour lie where their rows and columns are', () => {
  const { body } = halvesOf(heatmap(feature, { tokens }, [1, 4], activations));
  const drawn = [...body.matchAll(/style="--a:([^"]*)"[^>]* d="([^"]*)"/g)].flatMap(([, colour, path = '']) => {
    let [x, y] = [0, 0];
    return [...path.matchAll(/m(-?\d+) ?(-?\d+)h(\d+)v(\d+)h-(\d+)/g)].map(([, dx, dy, across, down]) => {
      const cell = [Number(colour), x + Number(dx), y + Number(dy), Number(across)];
      [x, y] = [x + Number(dx), y + Number(dy) + Number(down)];
      return cell;
    });
  });
  expect(drawn.sort(([, x1 = 0, y1 = 0], [, x2 = 0, y2 = 0]) => y1 - y2 || x1 - x2)).toEqual([
    [1, 0, 26, 19],
    [-1, 20, 26, 19],
    [0.5, 0, 60, 19],
    [0.5, 20, 60, 19],
  ]);
});

test('with addresses each row is a link in the head, and one for the pointer over its cells', () => {
  const map = heatmap(feature, { tokens }, [1, 4], activations);
  const { head, body } = halvesOf(map, (neuron) => `#a=1&neuron=${neuron}`);
  const links = (svg: string) =>
    [...svg.matchAll(/<a href="([^"]*)"( tabindex="-1")?/g)].map(([, href, tab]) => [href, tab]);
  expect(links(head)).toEqual([
    ['#a=1&amp;neuron=0', undefined],
    ['#a=1&amp;neuron=1', undefined],
  ]);
  expect(links(body)).toEqual([
    ['#a=1&amp;neuron=0', ' tabindex="-1"'],
    ['#a=1&amp;neuron=1', ' tabindex="-1"'],
  ]);
  const halves = heatmapHalves(heatmapDrawing(map, [-1, 1]), 'a');
  expect(halves.head).toMatch(/^<svg class="heatmap" id="a-head"/);
  expect(halves.body).toMatch(/^<svg aria-hidden="true" class="heatmap" id="a-body"/);
  const file = halvesOf(map);
  expect(file.head + file.body).not.toContain('<a ');
});

test('cells of one colour are one path that moves from cell to cell, and fill the grid', () => {
  const map = heatmap(feature, { tokens }, [0, 1, 2, 3, 4], activations);
  const { body } = halvesOf(map);
  const corners = [...body.matchAll(/class="cell" style="--a:([^"]+)"[^>]* d="([^"]+)"/g)].flatMap(
    ([, colour, d = '']) => {
      let [x, y] = [0, 0];
      return [...d.matchAll(/m(-?\d+) ?(-?\d+)h(\d+)v(\d+)h-\d+/g)].map(([, dx, dy, , height]) => {
        [x, y] = [x + Number(dx), y + Number(dy)];
        const corner = { colour: Number(colour), x, y };
        y += Number(height);
        return corner;
      });
    },
  );
  const columns = [...new Set(corners.map(({ x }) => x))].sort((a, b) => a - b);
  const rows = [...new Set(corners.map(({ y }) => y))].sort((a, b) => a - b);
  expect([columns.length, rows.length, corners.length]).toEqual([5, 2, 10]);
  const colourAt = (row: number, column: number) =>
    corners.find(({ x, y }) => x === columns[column] && y === rows[row])?.colour;
  expect([0, 1, 2, 3, 4].map((column) => colourAt(0, column))).toEqual([0, 1, 0, 0, -1]);
  expect([0, 1, 2, 3, 4].map((column) => colourAt(1, column))).toEqual([0.5, 0.5, 0.5, 0.5, 0.5]);
});

test('beside its cells a row has its mean over them and over all other tokens but white space', () => {
  const tokens = ['a', '.', ' ', 'b', '.'];
  const neuron = [0.5, -1, 1, 0.25, -0.5];
  const values = quantize([Float32Array.from(neuron)]);
  const map = heatmap(
    { relevance: null, heatmapWindows: [{ neurons: [{ neuron: 0, role: 'detected' }] }] },
    { tokens },
    [1, 4],
    values,
  );
  const [row] = map.windows.flat();
  expect(row?.means.here).toBeCloseTo(-0.75, 2);
  expect(row?.means.elsewhere).toBeCloseTo(0.375, 2);
  const all = heatmap(
    { relevance: null, heatmapWindows: [{ neurons: [{ neuron: 0, role: 'detected' }] }] },
    { tokens },
    [0, 1, 2, 3, 4],
    values,
  );
  expect(all.windows.flat()[0]?.means.elsewhere).toBeNull();
});
