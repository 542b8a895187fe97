import { COUNT_METRICS } from '../../lib/vocabulary.ts';
import type { PageProps } from '../app.tsx';
import { question } from '../client.ts';
import { longDate, ofMetric } from '../format.ts';
import { Answer } from '../parts/answer.tsx';
import { Download } from '../parts/download.tsx';
import { Metrics } from '../parts/metrics.tsx';
import { Page } from '../parts/page.tsx';
import { say } from '../words.ts';

/** Productivity of one officer, for everybody: windows of four weeks. */
export function PersonPage({ id, me }: PageProps) {
  const key = encodeURIComponent(id);
  const series = question('personProductivity', `/v1/people/${key}/productivity`);
  return (
    <Page title={id === me.person.id ? 'My page' : 'Person'} crumbs={[{ href: '/people', text: 'People' }]} personal>
      <Answer of={question('person', `/v1/people/${key}`)} what="this person" quiet>
        {({ person, units, leaders }) => (
          <>
            <dl class="govuk-summary-list">
              <Fact name="Name">{person.name}</Fact>
              <Fact name="Rank or type">{person.rank ?? say(person.type)}</Fact>
              <Fact name="Posted to">
                {units.map(({ code, name }) => (
                  <a class="govuk-link" href={`/units/${code}`} key={code}>
                    {name}
                  </a>
                ))}
              </Fact>
              <Fact name="Led by">{leaders.map(({ name }) => name).join(', ') || 'None recorded'}</Fact>
            </dl>
            <p class="govuk-body">
              <a class="govuk-link" href={`/people/${key}/availability`}>
                Availability
              </a>{' '}
              (only for the person and those who lead them)
              {person.type === 'OFFICER' ? (
                <>
                  {', '}
                  <a class="govuk-link" href={`/people/${key}/records`}>
                    records behind the figures
                  </a>
                </>
              ) : null}
            </p>
            {person.type === 'OFFICER' ? null : <p class="govuk-body">Productivity figures are of officers alone.</p>}
          </>
        )}
      </Answer>
      <Answer of={series} what="the figures">
        {({ starts, counts, responseTime }) =>
          starts.length === 0 ? (
            <p class="govuk-body">No period of four weeks is complete yet.</p>
          ) : (
            <>
              <Metrics
                dates={starts}
                label={longDate}
                period="periods of four weeks"
                series={[
                  {
                    metric: 'responseTime',
                    values: responseTime.median,
                    reasons: responseTime.reason,
                    provisional: starts.map(() => false),
                  },
                  ...COUNT_METRICS.map((metric) => ({
                    metric,
                    values: counts[metric]?.value ?? [],
                    reasons: counts[metric]?.reason ?? [],
                    provisional: (counts[metric]?.complete ?? []).map((whole) => !whole),
                  })),
                ]}
                format={ofMetric}
              />
              <Download of={series} name="productivity" />
            </>
          )
        }
      </Answer>
    </Page>
  );
}

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div class="govuk-summary-list__row">
      <dt class="govuk-summary-list__key">{name}</dt>
      <dd class="govuk-summary-list__value">{children}</dd>
    </div>
  );
}
