/** Turns a surface by buttons, keys, mouse and touch. */
import { type SurfaceView, startView } from '../../figures/surface/projection.ts';

export type Turn = Pick<SurfaceView, 'yaw' | 'pitch' | 'zoom'>;

const step = 0.12;
const turns: Record<string, (view: Turn) => Turn> = {
  left: (view) => ({ ...view, yaw: view.yaw - step }),
  right: (view) => ({ ...view, yaw: view.yaw + step }),
  up: (view) => ({ ...view, pitch: view.pitch + step }),
  down: (view) => ({ ...view, pitch: view.pitch - step }),
  in: (view) => ({ ...view, zoom: view.zoom * 1.15 }),
  out: (view) => ({ ...view, zoom: view.zoom / 1.15 }),
  back: () => startView,
};
const keys: Record<string, string> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  '+': 'in',
  '-': 'out',
  Home: 'back',
};

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
const kept = ({ yaw, pitch, zoom }: Turn): Turn => ({
  yaw,
  pitch: clamp(pitch, 0.05, Math.PI / 2),
  zoom: clamp(zoom, 0.6, 3),
});

export interface TurnEvents {
  onTurn(turn: Turn): void;
  /** The pointer moved and holds nothing. */
  onPoint(event: PointerEvent): void;
}

/** @param figure with the buttons. @param stage what keys and pointers turn. */
export function connectTurning(figure: HTMLElement, stage: HTMLElement, { onTurn, onPoint }: TurnEvents): void {
  let turn: Turn = startView;

  function set(next: Turn): void {
    turn = kept(next);
    onTurn(turn);
  }

  const move = (name: string): void => set((turns[name] ?? ((view: Turn) => view))(turn));
  figure.addEventListener('click', ({ target }) => {
    const name = target instanceof Element ? target.closest<HTMLElement>('[data-turn]')?.dataset.turn : undefined;
    if (name !== undefined) move(name);
  });
  stage.addEventListener('keydown', (event) => {
    const name = keys[event.key];
    if (name === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move(name);
  });

  let held: { x: number; y: number; turn: Turn } | null = null;
  stage.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    held = { x: event.clientX, y: event.clientY, turn };
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener('pointermove', (event) => {
    if (held === null) {
      onPoint(event);
      return;
    }
    // A finger that moves up or down scrolls the page (touch-action); it turns the surface from side to side.
    const tilt = event.pointerType === 'touch' ? 0 : (event.clientY - held.y) * 0.006;
    const { zoom, yaw, pitch } = held.turn;
    set({ zoom, yaw: yaw - (event.clientX - held.x) * 0.008, pitch: pitch + tilt });
  });
  for (const end of ['pointerup', 'pointercancel']) {
    stage.addEventListener(end, () => {
      held = null;
    });
  }
}
