import type { Permit } from '../../../lib/access/decide.ts';
import * as access from '../../../lib/access/decide.ts';

/**
 * Never called: compiled by `npm run check`, which fails as soon as one of these no longer is an error. Each would be a way to
 * a permit past `decide`, or to a wider one.
 */
export function forgeries(permit: Permit, decision: access.Decision): unknown[] {
  const { viewer, subject, relation, fields, from, to } = permit;

  // @ts-expect-error the class is not exported
  const made = new access.PermitOf(viewer, subject, relation, fields, from, to);
  // @ts-expect-error it is exported as a type alone
  const typed = new access.Permit(viewer, subject, relation, fields, from, to);
  // @ts-expect-error what leads back to the class cannot be called with new
  const remade = new permit.constructor(viewer, subject, relation, fields, from, to);
  // @ts-expect-error an equal structure is no permit
  const equal: Permit = { viewer, subject, relation, fields, from, to, covers: () => true };
  // @ts-expect-error nor is a copy
  const copy: Permit = { ...permit };
  // @ts-expect-error nor a copy that opens more days
  const wider: Permit = { ...permit, to: '9999-12-31' };
  // @ts-expect-error nor what was read from a text
  const read: Permit = JSON.parse('{}') as { viewer: string; subject: string };
  // @ts-expect-error a class of the same shape makes none
  const lookalike: Permit = new Lookalike();
  // @ts-expect-error its days cannot be moved
  permit.to = '9999-12-31';
  // @ts-expect-error nor its subject
  permit.subject = viewer;
  // @ts-expect-error nor its fields
  permit.fields = 'own';
  // @ts-expect-error a decision holds none before it was found to allow
  const unchecked: Permit = decision.permit;
  // @ts-expect-error a denial holds none
  const denied: Permit = decision.allowed ? decision.permit : decision.reason;
  // @ts-expect-error the mark that makes it one is out of reach
  const marked: boolean = permit.made;
  return [made, typed, remade, equal, copy, wider, read, lookalike, unchecked, denied, marked];
}

class Lookalike {
  readonly #made = true;
  readonly viewer = 'V';
  readonly subject = 'S';
  readonly relation = 'chain';
  readonly fields = 'leader';
  readonly from = '0000-01-01';
  readonly to = '9999-12-31';

  covers(): boolean {
    return this.#made;
  }
}
