import * as z from 'zod';
import type { LocalDate } from '../lib/dates.ts';
import type { Pairing } from '../lib/day/sources.ts';
import { ProductError } from '../lib/errors.ts';
import { by } from '../lib/order.ts';
import type { Table } from './aws/table.ts';

const made = { by: z.string().min(1).max(64), reason: z.string().min(1).max(500), at: z.string() };

/** What a person decided; the source of truth for it, never rebuilt and never changed: a later one stands above it. */
const decisionSchema = z.discriminatedUnion('verb', [
  /** A held file counts all the same, or a small snapshot; `sha` names its bytes. */
  z.object({ verb: z.literal('release'), sha: z.string(), ...made }),
  z.object({ verb: z.literal('refuse'), sha: z.string(), ...made }),
  /** A student goes out with this partner on the date; null ends an earlier pairing. */
  z.object({ verb: z.literal('pair'), student: z.string(), partner: z.string().nullable(), ...made }),
  /** A locked day may be revised by another code, mapping or policy; `method` names them. */
  z.object({ verb: z.literal('approve'), method: z.string(), ...made }),
]);
export type Decision = z.output<typeof decisionSchema>;

/** Where decisions about a subject lie: a drop key, or a duty date. */
export function decisionsAbout(subject: { readonly drop: string } | { readonly date: LocalDate }): string {
  return 'drop' in subject ? `DECISION#drop#${subject.drop}` : `DECISION#day#${subject.date}`;
}

/** In the order in which they were made. */
export async function readDecisions(
  trust: Pick<Table, 'query'>,
  subject: Parameters<typeof decisionsAbout>[0],
): Promise<Decision[]> {
  return (await trust.query(decisionsAbout(subject))).map((item) => decisionSchema.parse(item));
}

const TRIES = 8;

/** Adds a decision under the next number; two people at once get two numbers. */
export async function addDecision(
  trust: Pick<Table, 'query' | 'putIfRev'>,
  subject: Parameters<typeof decisionsAbout>[0],
  decision: Decision,
): Promise<void> {
  const pk = decisionsAbout(subject);
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const number = (await trust.query(pk)).length + 1;
    const item = { pk, sk: String(number).padStart(6, '0'), rev: 1, ...decision };
    if (await trust.putIfRev(item, 0)) return;
  }
  throw new ProductError('CONTENDED', 'too many decisions about the same subject at once: try again');
}

/** The last word on the bytes of a file. */
export function wordOn(decisions: readonly Decision[], sha: string): 'release' | 'refuse' | null {
  const last = decisions.findLast((one) => (one.verb === 'release' || one.verb === 'refuse') && one.sha === sha);
  return last?.verb === 'release' || last?.verb === 'refuse' ? last.verb : null;
}

/** The last pairing of each student, those that ended left out. */
export function pairingsIn(decisions: readonly Decision[]): Pairing[] {
  const last = new Map<string, string | null>();
  for (const decision of decisions) if (decision.verb === 'pair') last.set(decision.student, decision.partner);
  return [...last]
    .flatMap(([student, partner]) => (partner === null ? [] : [{ student, partner }]))
    .sort(by(({ student }) => student));
}

export function isApproved(decisions: readonly Decision[], method: string): boolean {
  return decisions.some((decision) => decision.verb === 'approve' && decision.method === method);
}
