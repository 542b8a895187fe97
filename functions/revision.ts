/** What is published gets a name of its revision and its content: one that comes back is another name. */
export function revisionName(rev: number, hash: string): string {
  return `r${String(rev).padStart(5, '0')}-${hash.slice(0, 16)}`;
}

/** What everybody may see of something published, and since when: a change of the rest leaves it as it is. */
export interface Open {
  readonly hash: string;
  readonly at: string;
}

/** `hash` null: nothing was published anew. */
export function openSince(hash: string | null, before: Open | undefined, now: string): Open | undefined {
  return hash === null || hash === before?.hash ? before : { hash, at: now };
}

/** Infinite for a name of another form: such a one is never taken for superseded. */
export function revisionOf(name: string): number {
  return Number(/^r(\d+)-/.exec(name)?.[1] ?? Number.POSITIVE_INFINITY);
}
