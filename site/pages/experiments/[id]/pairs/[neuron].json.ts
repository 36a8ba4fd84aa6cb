/** The figures of one neuron over a set of pairs, for a reader who chooses it. */
import type { APIRoute } from 'astro';
import { experimental_AstroContainer as AstroContainer } from 'astro/container';
import type { PairSet } from '../../../../../runner/analysis/pairs/pairs-schema.ts';
import Neuron from '../../../../components/pairs/Neuron.astro';
import { asked } from '../../../../data/pairs.ts';
import type { Experiment } from '../../../../words/experiment.ts';
import { choosable } from '../../../../words/pairs/chosen.ts';
import { neuronPart } from '../../../../words/url.ts';

interface Props {
  experiment: Experiment;
  set: PairSet;
  neuron: number;
  number: number;
}

export async function getStaticPaths() {
  return (await asked()).flatMap(({ experiment, sets }) =>
    sets.flatMap((set, index) => {
      const { claimed, others } = choosable(set);
      return [...claimed, ...others].map((neuron) => ({
        params: { id: experiment.id, neuron: neuronPart(index + 1, neuron) },
        props: { experiment, set, neuron, number: index + 1 } satisfies Props,
      }));
    }),
  );
}

export const GET: APIRoute<Props> = async ({ props }) => {
  const container = await AstroContainer.create();
  const html = await container.renderToString(Neuron, { props: { ...props }, partial: true });
  return new Response(JSON.stringify({ html }), { headers: { 'Content-Type': 'application/json' } });
};
