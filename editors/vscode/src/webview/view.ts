// The part of a picture that is seen: moved by dragging, zoomed by the wheel.

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const EDGE = 24;
const SMALLEST = 0.04;
const LARGEST = 4;
/** From this scale on, names are written large instead of fields. */
const FAR = 0.42;

export class View {
  private scale = 1;
  private x = 0;
  private y = 0;
  private size = { width: 1, height: 1 };
  private isFitted = true;
  private drag: { x: number; y: number } | undefined;
  /** Whether the pointer was dragged since it went down: then a click is none. */
  hasMoved = false;

  constructor(
    private readonly picture: SVGSVGElement,
    private readonly layer: SVGGElement,
  ) {
    picture.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    picture.addEventListener("pointerdown", (event) => this.down(event));
    picture.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) {
      picture.addEventListener(end, () => this.up());
    }
    // Also when something is shown beside it.
    new ResizeObserver(() => {
      if (this.isFitted) this.fit();
    }).observe(picture);
  }

  /** Takes another picture. */
  draw(markup: string, size: { width: number; height: number }): void {
    this.layer.innerHTML = markup;
    this.size = size;
    this.apply();
  }

  /** Shows everything. */
  fit(): void {
    const frame = this.picture.getBoundingClientRect();
    if (frame.width === 0) return;
    const { width, height } = this.size;
    const most = Math.min(
      frame.width / (width + 2 * EDGE),
      frame.height / (height + 2 * EDGE),
      1.25,
    );
    this.scale = Math.max(most, SMALLEST);
    this.x = (frame.width - width * this.scale) / 2;
    this.y = (frame.height - height * this.scale) / 2;
    this.isFitted = true;
    this.apply();
  }

  /** Zooms, about a point of the frame or its middle. */
  zoom(factor: number, at?: { x: number; y: number }): void {
    const frame = this.picture.getBoundingClientRect();
    const { x, y } = at ?? { x: frame.width / 2, y: frame.height / 2 };
    const scale = Math.min(Math.max(this.scale * factor, SMALLEST), LARGEST);
    this.x = x - ((x - this.x) * scale) / this.scale;
    this.y = y - ((y - this.y) * scale) / this.scale;
    this.scale = scale;
    this.isFitted = false;
    this.apply();
  }

  /** Brings a box into view, large enough to be read. */
  show(box: Box): void {
    const frame = this.picture.getBoundingClientRect();
    const scale = Math.max(this.scale, 0.7);
    const left = box.x * this.scale + this.x;
    const top = box.y * this.scale + this.y;
    const isSeen =
      left >= 0 &&
      top >= 0 &&
      left + box.width * this.scale <= frame.width &&
      top + box.height * this.scale <= frame.height;
    if (isSeen && scale === this.scale) return;
    this.scale = scale;
    this.x = frame.width / 2 - (box.x + box.width / 2) * scale;
    this.y = frame.height / 2 - (box.y + box.height / 2) * scale;
    this.isFitted = false;
    this.apply();
  }

  /** Moves the picture no further than it takes to see a box. */
  keep(box: Box): void {
    const frame = this.picture.getBoundingClientRect();
    const left = box.x * this.scale + this.x;
    const top = box.y * this.scale + this.y;
    this.x += within(left, box.width * this.scale, frame.width);
    this.y += within(top, box.height * this.scale, frame.height);
    this.apply();
  }

  private apply(): void {
    this.layer.setAttribute("transform", `translate(${this.x} ${this.y}) scale(${this.scale})`);
    this.picture.classList.toggle("distant", this.scale < FAR);
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
    // Two fingers on a touchpad move the picture; a wheel, or a pinch, zooms.
    const isPan = !event.ctrlKey && event.deltaMode === 0 && event.deltaX !== 0;
    if (isPan) {
      this.x -= event.deltaX;
      this.y -= event.deltaY;
      this.isFitted = false;
      this.apply();
      return;
    }
    const frame = this.picture.getBoundingClientRect();
    const at = { x: event.clientX - frame.left, y: event.clientY - frame.top };
    this.zoom(Math.exp(-event.deltaY * unit * (event.ctrlKey ? 0.01 : 0.002)), at);
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.drag = { x: event.clientX, y: event.clientY };
    this.hasMoved = false;
  }

  private move(event: PointerEvent): void {
    if (!this.drag) return;
    const [dx, dy] = [event.clientX - this.drag.x, event.clientY - this.drag.y];
    if (!this.hasMoved && Math.hypot(dx, dy) < 4) return;
    if (!this.hasMoved) this.picture.setPointerCapture(event.pointerId);
    this.hasMoved = true;
    this.drag = { x: event.clientX, y: event.clientY };
    this.x += dx;
    this.y += dy;
    this.isFitted = false;
    this.apply();
  }

  private up(): void {
    this.drag = undefined;
  }
}

/** How far something has to be moved to be seen, its beginning above all. */
function within(start: number, length: number, room: number): number {
  const back = Math.min(0, room - EDGE - (start + length));
  return Math.max(back, EDGE - start);
}
