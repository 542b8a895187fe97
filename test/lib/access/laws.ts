import fc from 'fast-check';
import type { Decision, Viewer } from '../../../lib/access/decide.ts';
import { FUNCTIONAL_ROLES, rolesOn } from '../../../lib/access/grants.ts';
import { instantToLocal } from '../../../lib/calendar.ts';
import { assignmentRow, positionRow } from '../day/world.ts';
import { covers, DAY_OF_EXTRACTS, ledWorld, roles, type World, wholeSecond, world } from './arbitrary.ts';
import { ask, type Product, published, reasonOf, settings, viewerOf } from './ask.ts';
import { breakGlass, cover, role } from './grant-rows.ts';
import { isRight, oracleOf } from './oracle.ts';

/** What holds in every world; a product that breaks it gives a counterexample. */
export interface Law {
  readonly name: string;
  readonly property: (product: Product) => fc.IProperty<unknown>;
}

const HOUR = 3_600_000;

export const LAWS: readonly Law[] = [
  {
    name: 'larger worlds agree with the oracle',
    property: (product) =>
      fc.property(fc.oneof(world, ledWorld), ({ rows, question }) => {
        const expected = oracleOf(rows, DAY_OF_EXTRACTS)(question);
        const decision = answer(product, { rows, question });
        return reasonOf(decision) === expected && decision.allowed === isRight(expected);
      }),
  },
  {
    name: 'no functional role changes a verdict',
    property: (product) =>
      fc.property(fc.oneof(world, ledWorld), fc.array(roles, { maxLength: 4 }), ({ rows, question }, some) => {
        const people = published(product, rows, DAY_OF_EXTRACTS);
        const { viewer, subject, now, dataTo, given } = question;
        const every = [...FUNCTIONAL_ROLES.map((name) => role(viewer, { role: name })), ...some];
        const without = viewerOf(people, viewer, given);
        // A handler that mixes up its lists gives nothing away either.
        const withRoles = {
          person: without.person,
          covers: [...without.covers, ...every.map((grant) => ({ grant, leader: people.get('L') ?? null }))],
          breakGlass: [...without.breakGlass, ...every.map((grant) => ({ grant, approver: people.get('X') ?? null }))],
          roles: rolesOn(every, today(now)),
        } as unknown as Viewer;
        const said = (who: Viewer) => product.decide(who, 'read', people.get(subject) ?? null, { dataTo }, now, settings);
        return reasonOf(said(without)) === reasonOf(said(withRoles));
      }),
  },
  {
    name: 'a cover is not passed on',
    property: (product) =>
      fc.property(ledWorld, ({ rows, question }) => {
        // X covers for L, who leads S; V covers for X.
        const chain = [cover('X', 'L', hoursAt(question.now, 12)), cover('V', 'X', hoursAt(question.now, 12))];
        const alone = { ...question, given: [] };
        return [chain, chain.toReversed()].every(
          (given) =>
            reasonOf(answer(product, { rows, question: { ...question, given } })) ===
              reasonOf(answer(product, { rows, question: alone })) || seesByPosts(product, rows, question, 'X'),
        );
      }),
  },
  {
    name: 'a cover holds for 14 days at most, and gives an officer today and seven days ahead of what the leader may see',
    property: (product) =>
      fc.property(
        ledWorld.chain((one) => fc.tuple(fc.constant(one), covers(one.question.now))),
        ([one, named]) => {
          const { rows } = one;
          const question = { ...one.question, given: [{ ...named, person: 'V', leader: 'L' }] };
          const decision = answer(product, { rows, question });
          if (!decision.allowed || decision.permit.relation !== 'cover') return true;
          const day = today(question.now);
          const { fields, from, to } = decision.permit;
          return (
            fields === 'cover' &&
            from === day &&
            to === today(question.now, 7) &&
            Date.parse(named.to) - Date.parse(named.from) <= 14 * 24 * HOUR &&
            rows.people.some((row) => row.employee_no === 'V' && row.person_type === 'OFFICER') &&
            seesByPosts(product, rows, question, 'L')
          );
        },
      ),
  },
  {
    name: 'break-glass holds for eight hours at most, and nobody below the viewer can approve it, nor the viewer',
    property: (product) =>
      fc.property(
        ledWorld,
        fc.record({
          hours: fc.integer({ min: 1, max: 12 }),
          since: fc.integer({ min: -1, max: 12 }),
          depth: fc.integer({ min: 0, max: 3 }),
        }),
        fc.boolean(),
        ({ rows, question }, { hours, since, depth }, byViewer) => {
          // The approver X stands so many posts below the viewer; at depth 0 somewhere else.
          const posts = ['D1', 'D2', 'D3'].map((id, n) =>
            positionRow(id, 'T', { reports_to_position_id: ['P5', 'D1', 'D2'][n] ?? null }),
          );
          const placed = {
            ...rows,
            positions: [...rows.positions, ...posts],
            assignments: [
              ...rows.assignments.filter(({ employee_no }) => employee_no !== 'X'),
              assignmentRow('X', 'T', { position_id: depth === 0 ? 'ELSEWHERE' : `D${depth}` }),
            ],
          };
          const window = {
            from: wholeSecond(question.now - since * HOUR),
            to: wholeSecond(question.now + (hours - since) * HOUR),
          };
          const given = [breakGlass('V', 'S', byViewer ? 'V' : 'X', window)];
          const decision = answer(product, { rows: placed, question: { ...question, subject: 'S', given } });
          const holds = hours <= 8 && 0 <= since && since < hours && depth === 0 && !byViewer;
          return holds || !decision.allowed || decision.permit.relation !== 'break-glass';
        },
      ),
  },
  {
    name: 'who has left sees nothing from that day, not even the own figures',
    property: (product) =>
      fc.property(fc.oneof(world, ledWorld), fc.integer({ min: 0, max: 400 }), ({ rows, question }, ago) => {
        const leave_date = today(question.now, -ago);
        const people = rows.people.map((row) => (row.employee_no === 'V' ? { ...row, leave_date } : row));
        return ['S', 'V'].every(
          (subject) =>
            reasonOf(answer(product, { rows: { ...rows, people }, question: { ...question, subject } })) === 'viewer-inactive',
        );
      }),
  },
  {
    name: 'an organisation older than seven days gives nothing on others and the own figures all the same',
    property: (product) =>
      fc.property(fc.oneof(world, ledWorld), fc.integer({ min: 1, max: 1e9 }), ({ rows, question }, more) => {
        const people = rows.people.map((row) =>
          row.employee_no === 'V' ? { ...row, force_start: null, leave_date: null } : row,
        );
        const old = { ...question, dataTo: new Date(question.now - 7 * 24 * HOUR - more).toISOString() };
        const said = (subject: string) => answer(product, { rows: { ...rows, people }, question: { ...old, subject } });
        return !said('S').allowed && reasonOf(said('V')) === 'self';
      }),
  },
  {
    name: 'rows of third persons change nothing between two others',
    property: (product) =>
      fc.property(fc.oneof(world, ledWorld), ({ rows, question }) => {
        const two = {
          positions: rows.positions,
          people: rows.people.filter(isOneOfTwo),
          assignments: rows.assignments.filter(isOneOfTwo),
        };
        const alone = { ...question, given: [] };
        return reasonOf(answer(product, { rows, question: alone })) === reasonOf(answer(product, { rows: two, question: alone }));
      }),
  },
  {
    name: 'a missing record gives nobody anything',
    property: (product) =>
      fc.property(fc.oneof(world, ledWorld), fc.constantFrom('S', 'L', 'X', 'V'), ({ rows, question }, missing) => {
        const less = { ...rows, people: rows.people.filter(({ employee_no }) => employee_no !== missing) };
        const decision = answer(product, { rows: less, question });
        if (missing === question.subject || missing === question.viewer) return !decision.allowed;
        return !decision.allowed || answer(product, { rows, question }).allowed;
      }),
  },
  {
    name: 'whom nobody knows and whom the viewer may not see look alike from outside',
    property: (product) =>
      fc.property(fc.oneof(world, ledWorld), ({ rows, question }) => {
        const unknown = answer(product, { rows, question: { ...question, subject: 'NOBODY' } });
        const known = answer(product, { rows, question });
        return !unknown.allowed && (known.allowed || JSON.stringify(outside(unknown)) === JSON.stringify(outside(known)));
      }),
  },
  {
    name: 'to lose a post gives no right, but for a secondment, which gives back what it took',
    property: (product) =>
      fc.property(fc.oneof(world, ledWorld), fc.nat({ max: 20 }), ({ rows, question }, n) => {
        const own = rows.assignments.filter(({ employee_no, kind }) => employee_no === 'V' && kind !== 'SECONDMENT');
        const lost = own[n % Math.max(1, own.length)];
        const less = { ...rows, assignments: rows.assignments.filter((row) => row !== lost) };
        // The approver of a break-glass may have stood below the post that was lost.
        const asked = { ...question, given: question.given.filter(({ kind }) => kind !== 'break-glass') };
        return !answer(product, { rows: less, question: asked }).allowed || answer(product, { rows, question: asked }).allowed;
      }),
  },
  {
    name: 'to ask changes nothing that was handed over',
    property: (product) =>
      fc.property(fc.oneof(world, ledWorld), ({ rows, question }) => {
        const people = published(product, rows, DAY_OF_EXTRACTS);
        const before = JSON.stringify([...people]);
        ask(product, people, question);
        return JSON.stringify([...people]) === before;
      }),
  },
  {
    name: 'a permit names who asked about whom',
    property: (product) =>
      fc.property(fc.oneof(world, ledWorld), ({ rows, question }) => {
        const decision = answer(product, { rows, question });
        if (!decision.allowed) return true;
        const { permit } = decision;
        return permit.viewer === question.viewer && permit.subject === question.subject && Object.isFrozen(permit);
      }),
  },
];

function answer(product: Product, { rows, question }: World): Decision {
  return ask(product, published(product, rows, DAY_OF_EXTRACTS), question);
}

/** Whether somebody sees the subject by the own posts alone. */
function seesByPosts(product: Product, rows: World['rows'], question: World['question'], viewer: string): boolean {
  return answer(product, { rows, question: { ...question, viewer, given: [] } }).allowed;
}

/** All that a handler may let out: the reason goes to the audit alone. */
function outside(decision: Decision): unknown {
  return { ...decision, reason: null };
}

function isOneOfTwo({ employee_no }: { employee_no: string }): boolean {
  return employee_no === 'V' || employee_no === 'S';
}

function hoursAt(now: number, hours: number) {
  return { from: wholeSecond(now - HOUR), to: wholeSecond(now + (hours - 1) * HOUR) };
}

/** The London day so many days from that of an instant: noon keeps clear of the changes of the clock. */
function today(now: number, days = 0): string {
  const noon = Date.parse(`${instantToLocal(now).slice(0, 10)}T12:00:00Z`);
  return new Date(noon + days * 24 * HOUR).toISOString().slice(0, 10);
}
