import { longDate } from '../../lib/dates.ts';
import type { PageProps } from '../app.tsx';
import { question } from '../client.ts';
import { dateTime } from '../format.ts';
import { Answer } from '../parts/answer.tsx';
import { Download } from '../parts/download.tsx';
import { More, pageOf } from '../parts/more.tsx';
import { Page } from '../parts/page.tsx';
import { Table } from '../parts/table.tsx';
import { say } from '../words.ts';

export function ViewedPage({ address }: PageProps) {
  const of = question('availabilityViews', '/v1/me/availability-views', pageOf(address));
  return (
    <Page title="Who viewed my availability" crumbs={[{ href: '/', text: 'Home' }]} personal>
      <Answer of={of} what="who looked" quiet>
        {({ views, cursor }) => (
          <>
            <Table
              caption="Each look, the newest first"
              quiet
              keyOf={({ at, viewer, what }) => `${at} ${viewer.id} ${what}`}
              rows={views}
              columns={[
                { head: 'When', cell: ({ at }) => dateTime(at) },
                { head: 'Who', cell: ({ viewer }) => viewer.name },
                { head: 'As', cell: ({ relation }) => say(relation) },
                { head: 'What', cell: ({ what }) => say(what) },
                {
                  head: 'Days',
                  cell: ({ from, to }) =>
                    from === null
                      ? 'None recorded'
                      : from === to || to === null
                        ? longDate(from)
                        : `${longDate(from)} to ${longDate(to)}`,
                },
              ]}
            />
            <More address={address} cursor={cursor} />
            <Download of={of} name="views" />
          </>
        )}
      </Answer>
    </Page>
  );
}
