/** Measures in the page itself; times are milliseconds since the navigation began. */
export interface PageProbe {
  /** When the wanted element was on the screen; null until then. */
  drawnAt: number | null;
  /** Work of more than 50 ms that held the page's thread, as the browser reports it. */
  readonly longTasks: { start: number; end: number }[];
  /** The longest time between two frames since it was last set to 0. */
  longestFrameMs: number;
  /** From now on the next such event is timed until an element of the selector that holds the text is painted. */
  arm(event: string, selector: string, text: string): void;
  /** From the event that {@link arm} waited for to the painted answer. */
  answer(): Promise<number>;
}

declare global {
  interface Window {
    benchProbe: PageProbe;
  }
}

/** What a page is looked at for: an element of the selector that holds the text. */
export interface Wanted {
  readonly selector: string;
  readonly text: string;
}

/** Run in a page before its own scripts. */
export function installPageProbe(wanted: Wanted): void {
  let answered: Promise<number> | null = null;
  const probe: PageProbe = {
    drawnAt: null,
    longTasks: [],
    longestFrameMs: 0,
    arm: (event, selector, text) => {
      answered = new Promise((resolve) => {
        const begin = ({ timeStamp }: Event) => whenPainted(selector, text, (at) => resolve(at - timeStamp));
        window.addEventListener(event, begin, { capture: true, once: true });
      });
    },
    answer: () => answered ?? Promise.reject(new Error("Nothing is timed")),
  };
  window.benchProbe = probe;

  /** Looks once a frame; a message that is sent in a frame arrives when the frame is painted. */
  const whenPainted = (selector: string, text: string, then: (at: number) => void) => {
    const look = () => {
      const found = [...document.querySelectorAll(selector)].some((at) => at.textContent.includes(text));
      if (!found) {
        requestAnimationFrame(look);
        return;
      }
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => then(performance.now());
      port2.postMessage(null);
    };
    requestAnimationFrame(look);
  };
  whenPainted(wanted.selector, wanted.text, (at) => {
    probe.drawnAt = at;
  });

  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      probe.longTasks.push({ start: startTime, end: startTime + duration });
    }
  }).observe({ type: "longtask", buffered: true });

  let last = performance.now();
  const frame = (now: number) => {
    probe.longestFrameMs = Math.max(probe.longestFrameMs, now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}
