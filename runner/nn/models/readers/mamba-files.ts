/** What files of Mamba and Mamba-2 have in common. */
import type { FileSettings, FileShapes, Refuse } from './family.ts';

/** Those of the transformers library call the token table otherwise. */
export const backboneName = (name: string): string => name.replace(/^backbone\.embeddings\./, 'backbone.embedding.');

/** The table of token vectors is the decoder too; some files hold it twice. */
export const tiedHead = { 'lm_head.weight': 'backbone.embedding.weight' };

/** Refuses what neither of them computes. @returns the epsilon of their norms. */
export function checkedBackbone({ has, names }: FileShapes, settings: FileSettings, refuse: Refuse): number {
  if (names.some((name) => /\.mixer\.(in|out)_proj\.bias$/.test(name)))
    refuse('its projections have a bias (use_bias), which no published one has');
  if (has('backbone.norm_f.bias') || settings.rms_norm === false)
    refuse('it norms with LayerNorm in the place of RMSNorm (rms_norm: false)');
  if (names.some((name) => /\.(Wqkv|[qkv]_proj|out_proj_attn)\./.test(name))) refuse('it has layers of attention');
  const { layer_norm_epsilon: epsilon = 1e-5 } = settings;
  if (typeof epsilon !== 'number') return refuse(`its layer_norm_epsilon is ${JSON.stringify(epsilon)}`);
  return epsilon;
}
