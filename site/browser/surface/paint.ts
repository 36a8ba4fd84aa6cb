/** Draws the shapes of a surface on a canvas, in the colours of the scheme. */
import { bandColour, levelColour } from '../../figures/surface/palette.ts';
import type { Shape } from '../../figures/surface/projection.ts';

export function paint(context: CanvasRenderingContext2D, shapes: readonly Shape[], style: CSSStyleDeclaration): void {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  for (const shape of shapes) {
    if (shape.kind === 'label') {
      context.fillStyle = style.color;
      context.font = `${shape.strong ? '700 ' : ''}13px ${style.fontFamily}`;
      context.textAlign = shape.anchor === 'middle' ? 'center' : shape.anchor;
      context.fillText(shape.text, ...shape.at);
      continue;
    }
    context.beginPath();
    for (const point of shape.points) context.lineTo(...point);
    if (shape.kind === 'band') {
      const { fill, opacity } = bandColour(dark);
      context.globalAlpha = opacity;
      context.fillStyle = fill;
      context.fill();
      context.globalAlpha = 1;
      continue;
    }
    if (shape.kind === 'quad') {
      context.closePath();
      context.fillStyle = levelColour(shape.level, dark);
      context.fill();
      context.strokeStyle = context.fillStyle;
      context.lineWidth = 0.5;
    } else {
      context.strokeStyle = style.color;
      context.lineWidth = 0.7;
      context.globalAlpha = shape.kind === 'ridge' ? 0.55 : 0.8;
    }
    context.stroke();
    context.globalAlpha = 1;
  }
}
