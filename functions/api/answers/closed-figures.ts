import { METRIC_TEXTS } from '../../../lib/api/metric-texts.ts';
import { forbidden, Refusal } from '../../../lib/api/problem.ts';
import { unitColumns } from '../../../lib/api/series.ts';
import type { PersonWindow } from '../../../lib/generation/window.ts';
import { peerGroupName } from '../../../lib/generation/window-items.ts';
import { policyOn } from '../../../lib/policy/in-force.ts';
import { fixedWindowOf } from '../../../lib/productivity/fixed-window.ts';
import { type FunnelRow, funnelAt, funnelOf } from '../../../lib/productivity/funnel.ts';
import type { Answers } from '../ask.ts';
import { Audit } from '../audit.ts';
import { readExposure, readRollups } from '../availability-store.ts';
import { membersBelow, personsOf, unitOf } from '../organisation.ts';
import { nextCursor, positionOf } from '../paging.ts';
import { permitsAmong, permitsFor } from '../permits.ts';
import type { AvailabilityPorts } from '../ports.ts';
import { metaOfDays, metaOfWindows, pointersOf, UNITS_OF_FIGURES, windowOf } from '../published.ts';
import { pageOfDays } from '../ranges.ts';
import { countMetric, headOf } from './comparison.ts';
import { noProductivity, noWindow, unitPayload, unitRows } from './productivity.ts';

/** The shape of a group is drawn at these shares of the own exposure, so that it tells nobody else's. */
const SHAPE = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2] as const;

/** Figures that would tell of single people: small units by day, and officers among their peers. */
export const closedFigures: Answers<AvailabilityPorts, 'unitProductivityDays' | 'comparisonPeople'> = {
  async unitProductivityDays(ports, ask) {
    const { params, query, rights } = ask;
    const { generation } = rights.organisation;
    const unit = await unitOf(ports.organisation, generation, params.unit);
    const members = await membersBelow(ports.organisation, generation, unit.path);
    const { dates, next } = pageOfDays(query, await positionOf(ports, ask));
    const pointers = await pointersOf(ports.registry, dates, rights.now);
    const shown = dates.map((date) => pointers.get(date) ?? null);
    const found = await readRollups(ports.availability, shown, unit.code, (ids) =>
      permitsFor(ports.organisation, rights, members, ids),
    );
    if (found === null || found.size === 0) throw forbidden();
    const audit = new Audit(ports.trust, ask);
    for (const [date, { permits }] of found) audit.row({ unit: unit.code, permits, omitted: [] }, date);
    await audit.write();
    const days = dates.map((date) => {
      const rollup = found.get(date)?.rollup;
      return rollup === undefined || rollup.figures === null ? null : { officers: rollup.officers, figures: rollup.figures };
    });
    const columns = unitColumns(days, 1, policyOn(ports.policies, dates.at(-1) ?? rights.today));
    const cursor = await nextCursor(ports, ask, next);
    return {
      payload: { ...unitPayload(unit, '1', dates, shown, columns), cursor },
      meta: metaOfDays(rights.today, shown, UNITS_OF_FIGURES, ports.policies),
      next: cursor,
      table: () => unitRows(dates, columns),
    };
  },

  async comparisonPeople({ registry, productivity, availability, organisation, trust, policies }, ask) {
    const { query, rights } = ask;
    const metric = countMetric(query.metric);
    if (METRIC_TEXTS[metric].neutral) throw new Refusal(422, 'NOT_FOR_PERSONS', 'Powers used are never compared between people.');
    const subject = query.person ?? rights.viewer.id;
    const permit = rights.permit(subject);
    const person = rights.person(subject);
    if (person?.type !== 'OFFICER') throw noProductivity();
    const window = await windowOf(registry, query.window, rights.today);
    if (window === null) throw noWindow();
    const at = `W#${window.start}#${window.generation}`;
    const item = await productivity.get({ pk: `P#${subject}`, sk: at });
    const peers = item === undefined ? null : (JSON.parse(String(item.body)) as Omit<PersonWindow, 'person'>).peers;
    const group = peers === null ? '' : peerGroupName(peers);
    const items = await productivity.query(`PEERS#${group}`, { from: `${at}#`, to: `${at}#~` });
    const members = items.flatMap(
      (one) => JSON.parse(String(one.people)) as ({ person: string } & Record<string, number | string>)[],
    );
    if (peers === null || members.length === 0)
      throw new Refusal(422, 'NO_PEER_GROUP', 'The group of peers is too small to compare within.');
    const own = subject === rights.viewer.id;
    const people = own
      ? new Map([[subject, person]])
      : await personsOf(
          organisation,
          rights.organisation.generation,
          members.map((member) => member.person),
        );
    const permits = own ? new Map([[subject, permit]]) : permitsAmong(rights, people);
    // The others' points are for who may see every one of them.
    if (!own && !members.every((member) => ['own', 'leader'].includes(permits.get(member.person)?.fields ?? '')))
      throw forbidden();
    const audit = new Audit(trust, ask);
    const { start, end } = fixedWindowOf(window.start);
    for (const one of permits.values()) audit.person(one, start, end);
    await audit.write();
    const worked = await readExposure(availability, permits, group, window);
    const minutes = worked.get(subject) ?? 0;
    // What others worked is nobody's to see, not even as a sum: with the own point everybody counts as if for as long.
    const counts = members.map((member) => ({
      person: member.person,
      count: Number(member[metric]),
      exposure: own ? minutes : (worked.get(member.person) ?? 0),
    }));
    const points = counts.filter((one) => Number.isFinite(one.count) && one.exposure > 0);
    if (points.length < 2 || minutes <= 0) throw new Refusal(422, 'NO_EXPOSURE', 'There was no working time to measure against.');
    const funnel = funnelOf(points.map((one) => ({ id: one.person, count: one.count, exposure: one.exposure })));
    const rows = funnel.rows.flatMap((row) => ownRow(row, people.get(row.id)?.name, worked.get(row.id)));
    return {
      payload: {
        ...headOf(metric, window.start, policies),
        exposure: own ? 'alike' : 'worked',
        dispersion: funnel.dispersion,
        group: { group, ...peers, n: members.length },
        own: rows,
        shape: SHAPE.map((share) => ({ workingMinutes: share * minutes, ...funnelAt(funnel, share * minutes) })),
      },
      meta: metaOfWindows(rights.today, [window], policies),
      table: () => ({
        columns: ['person', 'name', 'count', 'expected', 'workingMinutes'],
        rows: rows.map(({ id, name, count, expected, workingMinutes }) => [id, name, count, expected, workingMinutes]),
      }),
    };
  },
};

function ownRow(row: FunnelRow, name: string | undefined, workingMinutes: number | undefined) {
  return name === undefined || workingMinutes === undefined ? [] : [{ ...row, name, workingMinutes }];
}
