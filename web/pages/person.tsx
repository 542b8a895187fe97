import type { ComponentChildren } from 'preact';
import { longDate } from '../../lib/dates.ts';
import { COUNT_METRICS } from '../../lib/vocabulary.ts';
import type { PageProps } from '../app.tsx';
import { question } from '../client.ts';
import { ofMetric } from '../format.ts';
import { Answer, Unanswered } from '../parts/answer.tsx';
import { Download } from '../parts/download.tsx';
import { Metrics } from '../parts/metrics.tsx';
import { Page } from '../parts/page.tsx';
import { useAnswer } from '../use-answer.ts';
import { say } from '../words.ts';

const CRUMBS = [{ href: '/people', text: 'People' }];

/** Productivity of one officer, for everybody: windows of four weeks. */
export function PersonPage({ id, me }: PageProps) {
  const key = encodeURIComponent(id);
  const found = useAnswer(question('person', `/v1/people/${key}`));
  if (found.state !== 'answered')
    return (
      <Page title="Person" crumbs={CRUMBS}>
        <Unanswered found={found} what="this person" />
      </Page>
    );
  const { person, units, leaders } = found.answer;
  const isOfficer = person.type === 'OFFICER';
  return (
    <Page title={person.name} crumbs={CRUMBS} personal>
      <dl class="govuk-summary-list">
        <Fact name="Grade or type">{person.rank ?? say(person.type)}</Fact>
        <Fact name="Posted to">
          {units.map(({ code, name }) => (
            <a class="govuk-link" href={`/units/${encodeURIComponent(code)}`} key={code}>
              {name}
            </a>
          ))}
        </Fact>
        <Fact name="Led by">{leaders.map(({ name }) => name).join(', ') || 'None recorded'}</Fact>
        <Fact name="Availability">
          <a class="govuk-link" href={`/people/${key}/availability`}>
            {id === me.person.id ? 'My availability' : 'Only for the person and those who lead them'}
          </a>
        </Fact>
      </dl>
      {isOfficer ? <Output id={key} /> : <p class="govuk-body">Productivity figures are of officers alone.</p>}
    </Page>
  );
}

function Output({ id }: { id: string }) {
  const series = question('personProductivity', `/v1/people/${id}/productivity`);
  return (
    <>
      <p class="govuk-body">
        <a class="govuk-link" href={`/people/${id}/records`}>
          Records behind the figures, for the officer and those who lead them
        </a>
      </p>
      <Answer of={series} what="the figures">
        {({ starts, ends, counts, responseTime }) =>
          starts.length === 0 ? (
            <p class="govuk-body">No period of four weeks is complete yet.</p>
          ) : (
            <>
              <Metrics
                dates={starts}
                label={longDate}
                period={(of) => `${of} of four weeks from`}
                head="From"
                last={`from ${longDate(starts.at(-1) ?? '')} to ${longDate(ends.at(-1) ?? '')}`}
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
    </>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="govuk-summary-list__row">
      <dt class="govuk-summary-list__key">{name}</dt>
      <dd class="govuk-summary-list__value">{children}</dd>
    </div>
  );
}
