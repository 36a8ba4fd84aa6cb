/** The stage `model`: the checkpoint that the manifest names, one trained before with the same settings, or one trained now. */
import { documentsOf } from '../corpus/corpus.ts';
import { chooseEngine } from '../engines/engines.ts';
import type { Modelled, Prepared } from './context.ts';
import { evidenceOutlook } from './evidence-outlook.ts';
import { warmUpOf } from './record.ts';
import { startVectors } from './start-vectors.ts';
import { trainedModel } from './train-model.ts';

export async function model(context: Prepared): Promise<Pick<Modelled, 'engine' | 'checkpoint' | 'vectors'>> {
  const { manifest, given, reporter } = context;
  tellOutlook(context);
  const engine = await chooseEngine(manifest);
  if (engine.reason !== undefined) reporter.line(`Computes on ${engine.device} (${engine.name}): ${engine.reason}.`);
  if (given !== null && !manifest.train.continue) return { engine, checkpoint: given, vectors: null };
  reporter.step('Training');
  const { checkpoint, reused } = await trainedModel({ ...context, engine, start: given });
  if (reused) reporter.line('The model was trained before with the same settings.');
  return { engine, checkpoint, vectors: given === null ? await startVectors(context) : null };
}

/** What the text is too small for is said before anyone waits for a training. */
function tellOutlook({ manifest, given, corpus, text, marked, reporter }: Prepared): void {
  if (manifest.evidence === 'none') return;
  const lines = evidenceOutlook({
    text,
    warmUp: warmUpOf(text, manifest),
    marked,
    manifest,
    heldOut: documentsOf(corpus, 'held-out').length,
    trained: given === null,
  });
  for (const line of lines) reporter.line(line);
}
