/** The diagram of an experiment's cell as an SVG file beside its page. */
import type { APIRoute } from 'astro';
import { experimental_AstroContainer as AstroContainer } from 'astro/container';
import CellDiagram from '../../../components/CellDiagram.astro';
import { standaloneSvg } from '../../../figures/standalone-svg.ts';
import style from '../../../styles/cell.css?raw';
import colours from '../../../styles/colours.css?raw';
import { componentName, oneOf } from '../../../words/components.ts';
import { experimentPaths, type OfExperiment, svgResponse } from './_routes.ts';

export const getStaticPaths = experimentPaths;

export const GET: APIRoute<OfExperiment> = async ({ props: { experiment } }) => {
  const { model, record } = experiment.result;
  const drawn = oneOf(model.cell);
  const label = `${drawn.charAt(0).toUpperCase()}${drawn.slice(1)}; the ${componentName(record.component)} is marked.`;
  const container = await AstroContainer.create();
  const props = { cell: model.cell, recorded: record.component, label };
  const html = await container.renderToString(CellDiagram, { props, partial: true });
  const drawing = html
    .slice(html.indexOf('<svg'), html.lastIndexOf('</svg>') + '</svg>'.length)
    // Astro writes an empty class as a bare attribute, which HTML allows and XML does not.
    .replace(/ class(?=[ />])/g, '')
    .replace('<svg', '<svg width="460" height="262"')
    .replace('>', () => `><style>${style}</style>`);
  return svgResponse(standaloneSvg(drawing, label, colours));
};
