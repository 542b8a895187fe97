import type { ComponentChildren } from 'preact';
import { type Answered, question } from '../client.ts';
import { number, percent, plural, sentenceCase, today, withTimes } from '../format.ts';
import type { Address } from '../router.ts';
import { say } from '../words.ts';
import { Answer } from './answer.tsx';
import { Download } from './download.tsx';
import { Fold } from './fold.tsx';
import { More, pageOf } from './more.tsx';
import { Posts } from './posts.tsx';
import { StatusOf } from './status.tsx';
import { Table } from './table.tsx';

/** The morning view: everybody one leads, wherever they stand. */
export function Morning({ address, me }: { address: Address; me: Answered<'me'> }) {
  const of = question('spanAvailability', '/v1/me/span/availability', pageOf(address));
  const units = [...new Set(me.posts.map(({ unit }) => unit))];
  return (
    <>
      <h2 class="govuk-heading-m">This morning</h2>
      <Answer of={of} what="the people you lead">
        {({ label, planned, people, deployable, list, notPaired, expiring, byReason, byStatus, cursor }) => {
          if (people === 0) return <p class="govuk-body">Nothing is published yet of people whom you lead.</p>;
          const names = new Map(list.map((one) => [one.person, one.name]));
          return (
            <>
              <p class="govuk-body">
                Of {label}, <strong>{deployable.length}</strong> {deployable.length === 1 ? 'is' : 'are'} available for frontline
                deployment now ({withTimes(planned)}).{share(byStatus)}
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
                <ManyOrFew
                  many={expiring.length > 10}
                  title={`Training that expires: ${plural(expiring.length, 'person', 'people')}`}
                >
                  <p class="govuk-body">Training that expires:</p>
                  <ul class="govuk-list govuk-list--bullet">
                    {expiring
                      .toSorted((a, b) => a.days - b.days)
                      .map(({ person, days }) => (
                        <li key={person}>
                          {names.get(person) ?? person} in {plural(days, 'day')}
                        </li>
                      ))}
                  </ul>
                </ManyOrFew>
              )}
              {list.length === people ? null : (
                <p class="govuk-body">
                  {plural(list.length, 'person', 'people')} of {number(people)} by name are listed; the sums are of all.
                </p>
              )}
              <ManyOrFew many={list.length > 40} title="Everybody by name">
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
              </ManyOrFew>
              <More address={address} cursor={cursor} />
              <Download of={of} name="people I lead" />
            </>
          );
        }}
      </Answer>
      {units.map((unit) => (
        <Posts key={unit} unit={encodeURIComponent(unit)} date={today()} />
      ))}
    </>
  );
}

/** A long list is folded: who leads hundreds looks at the sums first. */
function ManyOrFew({ many, title, children }: { many: boolean; title: string; children: ComponentChildren }) {
  return many ? <Fold title={title}>{children}</Fold> : children;
}

/** Of who is on the roster, not of everybody. */
function share({
  deployable: yes = 0,
  notDeployable: no = 0,
  insufficientData: open = 0,
}: Readonly<Partial<Record<string, number>>>): string {
  if (open > 0) return ` Of ${plural(open, 'person', 'people')} it cannot be said yet.`;
  return yes + no === 0 ? '' : ` That is ${percent(yes / (yes + no))} of those on the roster.`;
}
