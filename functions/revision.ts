/** What is published gets a name of its revision and its content: one that comes back is another name. */
export function revisionName(rev: number, hash: string): string {
  return `r${String(rev).padStart(5, '0')}-${hash.slice(0, 16)}`;
}

/** Infinite for a name of another form: such a one is never taken for superseded. */
export function revisionOf(name: string): number {
  return Number(/^r(\d+)-/.exec(name)?.[1] ?? Number.POSITIVE_INFINITY);
}
