/** The time courses over pairs as SVG files, one a panel. */
import type { APIRoute } from 'astro';
import { asked } from '../../../../data/pairs.ts';
import { captioned } from '../../../../figures/captioned.ts';
import { courseSvg, rangeOf } from '../../../../figures/pairs/course.ts';
import { standaloneSvg } from '../../../../figures/standalone-svg.ts';
import colours from '../../../../styles/colours.css?raw';
import { componentName } from '../../../../words/components.ts';
import { markValues, panelsOf } from '../../../../words/pairs/panels.ts';
import { svgResponse } from '../_routes.ts';

interface Props {
  about: string;
  svg: string;
}

export async function getStaticPaths() {
  return (await asked()).flatMap(({ experiment: { id }, sets }) =>
    sets.flatMap((set, index) =>
      set.courses.flatMap((course) => {
        const panels = panelsOf(set, course);
        const [range, values] = [rangeOf(panels), markValues(set)];
        const [neuron] = course.neurons;
        return panels.map((panel, place) => ({
          params: { id, figure: `course-${index + 1}-neuron-${neuron}-${place + 1}` },
          props: {
            about: `${set.name}: mean ${componentName(course.component)} of neuron ${neuron} after each token, with its 95% interval`,
            svg: courseSvg(panel, { width: 440, range, values, titled: true }),
          } satisfies Props,
        }));
      }),
    ),
  );
}

export const GET: APIRoute<Props> = ({ props: { about, svg } }) =>
  svgResponse(standaloneSvg(captioned(svg, about), about, colours));
