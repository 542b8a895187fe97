import { addDays, longDate } from '../../lib/dates.ts';
import type { PageProps } from '../app.tsx';
import { question } from '../client.ts';
import { dateOf } from '../dates.ts';
import { time, today } from '../format.ts';
import { Answer } from '../parts/answer.tsx';
import { Download } from '../parts/download.tsx';
import { Page } from '../parts/page.tsx';
import { Table } from '../parts/table.tsx';
import { withQuery } from '../router.ts';
import { say } from '../words.ts';

/** The source records that a day's figures were made of: ids and times, and the file that brought each. */
export function RecordsPage({ id, address }: PageProps) {
  const date = dateOf(address, 'date', addDays(today(), -1));
  const key = encodeURIComponent(id);
  const of = question('personRecords', `/v1/people/${key}/productivity/records`, { date });
  return (
    <Page title={`Records of ${longDate(date)}`} crumbs={[{ href: `/people/${key}`, text: 'Person' }]} personal>
      <nav class="govuk-body-s app-range" aria-label="Day">
        <a href={withQuery(address, { date: addDays(date, -1) })}>Day before</a>{' '}
        <a href={withQuery(address, { date: addDays(date, 1) })}>Day after</a>
      </nav>
      <Answer of={of} what="these records">
        {({ records, meta }) => (
          <>
            {meta.complete ? null : <p class="govuk-body">This day is not complete yet.</p>}
            <Table
              caption="Records behind the figures"
              quiet
              keyOf={({ metric, key: record }) => `${metric} ${record}`}
              rows={records}
              columns={[
                { head: 'Record', cell: ({ key: record }) => record },
                { head: 'Counts for', cell: ({ metric }) => say(metric) },
                { head: 'At', cell: ({ at }) => time(at) },
                { head: 'File', cell: ({ file }) => file },
              ]}
            />
            <Download of={of} name="records" />
          </>
        )}
      </Answer>
    </Page>
  );
}
