import { longDate } from '../../lib/dates.ts';
import { question } from '../client.ts';
import { sentenceCase } from '../format.ts';
import { Answer } from '../parts/answer.tsx';
import { Page } from '../parts/page.tsx';
import { Table } from '../parts/table.tsx';
import { say } from '../words.ts';

export function DataPage() {
  return (
    <Page title="Data" crumbs={[{ href: '/', text: 'Home' }]}>
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
