/**
 * What is drawn stands where its words say. A figure says of what it draws what that stands for, and this compares it with what
 * is seen:
 * - `data-x="0.3"`, `data-y`: a mark's middle is at this value; `data-x="0 0.3"`: its edges (of dots in a group their middles) are.
 * - `data-row="45"`: it is this row, or the first mark in it; a text in rows is each of its lines.
 * - `data-ticks="x"`, `y` or `row`: labels of that axis or of rows. A label says its value by its digits, or by a `data-x` of its own.
 */
import type { Page } from '@playwright/test';
import { widthOf } from './pages.ts';

/**
 * What does not stand where it should, at each of the widths; the page is as wide as the last afterwards.
 * @param widths of a phone, a large screen and a laptop unless told.
 */
export async function astray(page: Page, widths: readonly number[] = [390, 1920, 1280]): Promise<string[]> {
  const found: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    const faults = await page.evaluate(look);
    if ((await widthOf(page)) > width) faults.push('what it shows is wider than the page');
    found.push(...faults.map((fault) => `${width} px: ${fault}`));
  }
  return found;
}

/** Runs in the page. */
async function look(): Promise<string[]> {
  /** Pixels. */
  const near = 2;
  const faults: string[] = [];
  for (const folded of document.querySelectorAll('details')) folded.open = true;
  await document.fonts.ready;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

  const all = (selector: string, of: ParentNode = document): Element[] => [...of.querySelectorAll(selector)];
  const said = (label: Element): string => (label.textContent ?? '').replace(/\s+/g, ' ').trim();
  const name = (of: Element): string => {
    const figure = of.closest('figure, section, div[class]');
    return `${figure?.localName}.${figure?.getAttribute('class') ?? figure?.id} <${of.localName} ${of.getAttribute('class') ?? ''}>`;
  };
  /** Whether it is there and not cut off by what it stands in. */
  const isSeen = (each: Element): boolean => {
    if (!each.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    const { x, y } = middle(each);
    for (let above = each.parentElement; above; above = above.parentElement) {
      const box = above.getBoundingClientRect();
      const { overflowX, overflowY } = getComputedStyle(above);
      if (above instanceof SVGElement || above === document.body || above.localName === 'html') continue;
      if (
        (overflowX !== 'visible' && (x < box.left || x > box.right)) ||
        (overflowY !== 'visible' && (y < box.top || y > box.bottom))
      )
        return false;
    }
    return true;
  };
  /** On the screen, turned as it is, without the width of its lines. @param lines the share of its height that is cut off above and below. */
  const cornersOf = (each: Element, edge = 0, lines = 0): DOMPoint[] => {
    const isPart = each instanceof SVGGraphicsElement && !(each instanceof SVGSVGElement);
    const { x, y, width, height } = isPart ? each.getBBox() : each.getBoundingClientRect();
    const to = (isPart ? each.getScreenCTM() : null) ?? new DOMMatrix();
    const [left, right, top, bottom] = [x + edge, x + width - edge, y + lines * height, y + (1 - lines) * height];
    return [
      new DOMPoint(left, top),
      new DOMPoint(right, top),
      new DOMPoint(right, bottom),
      new DOMPoint(left, bottom),
    ].map((point) => point.matrixTransform(to));
  };
  const boxOf = (each: Element): DOMRect => {
    const corners = cornersOf(each);
    const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    return new DOMRect(left, top, Math.max(...xs) - left, Math.max(...ys) - top);
  };
  const middle = (each: Element): { x: number; y: number } => {
    const { left, top, width, height } = boxOf(each);
    return { x: left + width / 2, y: top + height / 2 };
  };

  const numberOf = (text: string): number => {
    const [, sign = '', digits = '', unit = ''] = /^([−+-]?)([\d.,]+)(%?)$/.exec(text) ?? [];
    return digits === ''
      ? Number.NaN
      : ((sign === '' || sign === '+' ? 1 : -1) * Number(digits.replaceAll(',', ''))) / (unit === '' ? 1 : 100);
  };

  type Point = { value: number; pixel: number; of: string };
  /** Where a label stands on its axis: its middle, or the end by which it is set. */
  const labelPlace = (label: Element, axis: 'x' | 'y'): number => {
    const box = boxOf(label);
    if (axis === 'y') return middle(label).y;
    const list = label.parentElement;
    const atEnds = list?.matches('.ends') ? (label === list.firstElementChild ? 'start' : 'end') : 'middle';
    const anchor = label instanceof SVGElement ? getComputedStyle(label).textAnchor : atEnds;
    return anchor === 'start' ? box.left : anchor === 'end' ? box.right : middle(label).x;
  };
  const dots = 'circle, path[transform^="translate"]';
  const markPoints = (mark: Element, axis: 'x' | 'y'): Point[] => {
    const values = (mark.getAttribute(`data-${axis}`) ?? '').split(' ').map(Number);
    const own = mark.localName === 'g' ? all(dots, mark) : [];
    const box = boxOf(mark);
    const edges = axis === 'x' ? [box.left, box.right] : [box.top, box.bottom];
    const ends = own.length > 0 ? own.map((dot) => middle(dot)[axis]) : edges;
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    const [first = Number.NaN, last = first] = values;
    const of = `mark ${values.join(' to ')}`;
    if (first === last) return [{ value: first, pixel: (low + high) / 2, of }];
    return [
      { value: first, pixel: axis === 'x' ? low : high, of },
      { value: last, pixel: axis === 'x' ? high : low, of },
    ];
  };

  const scales: ((value: number) => number)[] = [Number, Math.log, Math.log1p];
  /** The point that lies furthest from the scale on which all others lie best, and how far. */
  const furthest = (points: readonly Point[]): { off: number; point: Point | undefined } =>
    scales
      .map((scale) => {
        const placed = points
          .map((point) => ({ point, at: scale(point.value) }))
          .filter(({ at }) => Number.isFinite(at));
        if (placed.length < points.length) return { off: Number.POSITIVE_INFINITY, point: points[0] };
        const mean = (of: (each: (typeof placed)[number]) => number) =>
          placed.reduce((sum, each) => sum + of(each), 0) / placed.length;
        const [at, pixel] = [mean((each) => each.at), mean((each) => each.point.pixel)];
        const spread = mean((each) => (each.at - at) ** 2);
        const slope = spread === 0 ? 0 : mean((each) => (each.at - at) * (each.point.pixel - pixel)) / spread;
        return placed
          .map((each) => ({ point: each.point, off: Math.abs(each.point.pixel - pixel - slope * (each.at - at)) }))
          .reduce((most, each) => (each.off > most.off ? each : most));
      })
      .reduce((least, each) => (each.off < least.off ? each : least));

  for (const labels of all('[data-ticks]')) {
    const axis = labels.getAttribute('data-ticks');
    const own = [...labels.children].filter((label) => said(label) !== '' && isSeen(label));
    if (own.length === 0) continue;
    const selector = `[data-${axis}]:not([data-ticks] *)`;
    let scope: Element | null = labels.parentElement;
    const picture = scope?.querySelector('img:not([hidden]), canvas:not([hidden])') ?? null;
    while (scope && !all(selector, scope).some(isSeen) && !scope.matches('figure, svg')) scope = scope.parentElement;
    const marks = scope
      ? all(selector, scope)
          .filter((mark) => mark.closest('svg') === labels.closest('svg') || !labels.closest('svg'))
          .filter((mark) => mark.checkVisibility())
      : [];
    if (axis === 'row') {
      const rows: { row: string; pixel: number }[] = marks.flatMap((mark) => {
        const row = mark.getAttribute('data-row') ?? '';
        const lines = all('bdi', mark).flatMap((word) => [...word.getClientRects()]);
        const middles = lines.length > 0 ? lines.map(({ top, height }) => top + height / 2) : [middle(mark).y];
        return middles.map((pixel) => ({ row, pixel }));
      });
      // A picture of rows of one height.
      if (rows.length === 0 && picture) {
        const { top, height } = picture.getBoundingClientRect();
        for (const [at, label] of own.entries())
          rows.push({ row: said(label), pixel: top + ((at + 0.5) * height) / own.length });
      }
      for (const label of own) {
        const { y } = middle(label);
        const off = Math.min(...rows.filter(({ row }) => row === said(label)).map(({ pixel }) => Math.abs(pixel - y)));
        if (off > near)
          faults.push(`row '${said(label)}' of ${name(labels)} has its label ${off.toFixed(1)} px from its middle`);
      }
    } else if (axis === 'x' || axis === 'y') {
      const ticks = own
        .map(
          (label): Point => ({
            value: numberOf(label.getAttribute(`data-${axis}`) ?? said(label)),
            pixel: labelPlace(label, axis),
            of: `tick ${said(label)}`,
          }),
        )
        .filter(({ value }) => !Number.isNaN(value));
      const points = marks.flatMap((mark) => markPoints(mark, axis));
      const { off, point } = furthest([...ticks, ...points]);
      if (points.length === 0 || ticks.length === 0)
        faults.push(`the ${axis} axis of ${name(labels)} cannot be compared with any mark`);
      else if (off > near)
        faults.push(
          `the ${axis} axis of ${name(labels)} and its marks have not one scale: ${point?.of} lies ${off.toFixed(1)} px from it`,
        );
    }
  }

  // One row of cells (styles/primitives.css): its name and its picture have one middle.
  for (const row of all('.strip-row, .cloud-row, .plot-row, .bars > li').filter(isSeen)) {
    const [label, track] = row.children;
    if (!label || !track || said(label) === '') continue;
    const off = Math.abs(middle(label).y - middle(track).y);
    if (off > near)
      faults.push(`row '${said(label)}' of ${name(row)} has its label ${off.toFixed(1)} px from its middle`);
  }

  const apartAlong = (a: readonly DOMPoint[], b: readonly DOMPoint[]): boolean =>
    a.some((point, at) => {
      const next = a[(at + 1) % a.length] ?? point;
      const along = ({ x, y }: DOMPoint): number => (next.y - point.y) * x - (next.x - point.x) * y;
      const [of, other] = [a.map(along), b.map(along)];
      return Math.max(...of) <= Math.min(...other) || Math.max(...other) <= Math.min(...of);
    });
  const figures = new Map<Element, { label: Element; corners: DOMPoint[] }[]>();
  const lettered = 'svg text, :is(.track, .axis, .gauge, .cloud, .ticks) > :is(i, b), [data-ticks] > *';
  for (const label of all(lettered).filter((each) => said(each) !== '' && isSeen(each))) {
    const figure = label.closest('svg') ?? label.closest('figure, section') ?? document.body;
    const others = figures.get(figure) ?? [];
    // Lines may stand close, letters may not meet.
    const corners = cornersOf(label, 0.5, 0.2);
    for (const other of others) {
      if (other.label.contains(label) || apartAlong(corners, other.corners) || apartAlong(other.corners, corners))
        continue;
      faults.push(`'${said(label)}' lies over '${said(other.label)}' in ${name(label)}`);
    }
    figures.set(figure, [...others, { label, corners }]);
  }
  return [...new Set(faults)];
}
