import { NoSuchKey } from '@aws-sdk/client-s3';
import { dayPointerSchema } from '../functions/day-pointer.ts';
import { dayKey } from '../functions/published-day.ts';
import { readRejected } from '../functions/quarantine.ts';
import { readReceipt, receiptKey } from '../functions/registry.ts';
import { type Explanation, explain } from '../lib/availability/explain.ts';
import type { Partner } from '../lib/availability/inputs.ts';
import { longDate } from '../lib/dates.ts';
import { ProductError } from '../lib/errors.ts';
import type { Generation, PersonDay, UnitDay } from '../lib/generation/generation.ts';
import { parseDropKey } from '../lib/ingest/drop-key.ts';
import { policyOn } from '../lib/policy/in-force.ts';
import { readForceFolder } from '../scripts/bundle.ts';
import { DEMO_FORCE } from './demo-run.ts';
import { groupLines, personLines, sourcesOf } from './figure-lines.ts';
import type { Stores } from './stores.ts';
import { readGeneration } from './summary.ts';
import { warningLine, warningsOfDrop } from './warnings.ts';

class NotFound extends ProductError {
  constructor(message: string) {
    super('NOT_FOUND', message);
  }
}

const json = (value: unknown) => JSON.stringify(value, null, 2);
const points = (share: number) => (100 * share).toFixed(1);

async function pointerOf({ registry }: Stores, date: string) {
  const item = await registry.get(dayKey(date));
  if (item === undefined) throw new NotFound(`Nothing is published for ${longDate(date)}.`);
  return dayPointerSchema.parse(item);
}

async function published(stores: Stores, date: string): Promise<Generation> {
  const { generation } = await pointerOf(stores, date);
  if (generation === null) throw new NotFound(`Everything of ${longDate(date)} was withdrawn.`);
  return readGeneration(stores, date, generation);
}

function head({ date, status, methodVersion, policyVersion, arrivals }: Generation): string {
  const open = Object.entries(arrivals)
    .filter(([, arrival]) => arrival !== 'complete')
    .map(([feed, arrival]) => `${feed} ${arrival}`);
  return `${longDate(date)}, ${status} (method ${methodVersion}, policy ${policyVersion})${open.length > 0 ? `; not complete: ${open.join(', ')}` : ''}. For information only.`;
}

/** What is stored of a person's day, with the explanation of the figure. Throws NOT_FOUND. */
export async function showPerson(stores: Stores, id: string, date: string, asJson: boolean): Promise<string> {
  const generation = await published(stores, date);
  const person = generation.people.find(({ availability }) => availability.person === id);
  if (person === undefined) throw new NotFound(`Nobody with this number is employed on ${longDate(date)}.`);
  const explanation = explanationOf(person, date);
  if (asJson)
    return json({
      date,
      status: generation.status,
      methodVersion: generation.methodVersion,
      policyVersion: generation.policyVersion,
      ...person,
      explanation,
    });
  const { availability, productivity } = person;
  const { work } = availability;
  const lines = [
    head(generation),
    `${id}, ${person.unitPath || 'no team'}, role ${availability.role ?? 'none'}`,
    '',
    `Status: ${availability.status}${list(availability.reasons)}${list(availability.unknowns, '; not known: ')}${list(availability.limits, '; ')}`,
    `Work availability: ${work.share === null ? 'nothing rostered' : `${points(work.availability ?? 0)} of 100 (${work.expectedMinutes} minutes expected, ${Math.round(work.plannedAbsenceMinutes * 100) / 100} of planned absence)`}`,
    ...availability.criteria.map(({ id: criterion, value }) => `  ${criterion.padEnd(18)}${value ?? 'not known'}`),
  ];
  if (explanation !== null) {
    const costs = explanation.lines.filter(({ effect }) => effect > 0);
    lines.push(
      '',
      explanation.sentence,
      ...costs.map(
        (line) =>
          `  ${points(line.effect).padStart(5)} points  ${line.title}; if only this were at its best: ${points(line.ifAtBest)}`,
      ),
    );
  }
  lines.push('', ...contextLines(availability), '', 'Deployable over the shift:');
  for (const step of availability.timeline) lines.push(`  ${step.from} to ${step.to}  ${step.status}${list(step.reasons)}`);
  lines.push('', ...(productivity === null ? ['Productivity: exists for regular officers only.'] : personLines(productivity)));
  const sources = [...availability.sources, ...(productivity === null ? [] : sourcesOf(productivity))];
  lines.push(
    '',
    'Source rows:',
    ...sources.map((source) => `  ${source}`),
    '',
    `Flags: ${availability.flags.join(', ') || 'none'}`,
  );
  return lines.join('\n');
}

/** The inputs that are context and never part of the score, and the courses that are not in date. */
function contextLines({ minutes, daysToNextLeave, restriction, dutyEffect, serviceYears, ...rest }: PersonDay['availability']) {
  const { courses, student, tutored, serviceBand } = rest;
  const lapsed = [...(courses?.gate ?? []), ...(courses?.critical ?? []), ...(courses?.skills ?? [])].filter(
    ({ state }) => state !== 'valid',
  );
  const committed = Object.entries(minutes.committed).map(([code, count]) => `${Math.round(count)} ${code}`);
  return [
    `Rostered ${Math.round(minutes.rostered)} minutes: ${Math.round(minutes.working)} working${list(committed, ', ')}, ${Math.round(minutes.annualLeave)} annual leave, ${Math.round(minutes.otherLeave)} other leave, ${Math.round(minutes.unplanned + minutes.injury)} not at work`,
    `Next annual leave: ${daysToNextLeave === null ? 'none recorded' : `in ${daysToNextLeave} days`}; service ${serviceYears ?? 'not known'} years (band ${serviceBand ?? 'not known'})`,
    `Restriction: ${restriction === null ? 'none in force' : `${restriction.effect}${restriction.reviewOn === null ? '' : `, review on ${restriction.reviewOn}`}`}; duty effect: ${dutyEffect ?? 'not known'}`,
    ...(student.state === 'student' ? [`Student, phase ${student.phase}; partners: ${partnersText(student.partners)}`] : []),
    ...(tutored.length === 0 ? [] : [`Tutors ${tutored.join(', ')} in this shift`]),
    ...lapsed.map(({ code, state, validTo }) => `Course ${code}: ${state}${validTo === null ? '' : ` since ${validTo}`}`),
  ];
}

function partnersText(partners: readonly Partner[]): string {
  const one = ({ person, by, eligible, onDuty, deployable }: Partner) =>
    `${person} (by ${by}${eligible ? '' : ', may not tutor'}, ${onDuty === true ? 'on duty' : onDuty === false ? 'not on duty' : 'duty not known'}, ${deployable === true ? 'deployable' : deployable === false ? 'not deployable' : 'not known'})`;
  return partners.length === 0 ? 'none' : partners.map(one).join(', ');
}

function list(values: readonly string[], before = ': '): string {
  return values.length === 0 ? '' : `${before}${values.join(', ')}`;
}

/** From the stored values, with the policy of the day; null when there is no score. Throws when it would not add up. */
export function explanationOf({ availability }: PersonDay, date: string): Explanation | null {
  const { score, work, criteria } = availability;
  if (score === null || work.share === null) return null;
  const explanation = explain(
    { share: work.share, reduction: work.reduction, values: criteria },
    policyOn(readForceFolder(DEMO_FORCE).policies, date),
  );
  const sum = explanation.lines.reduce((total, { effect }) => total + effect, 0);
  if (Math.abs(sum - (1 - score.closeness)) > 1e-12)
    throw new ProductError('EXPLANATION_OPEN', 'the lines of the explanation do not add up to the published figure');
  return explanation;
}

export async function showUnit(stores: Stores, code: string, date: string, asJson: boolean): Promise<string> {
  const generation = await published(stores, date);
  const unit = generation.units.find((one) => one.code === code);
  if (unit === undefined) throw new NotFound(`No unit ${code} exists on ${longDate(date)}.`);
  const below = generation.people.filter(({ unitPath }) => unitPath === unit.path || unitPath.startsWith(`${unit.path}/`));
  const byStatus = Object.fromEntries(
    [...Map.groupBy(below, ({ availability }) => availability.status)].map(([status, some]) => [status, some.length]).sort(),
  );
  if (asJson)
    return json({
      date,
      status: generation.status,
      methodVersion: generation.methodVersion,
      ...unit,
      people: below.length,
      byStatus,
    });
  return [
    head(generation),
    `${unit.name} (${unit.type}, ${unit.path}): ${below.length} people, ${unit.officers} regular officers`,
    ...groupLines(unit.figures),
    establishmentLine(unit.establishment),
    `Availability: ${Object.entries(byStatus)
      .map(([status, count]) => `${count} ${status}`)
      .join(', ')}`,
  ].join('\n');
}

function establishmentLine(posts: UnitDay['establishment']): string {
  const { established, strength, vacancyRate, overStrength, inPostNotAvailable, frozen, students, minimumStrength } = posts;
  const fte = (amount: number) => String(Math.round(amount * 100) / 100);
  const rate = vacancyRate === null ? 'none established' : `${points(vacancyRate)} % vacant`;
  return `Posts: ${fte(strength)} of ${fte(established)} filled (${rate}${overStrength > 0 ? `, ${fte(overStrength)} over strength` : ''}), ${fte(inPostNotAvailable)} in post and not available, ${fte(frozen)} frozen, ${fte(students)} students${minimumStrength === null ? '' : `, minimum strength ${minimumStrength}`}`;
}

export async function showDay(stores: Stores, date: string, asJson: boolean): Promise<string> {
  const pointer = await pointerOf(stores, date);
  const generation = pointer.generation === null ? null : await readGeneration(stores, date, pointer.generation);
  if (asJson)
    return json({
      ...pointer,
      force: generation?.force ?? null,
      unresolved: generation?.unresolved ?? [],
      conflicts: generation?.conflicts ?? [],
    });
  if (generation === null) return `${longDate(date)}: withdrawn (revision ${pointer.rev})`;
  return [
    head(generation),
    `Revision ${pointer.rev}, generation ${pointer.generation}; ${pointer.history.length} published so far${pointer.blocked === undefined ? '' : `; BLOCKED: ${pointer.blocked}`}`,
    ...(pointer.waiting === undefined ? [] : ['Another method waits for an approval: decide approve.']),
    ...pointer.heldSnapshots.map((key) => `held for having too few keys: ${key}`),
    ...groupLines(generation.force),
    '',
    'Rows looked at           rows  credited  other day  moved  superseded  conflict  deleted  unresolved  excluded',
    ...pointer.totals.map(
      ({ feed, rows, credited, otherDay, moved, superseded, conflict, deleted, unresolved, excluded }) =>
        feed.padEnd(22) +
        [rows, credited, otherDay, moved, superseded, conflict, deleted, unresolved, excluded]
          .map((count, n) => String(count).padStart([7, 10, 11, 7, 12, 10, 9, 12, 10][n] as number))
          .join(''),
    ),
    ...generation.unresolved.map(({ feed, key, person }) => `unresolved: ${feed} ${key}, number ${person}`),
    ...generation.conflicts.map(({ feed, key }) => `conflict: ${feed} ${key}`),
    ...Object.entries(generation.excluded).map(([rule, count]) => `left out by rule: ${rule}, ${count}`),
  ].join('\n');
}

async function receiptOf({ registry }: Stores, key: string) {
  const { feed, name } = parseDropKey(key);
  const item = await registry.get(receiptKey(feed.name, name));
  if (item === undefined) throw new NotFound(`No receipt for ${key}: it was never dropped, or not read yet.`);
  return readReceipt(item);
}

export async function showDrop(stores: Stores, key: string, asJson: boolean): Promise<string> {
  const receipt = await receiptOf(stores, key);
  const warnings = await warningsOfDrop(stores, receipt);
  if (asJson) return json({ ...receipt, warnings });
  const { seen, ignored = 0, accepted, extractTime, days } = receipt;
  const dates = accepted === null ? [] : Object.keys(days[accepted] ?? {}).sort();
  return [
    `${key}, extract of ${extractTime}`,
    ...seen.map(({ state, bytes, reason, counts, flags, versionId, dropId }, n) => {
      const rows =
        counts === undefined
          ? ''
          : `; rows: ${counts.inFile} in the file = ${counts.accepted} accepted + ${counts.quarantined} rejected + ${counts.outOfScope} out of scope + ${counts.duplicate} duplicate`;
      const why =
        reason === undefined
          ? ''
          : `; ${reason.code}: ${reason.message}${reason.line === undefined ? '' : `, line ${reason.line}`}${reason.allowed === undefined ? '' : ` (allowed: ${reason.allowed})`}`;
      const flagged = Object.entries(flags ?? {}).map(([flag, count]) => `${count} ${flag}`);
      return `  ${n === 0 ? 'newest' : 'older '} ${versionId.slice(0, 8)}  ${state}, ${bytes} bytes${rows}${why}${list(flagged, '; flags: ')}${dropId !== null && dropId === accepted ? '; in force' : ''}`;
    }),
    ...(ignored === 0 ? [] : [`  ${ignored} newer not looked at: TOO_MANY_VERSIONS, send the extract under another time`]),
    ...(dates.length === 0 ? [] : [`  duty dates: ${dates[0]} to ${dates.at(-1)} (${dates.length})`]),
    ...(accepted === null ? ['  No version of it is in force.'] : []),
    ...warnings.map(warningLine),
    ...(warnings.length === 0 ? [] : ['  A warning decides nothing by itself.']),
  ].join('\n');
}

/** The rejected rows of the newest version; empty when there are none. They may hold what a person's record says: for the operator only. */
export async function showRejections(stores: Stores, key: string, asJson: boolean): Promise<string> {
  const receipt = await receiptOf(stores, key);
  const newest = receipt.seen[0];
  const rows = await readRejected(stores.facts, receipt, newest, (cause) => cause instanceof NoSuchKey);
  if (asJson) return json(rows);
  const untold = (newest?.counts?.quarantined ?? 0) - rows.length;
  const lines = rows.flatMap(({ line, issues }) =>
    issues.map(
      ({ code, column, message, value, allowed }) =>
        `  line ${line}${column === undefined ? '' : `, ${column}`}: ${code}, ${message}${value === undefined ? '' : ` (${JSON.stringify(value)})`}${allowed === undefined ? '' : `; allowed: ${allowed}`}`,
    ),
  );
  return [...lines, ...(untold > 0 ? [`  and ${untold} more, which are counted only`] : [])].join('\n');
}
