/** How a claim came to be in the training: its effect with the model of each epoch that was kept. Pure; the models are read elsewhere. */
import { z } from 'zod';
import { item } from '../../core/at.ts';
import { benchOf, restrictedEffect } from './bench.ts';
import { choice } from './choice.ts';
import { finding } from './finding.ts';
import { type Emergence, emergenceSchema } from './shown-schema.ts';

/** [claims] Null where no epochs were kept, or the model was loaded rather than trained. */
export const emergence = finding({
  name: 'emergence',
  title: 'Measuring the neurons at each epoch',
  published: 'claim',
  criteria: {},
  inputs: [choice],
  reads: ['epochs'],
  schema: z.array(emergenceSchema.nullable()),
  async compute({ bench, found, readings, onProgress }) {
    const { claims } = found.choice;
    const points = claims.map((): Emergence => []);
    if (claims.length === 0) return [];
    for await (const { epoch, activations } of readings.epochs(onProgress)) {
      const then = benchOf({ ...bench.input, activations });
      claims.forEach(({ feature, neuron }, index) => {
        const effect = restrictedEffect(then, item(then.features, feature), 'confirmation', neuron);
        if ('code' in effect) return;
        item(points, index).push({ epoch, localAuc: effect.localAuc, interval: effect.interval });
      });
    }
    return points.map((own) => (own.length === 0 ? null : own));
  },
});
