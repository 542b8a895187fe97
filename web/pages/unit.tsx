import { addDays, longDate } from '../../lib/dates.ts';
import { COUNT_METRICS } from '../../lib/vocabulary.ts';
import type { PageProps } from '../app.tsx';
import { LineChart } from '../charts/line.tsx';
import { type Answered, question } from '../client.ts';
import { number, ofMetric, plural, sentenceCase, shortDate, today } from '../format.ts';
import { Answer, Unanswered } from '../parts/answer.tsx';
import { Choice } from '../parts/choice.tsx';
import { Download } from '../parts/download.tsx';
import { Metrics } from '../parts/metrics.tsx';
import { Page } from '../parts/page.tsx';
import { Range } from '../parts/range.tsx';
import { Table } from '../parts/table.tsx';
import type { Address } from '../router.ts';
import { useAnswer } from '../use-answer.ts';
import { say } from '../words.ts';

const WINDOWS = ['1', '7', '28', '91', '365'] as const;
type Window = (typeof WINDOWS)[number];

/** A team, department, area or the force: the nine metrics over time, what lies below, its people by name. */
export function UnitPage({ id, address }: PageProps) {
  const key = encodeURIComponent(id);
  const found = useAnswer(question('orgUnit', `/v1/org-units/${key}`));
  if (found.state !== 'answered')
    return (
      <Page title="Unit">
        <Unanswered found={found} what="this unit" />
      </Page>
    );
  const { unit, above, below } = found.answer;
  return (
    <Page
      title={unit.name}
      crumbs={above.map(({ code, name }) => ({ href: `/units/${encodeURIComponent(code)}`, text: name }))}
      personal
    >
      {below.length === 0 ? null : (
        <ul class="govuk-list app-units">
          {below.map(({ code, name }) => (
            <li key={code}>
              <a class="govuk-link" href={`/units/${encodeURIComponent(code)}`}>
                {name}
              </a>
            </li>
          ))}
        </ul>
      )}
      <Figures unit={key} address={address} />
      <h2 class="govuk-heading-m">Does it vary more than chance?</h2>
      <Variation unit={key} address={address} />
      {unit.type === 'TEAM' ? (
        <>
          <h2 class="govuk-heading-m">People, by name</h2>
          <People unit={key} />
        </>
      ) : null}
    </Page>
  );
}

function Figures({ unit, address }: { unit: string; address: Address }) {
  const window: Window = WINDOWS.find((one) => one === address.query.get('window')) ?? '7';
  const to = address.query.get('to') ?? addDays(today(), -1);
  // An answer holds 400 days, those that its sums look back on among them: the newest are shown.
  const first = addDays(to, Number(window) - 400);
  const asked = address.query.get('from') ?? addDays(to, -27);
  const from = asked < first ? first : asked;
  const of = question('unitProductivity', `/v1/org-units/${unit}/productivity`, { from, to, window });
  return (
    <>
      <Range address={address} from={from} to={to} />
      <Choice
        address={address}
        label="Sums over"
        lead="Sums over"
        parameter="window"
        chosen={window}
        options={WINDOWS}
        text={(days) => (days === '1' ? 'single days' : `${days} days`)}
      />
      <Answer of={of} what="the figures">
        {(answer) => (
          <>
            <Metrics
              dates={answer.dates}
              label={shortDate}
              period={window === '1' ? 'by day' : `sums of ${window} days`}
              head="To"
              last={`${window === '1' ? 'on' : `over ${window} days to`} ${longDate(answer.dates.at(-1) ?? to)}`}
              series={seriesOf(answer)}
              format={ofMetric}
            />
            <Download of={of} name="unit" />
          </>
        )}
      </Answer>
    </>
  );
}

function seriesOf({ dates, status, counts, responseTime, visibility }: Answered<'unitProductivity'>) {
  // A sum that lacks days looks like any other: it is marked.
  const isWhole = (n: number) => COUNT_METRICS.some((metric) => counts[metric]?.complete[n] === true);
  const provisional = dates.map((_, n) => status[n] !== 'final' || !isWhole(n));
  return [
    { metric: 'responseTime' as const, values: responseTime.median, reasons: responseTime.reason, provisional },
    { metric: 'visibility' as const, values: visibility.minutes, reasons: visibility.reason, provisional },
    ...COUNT_METRICS.map((metric) => ({
      metric,
      values: counts[metric]?.value ?? [],
      reasons: counts[metric]?.reason ?? [],
      provisional: provisional.map((found, n) => found || counts[metric]?.complete[n] !== true),
    })),
  ];
}

/** XmR: a process that varies by chance alone stays within its limits. */
function Variation({ unit, address }: { unit: string; address: Address }) {
  const metric = COUNT_METRICS.find((one) => one === address.query.get('metric')) ?? 'incidentsAttended';
  return (
    <>
      <Choice address={address} label="Metric" parameter="metric" chosen={metric} options={COUNT_METRICS} text={say} />
      <Answer of={question('unitVariation', `/v1/org-units/${unit}/productivity/variation`, { metric })} what="the variation">
        {({ starts, values, mean, lower, upper, signals, trial, weeksAPoint }) => {
          // Over many points chance alone makes a signal: the latest four are what there is to ask about.
          const found = signals.slice(-4).filter((rules) => rules.length > 0).length;
          return (
            <>
              <LineChart
                title={
                  found === 0
                    ? 'Within what chance alone makes'
                    : `${plural(found, 'recent point')} that chance alone rarely makes: ask why`
                }
                subtitle={`${sentenceCase(say(metric))}, ${weeksAPoint === 1 ? 'by week' : `by ${weeksAPoint} weeks`}${trial ? ', trial limits' : ''}`}
                points={starts.map((start, n) => ({ label: shortDate(start), value: values[n] ?? null }))}
                format={number}
                height={200}
                lines={[
                  { value: mean, name: 'mean' },
                  { value: upper, name: 'upper limit', dashed: true },
                  { value: Math.max(0, lower), name: 'lower limit', dashed: true },
                ]}
              />
              <Table
                caption="Each point, and which rules it meets"
                keyOf={(n) => starts[n] ?? String(n)}
                rows={starts.map((_, n) => n).toReversed()}
                columns={[
                  { head: 'From', cell: (n) => longDate(starts[n] ?? '') },
                  { head: 'Value', numeric: true, cell: (n) => number(values[n] ?? 0) },
                  { head: 'Signals', cell: (n) => signals[n]?.map(say).join(', ') || 'None' },
                ]}
              />
            </>
          );
        }}
      </Answer>
    </>
  );
}

function People({ unit }: { unit: string }) {
  const of = question('unitProductivityPeople', `/v1/org-units/${unit}/productivity/people`);
  return (
    <Answer of={of} what="the people">
      {({ start, end, people }) => (
        <>
          <Table
            caption={`Counts from ${longDate(start)} to ${longDate(end)}, in order of names`}
            keyOf={({ id }) => id}
            rows={people}
            columns={[
              { head: 'Name', cell: ({ id, name }) => <a href={`/people/${encodeURIComponent(id)}`}>{name}</a> },
              ...COUNT_METRICS.map((metric) => ({
                head: sentenceCase(say(metric)),
                numeric: true,
                cell: ({ counts }: (typeof people)[number]) => {
                  const value = counts[metric];
                  return typeof value === 'number' ? number(value) : say(value ?? 'None recorded');
                },
              })),
            ]}
          />
          <Download of={of} name="people" />
        </>
      )}
    </Answer>
  );
}
