/** The time of the embedded cloud: real, or set by hand and moved on only while nothing is running. */
export interface Clock {
  now(): number;
  /** Runs once at an instant. Work is what `settle` waits for; a schedule only runs when time comes past it. */
  at(instant: number, kind: 'work' | 'schedule', run: () => void): void;
  /** Something runs; time set by hand stands still meanwhile. Call the result when it ends. */
  busy(): () => void;
  /** Resolves when nothing runs and no work waits. */
  settle(): Promise<void>;
  /** Moves time set by hand on; schedules that it comes past run once. */
  advance(by: number): void;
  /** From time set by hand to real time; work that waits keeps its order. */
  goReal(): void;
  stop(): void;
}

interface Timer {
  readonly at: number;
  readonly kind: 'work' | 'schedule';
  readonly run: () => void;
}

/** `start` null is real time. */
export function makeClock(start: number | null): Clock {
  let virtual = start;
  let timers: Timer[] = [];
  let running = 0;
  let waiting: (() => void)[] = [];
  let wake: NodeJS.Timeout | undefined;
  let check: NodeJS.Immediate | undefined;
  let stopped = false;

  const now = () => virtual ?? Date.now();
  const pendingWork = () => timers.some(({ kind }) => kind === 'work');

  function runDue(): void {
    const due = timers.filter(({ at }) => at <= now()).sort((a, b) => a.at - b.at);
    timers = timers.filter(({ at }) => at > now());
    for (const { run } of due) run();
  }

  function turn(): void {
    check = undefined;
    if (stopped) return;
    runDue();
    if (running === 0 && !pendingWork()) {
      const done = waiting;
      waiting = [];
      for (const resolve of done) resolve();
    }
    const next = timers
      .filter(({ kind }) => virtual === null || kind === 'work')
      .reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
    if (next === Number.POSITIVE_INFINITY) return;
    if (virtual === null) {
      clearTimeout(wake);
      wake = setTimeout(poke, Math.min(Math.max(0, next - Date.now()), 60_000));
    } else if (running === 0) {
      virtual = Math.max(virtual, next);
      poke();
    }
  }

  function poke(): void {
    check ??= setImmediate(turn);
  }

  return {
    now,
    at(instant, kind, run) {
      timers.push({ at: instant, kind, run });
      poke();
    },
    busy() {
      running += 1;
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        running -= 1;
        poke();
      };
    },
    settle: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        poke();
      }),
    advance(by) {
      if (virtual === null) throw new Error('real time cannot be moved');
      virtual += by;
      poke();
    },
    goReal() {
      virtual = null;
      poke();
    },
    stop() {
      stopped = true;
      clearTimeout(wake);
      clearImmediate(check);
    },
  };
}
