import type { Permit } from '../../../lib/access/decide.ts';
import { forbidden } from '../../../lib/api/problem.ts';
import { personColumns, personWindows } from '../../../lib/api/series.ts';
import { productivityIn } from '../../../lib/generation/person-item.ts';
import type { OrganisationPerson } from '../../../lib/organisation/snapshot.ts';
import { policyOn } from '../../../lib/policy/in-force.ts';
import { COUNT_METRICS } from '../../../lib/vocabulary.ts';
import type { Answers, AnyAsk } from '../ask.ts';
import { Audit } from '../audit.ts';
import { readPersonDays } from '../availability-store.ts';
import { nextCursor, positionOf } from '../paging.ts';
import type { AvailabilityPorts } from '../ports.ts';
import { metaOfDays, pointersOf, UNITS_OF_FIGURES } from '../published.ts';
import { pageOfDays } from '../ranges.ts';
import { noProductivity, personRows } from './productivity.ts';

type Figures = ReturnType<typeof productivityIn>;

/** An officer's own days, and those of the people one leads: they would tell who was on duty when. */
export const personDays: Answers<AvailabilityPorts, 'personRecords' | 'personProductivityDays'> = {
  async personRecords({ registry, availability, trust, policies }, ask) {
    const { params, query, rights } = ask;
    const permit = ledOrOwn(rights.permit(params.person));
    const pointers = await pointersOf(registry, [query.date], rights.now);
    const shown = [...pointers.values()];
    const day = (await readPersonDays(availability, permit, shown, productivityIn)).get(query.date);
    await audited(trust, ask, permit, query.date, query.date);
    const figures = officerFigures(rights.person(params.person), day);
    const records = COUNT_METRICS.filter((metric) => query.metric === undefined || query.metric === metric).flatMap((metric) =>
      (figures?.[metric].sources ?? []).map((source) => ({ metric, ...recordOf(source) })),
    );
    return {
      payload: { person: nameOf(rights.person(params.person)), date: query.date, records },
      meta: metaOfDays(query.date, shown, {}, policies),
      table: () => ({
        columns: ['metric', 'feed', 'key', 'at', 'file'],
        rows: records.map(({ metric, feed, key, at, file }) => [metric, feed, key, at, file]),
      }),
    };
  },

  async personProductivityDays(ports, ask) {
    const { params, query, rights } = ask;
    const permit = ledOrOwn(rights.permit(params.person));
    const length = Number(query.window);
    const { dates, needed, next } = pageOfDays(query, await positionOf(ports, ask), length);
    const pointers = await pointersOf(ports.registry, needed, rights.now);
    const all = needed.map((date) => pointers.get(date) ?? null);
    const days = await readPersonDays(ports.availability, permit, all, productivityIn);
    await audited(ports.trust, ask, permit, needed[0] ?? null, needed.at(-1) ?? null);
    const person = rights.person(params.person);
    if (person?.type !== 'OFFICER') throw noProductivity();
    const policy = policyOn(ports.policies, dates.at(-1) ?? rights.today);
    const figures = needed.map((date) => days.get(date)?.figures ?? null);
    const windows = personWindows(figures, length, policy);
    const columns = personColumns(windows);
    const shown = dates.map((date) => pointers.get(date) ?? null);
    const cursor = await nextCursor(ports, ask, next);
    return {
      payload: {
        person: nameOf(person),
        window: query.window,
        dates: [...dates],
        status: shown.map((pointer) => pointer?.status ?? null),
        ...columns,
        visibility: {
          minutes: windows.map((window) => window?.visibility.minutes ?? null),
          reason: windows.map((window) => (window === null ? 'notPublished' : window.visibility.reason)),
          unknownMinutes: windows.map((window) => window?.visibility.unknownMinutes ?? null),
        },
        workingMinutes: dates.map((_, at) => workingMinutes(needed.slice(at, at + length).map((date) => days.get(date)))),
        cursor,
      },
      meta: metaOfDays(rights.today, shown, { ...UNITS_OF_FIGURES, workingMinutes: 'minutes' }, ports.policies),
      next: cursor,
      table: () => personRows([['date', dates]], columns),
    };
  },
};

function workingMinutes(days: readonly (Figures | undefined)[]): number | null {
  const known = days.filter((day) => day !== undefined);
  return known.length === 0 ? null : known.reduce((sum, day) => sum + day.workingMinutes, 0);
}

/** A cover stands in for the day's duties; figures of the past are none of them. */
export function ledOrOwn(permit: Permit): Permit {
  if (permit.fields === 'cover') throw forbidden();
  return permit;
}

export async function audited(
  trust: AvailabilityPorts['trust'],
  ask: AnyAsk,
  permit: Permit,
  from: string | null,
  to: string | null,
): Promise<void> {
  const audit = new Audit(trust, ask);
  audit.person(permit, from, to);
  await audit.write();
}

/** Of somebody for whom there is a permit, so that the person is known. */
export function nameOf(person: OrganisationPerson | null): { id: string; name: string } {
  return { id: person?.id ?? '', name: person?.name ?? '' };
}

function officerFigures(person: OrganisationPerson | null, day: Figures | undefined): Figures['figures'] {
  if (person?.type !== 'OFFICER') throw noProductivity();
  return day?.figures ?? null;
}

/** `<feed> <key> at <time> (<file>)`, as the day keeps it. */
function recordOf(source: string): { feed: string; key: string; at: string; file: string } {
  const [, feed = '', key = source, at = '', file = ''] = /^(\S+) (.*) at (\S+) \((.*)\)$/.exec(source) ?? [];
  return { feed, key, at, file };
}
