import { longDate } from '../../lib/dates.ts';
import type { PageProps } from '../app.tsx';
import { question } from '../client.ts';
import { dateTime, sentenceCase } from '../format.ts';
import { Answer } from '../parts/answer.tsx';
import { rowsText, stateOf } from '../parts/file-words.ts';
import { Page } from '../parts/page.tsx';
import { Table } from '../parts/table.tsx';
import { say } from '../words.ts';

/** Up to when figures hold; for stewards and administrators the files behind them. */
export function DataPage({ me }: PageProps) {
  const looksAfter = me.roles.some((role) => role === 'administrator' || role.startsWith('steward:'));
  return (
    <Page title="Data" crumbs={[{ href: '/', text: 'Home' }]}>
      {looksAfter ? <Feeds /> : null}
      <Answer of={question('freshness', '/v1/freshness')} what="how fresh the data are">
        {({ feeds, days }) => (
          <>
            <Table
              caption="Up to which day each feed is complete"
              keyOf={({ feed }) => feed}
              rows={feeds}
              columns={[
                { head: 'Feed', cell: ({ feed }) => sentenceCase(say(feed)) },
                { head: 'Complete to', cell: ({ completeTo }) => (completeTo === null ? 'None recorded' : longDate(completeTo)) },
              ]}
            />
            <Table
              caption="Days that are not complete"
              keyOf={({ date }) => date}
              rows={days}
              columns={[
                { head: 'Day', cell: ({ date }) => longDate(date) },
                {
                  head: 'State',
                  cell: ({ status, blocked, waiting }) =>
                    blocked ? 'Held back' : waiting ? 'Waits for approval' : sentenceCase(say(status)),
                },
                {
                  head: 'Not yet received',
                  cell: ({ late, status }) => (status === 'planned' ? 'Still to come' : late.map(say).join(', ') || 'None'),
                },
              ]}
            />
          </>
        )}
      </Answer>
    </Page>
  );
}

function Feeds() {
  return (
    <Answer of={question('feeds', '/v1/feeds')} what="the feeds" quiet>
      {({ feeds }) => (
        <Table
          caption="The feeds you look after, each with its newest file"
          keyOf={({ feed }) => feed}
          rows={feeds}
          columns={[
            { head: 'Feed', cell: ({ feed }) => <a href={`/data/${encodeURIComponent(feed)}`}>{sentenceCase(say(feed))}</a> },
            { head: 'From', cell: ({ system }) => say(system) },
            { head: 'Newest file', cell: ({ newest }) => (newest === null ? 'None recorded' : dateTime(newest.extractTime)) },
            { head: 'State', cell: ({ newest }) => (newest === null ? '' : stateOf(newest.state)) },
            { head: 'In the figures', cell: ({ newest }) => (newest?.counts ? 'Yes' : 'No') },
            { head: 'Rows', cell: ({ newest }) => (newest === null ? '' : rowsText(newest.rows)) },
          ]}
        />
      )}
    </Answer>
  );
}
