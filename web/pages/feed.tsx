import type { PageProps } from '../app.tsx';
import { question } from '../client.ts';
import { dateTime, sentenceCase } from '../format.ts';
import { Answer } from '../parts/answer.tsx';
import { Download } from '../parts/download.tsx';
import { faultText, rowsText, stateOf } from '../parts/file-words.ts';
import { More, pageOf } from '../parts/more.tsx';
import { Page } from '../parts/page.tsx';
import { Table } from '../parts/table.tsx';
import { say } from '../words.ts';

/** The files of one feed, newest first; for its steward and administrators. */
export function FeedPage({ id, address }: PageProps) {
  const of = question('drops', '/v1/drops', { feed: id, ...pageOf(address) });
  return (
    <Page
      title={`Files: ${say(id)}`}
      crumbs={[
        { href: '/', text: 'Home' },
        { href: '/data', text: 'Data' },
      ]}
    >
      <Answer of={of} what="the files of this feed">
        {({ feed, system, drops, cursor }) => (
          <>
            <p class="govuk-body">Sent by {sentenceCase(say(system))}.</p>
            <Table
              caption="Files, newest first"
              keyOf={({ name }) => name}
              rows={drops}
              columns={[
                {
                  head: 'Taken',
                  cell: ({ name, extractTime }) => (
                    <a href={`/data/${encodeURIComponent(feed)}/${encodeURIComponent(name)}`}>{dateTime(extractTime)}</a>
                  ),
                },
                { head: 'Newest version', cell: ({ state }) => stateOf(state) },
                {
                  head: 'In the figures',
                  cell: ({ counts, state }) =>
                    counts ? (state === 'accepted' || state === 'duplicate' ? 'Yes' : 'An older version') : 'No',
                },
                { head: 'Rows', cell: ({ rows }) => rowsText(rows) },
                { head: 'Why', cell: ({ reason }) => (reason === null ? '' : faultText(reason)) },
              ]}
            />
            <More address={address} cursor={cursor} />
            <Download of={of} name="files" />
          </>
        )}
      </Answer>
    </Page>
  );
}
