import { longDate } from '../../lib/dates.ts';
import type { PageProps } from '../app.tsx';
import { question } from '../client.ts';
import { decimal, number, percent, sentenceCase } from '../format.ts';
import { Answer } from '../parts/answer.tsx';
import { Page } from '../parts/page.tsx';
import { Table } from '../parts/table.tsx';
import { say } from '../words.ts';

export function HowPage({ me }: PageProps) {
  return (
    <Page title="How it is measured" crumbs={[{ href: '/', text: 'Home' }]} personal>
      <h2 class="govuk-heading-m">Productivity</h2>
      <Answer of={question('metrics', '/v1/metrics')} what="the metrics" quiet>
        {({ metrics }) => (
          <Table
            caption="The nine metrics"
            quiet
            keyOf={({ id }) => id}
            rows={metrics}
            columns={[
              { head: 'Metric', cell: ({ title }) => title },
              { head: 'What is counted', cell: ({ definition, guidance }) => `${definition} ${guidance ?? ''}` },
              { head: 'From', cell: ({ feeds }) => feeds.map(say).join(', ') },
            ]}
          />
        )}
      </Answer>
      <h2 class="govuk-heading-m">Availability</h2>
      <Answer of={question('methodology', '/v1/methodology')} what="the method">
        {({ formula, criteria, tutorReduction, minRanked, versions }) => (
          <>
            <p class="govuk-body">{formula}</p>
            <Table
              caption="Criteria, their weights, and the points of 100 that each can cost"
              keyOf={({ id }) => id}
              rows={criteria}
              columns={[
                { head: 'Criterion', cell: ({ title }) => title },
                {
                  head: 'Reference low point',
                  numeric: true,
                  cell: ({ low, high, objective }) => number(objective === 'max' ? low : high),
                },
                { head: 'Ideal', numeric: true, cell: ({ low, high, objective }) => number(objective === 'max' ? high : low) },
                { head: 'Weight', numeric: true, cell: ({ weight }) => decimal(weight) },
                { head: 'Points', numeric: true, cell: ({ points }) => number(points) },
              ]}
            />
            <p class="govuk-body">
              Tutoring a student lowers the measured working time by {percent(tutorReduction)}: it is an added responsibility. No
              order is shown of fewer than {minRanked} people.
            </p>
            <Table
              caption="Versions of the method"
              keyOf={({ policyVersion }) => policyVersion}
              rows={versions}
              columns={[
                { head: 'Policy', cell: ({ policyVersion }) => policyVersion },
                { head: 'Method', cell: ({ methodVersion }) => methodVersion },
                { head: 'From', cell: ({ from }) => longDate(from) },
              ]}
            />
          </>
        )}
      </Answer>
      <h2 class="govuk-heading-m">Who sees what</h2>
      <p class="govuk-body">
        Productivity is open to everybody who is signed in. Availability is open to the person, the first-line leader and the
        chain of command, and every look is recorded.
      </p>
      <Table
        caption="What you see, and why"
        keyOf={({ what, why, through }) => `${what} ${why} ${through}`}
        rows={me.sees}
        columns={[
          { head: 'What', cell: ({ what }) => sentenceCase(say(what)) },
          { head: 'Because', cell: ({ why }) => say(why) },
          { head: 'Through', cell: ({ through }) => through ?? 'yourself' },
        ]}
      />
      <Table
        caption="Who sees your availability"
        keyOf={({ id }) => id}
        rows={me.seenBy}
        columns={[
          { head: 'Name', cell: ({ name }) => name },
          { head: 'As', cell: ({ relation }) => say(relation) },
        ]}
      />
    </Page>
  );
}
