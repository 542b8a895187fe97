import type { LocalDate } from '../dates.ts';
import { by } from '../order.ts';
import type { RowOf } from '../sources/catalogue.ts';
import { latestInForce } from './units.ts';

/** An edge of the line of command that was cut, so that nobody gains a right through it. */
export interface Cut {
  readonly post: string;
  readonly reason: 'SELF_REPORT' | 'CYCLE' | 'ORPHAN';
}

export interface Command {
  /** Post -> the posts above it, nearest first. */
  readonly above: ReadonlyMap<string, readonly string[]>;
  readonly cuts: readonly Cut[];
}

const LONGEST_LINE = 12;

/** The line of command over the posts of a day (access: loops and orphans are cut, the line below stands). */
export function lineOfCommand(positions: readonly RowOf<'positions'>[], date: LocalDate): Command {
  const posts = latestInForce(positions, (row) => row.position_id, date);
  const parents = new Map<string, string | null>();
  const cuts: Cut[] = [];
  for (const [post, row] of [...posts].sort(by(([post]) => post))) {
    const parent = row.reports_to_position_id;
    if (parent === post) cuts.push({ post, reason: 'SELF_REPORT' });
    else if (parent !== null && !posts.has(parent)) cuts.push({ post, reason: 'ORPHAN' });
    parents.set(post, parent === post || (parent !== null && !posts.has(parent)) ? null : parent);
  }
  for (const post of postsOnCycles(parents)) {
    cuts.push({ post, reason: 'CYCLE' });
    parents.set(post, null);
  }
  const above = new Map<string, readonly string[]>();
  for (const post of parents.keys()) above.set(post, climb(post, parents));
  return { above, cuts };
}

/** More posts are cut than a few slips explain: such an extract gives nobody a line of command. */
export function isLineBroken(
  positions: readonly RowOf<'positions'>[],
  date: LocalDate,
  most: { readonly share: number; readonly posts: number },
): boolean {
  const { above, cuts } = lineOfCommand(positions, date);
  return cuts.length > most.posts && cuts.length > most.share * above.size;
}

/** Every edge on a loop is cut: which one is wrong cannot be known, and a guess would give rights. */
function postsOnCycles(parents: ReadonlyMap<string, string | null>): string[] {
  const onCycle = new Set<string>();
  const done = new Set<string>();
  for (const start of parents.keys()) {
    const walked: string[] = [];
    let post: string | null = start;
    while (post !== null && !done.has(post) && !walked.includes(post)) {
      walked.push(post);
      post = parents.get(post) ?? null;
    }
    if (post !== null && walked.includes(post)) for (const looped of walked.slice(walked.indexOf(post))) onCycle.add(looped);
    for (const seen of walked) done.add(seen);
  }
  return [...onCycle].sort();
}

function climb(post: string, parents: ReadonlyMap<string, string | null>): string[] {
  const line: string[] = [];
  let next = parents.get(post) ?? null;
  while (next !== null && line.length < LONGEST_LINE) {
    line.push(next);
    next = parents.get(next) ?? null;
  }
  return line;
}
