import { useCallback, useRef, type PointerEvent, type RefObject } from 'react';

const EDGE_PX = 56;
const SCROLL_PX = 10;

interface Drag {
  item: HTMLElement;
  items: HTMLElement[];
  boxes: DOMRect[];
  from: number;
  to: number;
  startY: number;
  pointerY: number;
  scroller: HTMLElement | null;
  startScroll: number;
  /** What those that make room move by. */
  shift: number;
  frame: number;
}

/**
 * Dragging the children of a list by a handle. `onMove` gets two places in the list, from 0. The
 * keyboard has its own way; a drag is for pointers, and Escape ends it with nothing moved.
 */
export function useReorder(onMove: (from: number, to: number) => void): {
  list: RefObject<HTMLUListElement | null>;
  grab: (event: PointerEvent) => void;
} {
  const list = useRef<HTMLUListElement>(null);

  const grab = useCallback(
    (event: PointerEvent): void => {
      const handle = event.currentTarget as HTMLElement;
      const items = [...(list.current?.children ?? [])] as HTMLElement[];
      const from = items.findIndex((each) => each.contains(handle));
      const item = items[from];
      if (event.button !== 0 || item === undefined || items.length < 2) return;
      event.preventDefault();
      const boxes = items.map((each) => each.getBoundingClientRect());
      const scroller = scrollerOf(item);
      const drag: Drag = {
        item,
        items,
        boxes,
        from,
        to: from,
        startY: event.clientY,
        pointerY: event.clientY,
        scroller,
        startScroll: scroller?.scrollTop ?? 0,
        shift: stepOf(boxes, from),
        frame: 0,
      };
      follow(handle, event.pointerId, drag, onMove);
    },
    [onMove],
  );
  return { list, grab };
}

function follow(
  handle: HTMLElement,
  pointerId: number,
  drag: Drag,
  onMove: (from: number, to: number) => void,
): void {
  const stop = new AbortController();
  const { signal } = stop;
  const end = (moved: boolean): void => {
    stop.abort();
    cancelAnimationFrame(drag.frame);
    for (const each of drag.items) {
      each.style.removeProperty('transform');
      each.style.removeProperty('transition');
      delete each.dataset.dragged;
    }
    if (moved && drag.to !== drag.from) onMove(drag.from, drag.to);
  };
  handle.setPointerCapture(pointerId);
  drag.item.dataset.dragged = '';
  handle.addEventListener(
    'pointermove',
    (event) => {
      drag.pointerY = event.clientY;
      arrange(drag);
    },
    { signal },
  );
  handle.addEventListener('pointerup', () => end(true), { signal });
  handle.addEventListener('pointercancel', () => end(false), { signal });
  window.addEventListener('keydown', (event) => event.key === 'Escape' && end(false), { signal });
  const tick = (): void => {
    if (scrollAtEdge(drag)) arrange(drag);
    drag.frame = requestAnimationFrame(tick);
  };
  drag.frame = requestAnimationFrame(tick);
}

/** Puts the dragged item under the pointer and lets the others make room for it. */
function arrange(drag: Drag): void {
  const { item, items, boxes, from, scroller, shift } = drag;
  const scrolled = (scroller?.scrollTop ?? 0) - drag.startScroll;
  const by = drag.pointerY - drag.startY + scrolled;
  drag.to = targetOf(boxes, from, by);
  item.style.transform = `translateY(${by}px)`;
  items.forEach((each, place) => {
    if (place === from) return;
    const up = place > from && place <= drag.to;
    const down = place < from && place >= drag.to;
    each.style.transition = 'transform 140ms ease-out';
    each.style.transform = up ? `translateY(${-shift}px)` : down ? `translateY(${shift}px)` : '';
  });
}

/** The place an item comes to when it is moved by `by` pixels: it has to pass the others' middles. */
export function targetOf(
  boxes: readonly Pick<DOMRect, 'top' | 'bottom'>[],
  from: number,
  by: number,
) {
  const own = boxes[from];
  if (own === undefined) return from;
  const middle = (box: Pick<DOMRect, 'top' | 'bottom'>): number => (box.top + box.bottom) / 2;
  let to = from;
  boxes.forEach((box, place) => {
    if (place > from && own.bottom + by > middle(box)) to = Math.max(to, place);
    if (place < from && own.top + by < middle(box)) to = Math.min(to, place);
  });
  return to;
}

/** The height of an item with the gap that belongs to it. */
function stepOf(boxes: readonly DOMRect[], at: number): number {
  const [own, next, before] = [boxes[at], boxes[at + 1], boxes[at - 1]];
  if (own === undefined) return 0;
  if (next !== undefined) return next.top - own.top;
  return before === undefined ? own.height : own.bottom - before.bottom;
}

/** A drag that begins at an edge scrolls only when it is led on over it. */
function scrollAtEdge({ scroller, pointerY, startY }: Drag): boolean {
  if (scroller === null) return false;
  const { top, bottom } = scroller.getBoundingClientRect();
  const up = pointerY < top + EDGE_PX && pointerY < startY;
  const down = pointerY > bottom - EDGE_PX && pointerY > startY;
  const by = up ? -SCROLL_PX : down ? SCROLL_PX : 0;
  if (by === 0) return false;
  const before = scroller.scrollTop;
  scroller.scrollTop += by;
  return scroller.scrollTop !== before;
}

function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let up = element.parentElement; up !== null; up = up.parentElement) {
    const { overflowY } = getComputedStyle(up);
    if ((overflowY === 'auto' || overflowY === 'scroll') && up.scrollHeight > up.clientHeight) {
      return up;
    }
  }
  return null;
}
