import type { AvailabilityDay } from '../../lib/api/responses.ts';
import { addDays, longDate } from '../../lib/dates.ts';
import type { PageProps } from '../app.tsx';
import { LineChart } from '../charts/line.tsx';
import { type Answered, question } from '../client.ts';
import { dateOf } from '../dates.ts';
import { decimal, duration, number, percent, points, shortDate, today } from '../format.ts';
import { Answer } from '../parts/answer.tsx';
import { Download } from '../parts/download.tsx';
import { Fold } from '../parts/fold.tsx';
import { Page } from '../parts/page.tsx';
import { Range } from '../parts/range.tsx';
import { StatusOf } from '../parts/status.tsx';
import { Table } from '../parts/table.tsx';
import { withQuery } from '../router.ts';
import { told } from '../told.ts';
import { say } from '../words.ts';

/** One person's availability by day, and how a day's figure came about. Only for the person and who leads them. */
export function AvailabilityPage({ id, me, address }: PageProps) {
  const own = id === me.person.id;
  const to = dateOf(address, 'to', today());
  const asked = dateOf(address, 'from', addDays(to, -27));
  const from = asked > to ? to : asked < addDays(to, -399) ? addDays(to, -399) : asked;
  const shown = dateOf(address, 'day', '') || null;
  const of = question('personAvailability', `/v1/people/${encodeURIComponent(id)}/availability`, { from, to });
  return (
    <Page
      title={own ? 'My availability' : 'Availability'}
      crumbs={[
        { href: '/', text: 'Home' },
        { href: `/people/${encodeURIComponent(id)}`, text: own ? 'My page' : 'Person' },
      ]}
      personal
    >
      <Answer of={of} what="this availability">
        {({ person, days }) => (
          <>
            {own ? null : <p class="govuk-body-l">{person.name}</p>}
            <Range address={address} from={from} to={to} />
            {shown === null ? null : <Explained id={id} day={shown} />}
            {days.every(({ score }) => score === null || score === undefined) ? null : (
              <LineChart
                title={titleOf(days.map(({ score }) => score?.closeness ?? null))}
                subtitle={`Availability, points of 100, ${longDate(from)} to ${longDate(to)}; shaded: leave`}
                points={days.map(({ date, score, status, dayStatus, minutes }) => ({
                  label: shortDate(date),
                  value: score?.closeness ?? null,
                  reason: say(status),
                  note: leaveOf(minutes) > 0 ? 'on leave' : undefined,
                  provisional: dayStatus !== 'final',
                  shaded: leaveOf(minutes) > 0,
                }))}
                format={points}
              />
            )}
            <Table
              caption="Day by day"
              keyOf={({ date }) => date}
              rows={days.toReversed()}
              columns={[
                { head: 'Day', cell: ({ date }) => <a href={withQuery(address, { day: date })}>{longDate(date)}</a> },
                { head: 'Deployability', cell: ({ status, reasons }) => <StatusOf status={status} reasons={reasons} small /> },
                {
                  head: 'Availability',
                  numeric: true,
                  cell: ({ score }) => told({ value: score?.closeness }, points),
                },
                {
                  head: 'Shift worked',
                  numeric: true,
                  cell: ({ workAvailability }) => told({ value: workAvailability }, percent),
                },
                {
                  head: 'Rostered',
                  numeric: true,
                  cell: ({ minutes }) => (minutes === undefined ? '' : duration(minutes.rostered)),
                },
                {
                  head: 'Leave',
                  numeric: true,
                  cell: ({ minutes }) => (leaveOf(minutes) > 0 ? duration(leaveOf(minutes)) : 'None'),
                },
                { head: 'Figures are', cell: ({ dayStatus }) => say(dayStatus) },
              ]}
            />
            <Download of={of} name="availability" />
          </>
        )}
      </Answer>
    </Page>
  );
}

const leaveOf = (minutes: AvailabilityDay['minutes']) => (minutes?.annualLeave ?? 0) + (minutes?.otherLeave ?? 0);

function titleOf(values: readonly (number | null)[]): string {
  const known = values.flatMap((value) => value ?? []).toSorted((a, b) => a - b);
  const middle = known[known.length >> 1];
  return middle === undefined ? 'No day with a figure' : `Half of the days at ${points(middle)} points or more`;
}

/** The table criterion, value, weight, effect; and the records behind it. */
function Explained({ id, day }: { id: string; day: string }) {
  const path = `/v1/people/${encodeURIComponent(id)}/availability/${day}/explanation` as const;
  return (
    <section aria-labelledby="why">
      <h2 class="govuk-heading-m" id="why">
        How {longDate(day)} came about
      </h2>
      <Answer of={question('availabilityExplanation', path)} what="the explanation">
        {({ explanation, day: found }) => (
          <>
            <StatusOf status={found.status} reasons={found.reasons} />
            {explanation === null ? (
              <p class="govuk-body">There is no figure for this day.</p>
            ) : (
              <>
                <p class="govuk-body">{explanation.sentence}</p>
                <CriteriaTable day={found} criteria={explanation.criteria} />
                <Table
                  caption="Effect on the figure"
                  keyOf={({ player }) => player}
                  rows={explanation.lines}
                  columns={[
                    { head: 'What', cell: ({ title }) => title },
                    { head: 'Effect on the figure, points', numeric: true, cell: ({ effect }) => points(-effect) },
                    {
                      head: 'The figure if only this were at its best, points',
                      numeric: true,
                      cell: ({ ifAtBest }) => points(ifAtBest),
                    },
                  ]}
                />
              </>
            )}
            {found.sources === undefined ? null : (
              <Fold title="Records behind this day">
                <ul class="govuk-list govuk-details__text">
                  {found.sources.map((source) => (
                    <li key={source}>{source}</li>
                  ))}
                </ul>
              </Fold>
            )}
          </>
        )}
      </Answer>
    </section>
  );
}

type Criteria = NonNullable<Answered<'availabilityExplanation'>['explanation']>['criteria'];

/** What goes into the figure: one's own value of each criterion, and how much it weighs. */
function CriteriaTable({ day, criteria }: { day: AvailabilityDay; criteria: Criteria }) {
  const own = new Map(day.criteria?.map(({ id, value }) => [id, value]));
  return (
    <Table
      caption="What goes into the figure"
      keyOf={({ id }) => id}
      rows={criteria.filter(({ id }) => own.has(id))}
      columns={[
        { head: 'Criterion', cell: ({ title }) => title },
        {
          head: day.date === today() ? 'Value today' : 'Value that day',
          numeric: true,
          cell: ({ id }) => {
            const value = own.get(id);
            return value === null || value === undefined ? 'Not known: stands at its low point' : decimal(value);
          },
        },
        { head: 'Weight', numeric: true, cell: ({ weight }) => decimal(weight) },
        { head: 'Points it can cost', numeric: true, cell: ({ points: most }) => number(most) },
      ]}
    />
  );
}
