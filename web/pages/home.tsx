import { addDays, longDate } from '../../lib/dates.ts';
import type { PageProps } from '../app.tsx';
import { question } from '../client.ts';
import { dateTime, plural, sentenceCase, today, withTimes } from '../format.ts';
import { Answer } from '../parts/answer.tsx';
import { Page } from '../parts/page.tsx';
import { StatusOf } from '../parts/status.tsx';
import { Table } from '../parts/table.tsx';
import { say } from '../words.ts';

/** What is mine, and for who leads people, who is there this morning. */
export function HomePage({ me }: PageProps) {
  const { person, sees } = me;
  const leads = sees.filter(({ what }) => what === 'availability').length > 1;
  const day = today();
  return (
    <Page title={`Home: ${person.name}`} personal>
      {leads ? <Morning /> : null}
      <h2 class="govuk-heading-m">My availability today</h2>
      <Answer
        of={question('personAvailability', `/v1/people/${encodeURIComponent(person.id)}/availability`, { from: day, to: day })}
        what="your day"
      >
        {({ days }) =>
          days[0] === undefined ? (
            <p class="govuk-body">Nothing is published for {longDate(day)} yet.</p>
          ) : (
            <>
              <StatusOf status={days[0].status} reasons={days[0].reasons} />
              {days[0].daysToExpiry !== null && days[0].daysToExpiry <= 30 ? (
                <p class="govuk-body">A course that you need expires in {plural(days[0].daysToExpiry, 'day')}.</p>
              ) : null}
            </>
          )
        }
      </Answer>
      <p class="govuk-body">
        <a class="govuk-link" href={`/people/${encodeURIComponent(person.id)}/availability?to=${day}&from=${addDays(day, -27)}`}>
          My availability, 28 days
        </a>
        {person.type === 'OFFICER' ? (
          <>
            {' '}
            and{' '}
            <a class="govuk-link" href={`/people/${encodeURIComponent(person.id)}`}>
              my output
            </a>
          </>
        ) : null}
      </p>
      <h2 class="govuk-heading-m">Who viewed my availability</h2>
      <Answer of={question('availabilityViews', '/v1/me/availability-views')} what="who looked" quiet>
        {({ views }) => {
          const last = views[0];
          return (
            <p class="govuk-body">
              {last === undefined
                ? 'None recorded.'
                : `Last on ${dateTime(last.at)}: ${last.viewer.name}, as ${say(last.relation)}.`}{' '}
              <a class="govuk-link" href="/viewed">
                All views
              </a>
            </p>
          );
        }}
      </Answer>
    </Page>
  );
}

/** The morning view: everybody one leads, wherever they stand. */
function Morning() {
  return (
    <>
      <h2 class="govuk-heading-m">This morning</h2>
      <Answer of={question('spanAvailability', '/v1/me/span/availability')} what="the people you lead">
        {({ label, planned, people, deployable, list, notPaired, expiring, byReason, cursor }) => {
          if (people === 0) return <p class="govuk-body">Nothing is published yet of people whom you lead.</p>;
          const names = new Map(list.map((one) => [one.person, one.name]));
          return (
            <>
              <p class="govuk-body">
                Of {label}, <strong>{deployable.length}</strong> {deployable.length === 1 ? 'is' : 'are'} available for frontline
                deployment now ({withTimes(planned)}).
              </p>
              {Object.keys(byReason).length === 0 ? null : (
                <ul class="govuk-list govuk-list--bullet">
                  {Object.entries(byReason).map(([reason, count]) => (
                    <li key={reason}>
                      {plural(count, 'person', 'people')}: {say(reason)}
                    </li>
                  ))}
                </ul>
              )}
              {notPaired.length === 0 ? null : (
                <p class="govuk-body">Students without a tutor today: {notPaired.map((id) => names.get(id) ?? id).join(', ')}.</p>
              )}
              {expiring.length === 0 ? null : (
                <p class="govuk-body">
                  Training that expires:{' '}
                  {expiring.map(({ person, days }) => `${names.get(person) ?? person} in ${plural(days, 'day')}`).join(', ')}.
                </p>
              )}
              {cursor === null ? null : (
                <p class="govuk-body">
                  The first {plural(list.length, 'person', 'people')} by name are listed; the sums are of all.
                </p>
              )}
              <Table
                caption="The people you lead, by name"
                keyOf={({ person }) => person}
                rows={list}
                columns={[
                  {
                    head: 'Name',
                    cell: ({ person, name }) => <a href={`/people/${encodeURIComponent(person)}/availability`}>{name}</a>,
                  },
                  { head: 'Unit', cell: ({ unit }) => unit },
                  { head: 'Now', cell: ({ status, reasons }) => <StatusOf status={status} reasons={reasons} small /> },
                  { head: 'Limits', cell: ({ limits }) => sentenceCase(limits.map(say).join(', ')) || 'None recorded' },
                ]}
              />
            </>
          );
        }}
      </Answer>
    </>
  );
}
