import { addDays, longDate } from '../../lib/dates.ts';
import { COUNT_METRICS } from '../../lib/vocabulary.ts';
import type { PageProps } from '../app.tsx';
import { LineChart } from '../charts/line.tsx';
import { type Answered, type Question, question } from '../client.ts';
import { dateOf } from '../dates.ts';
import { number, ofMetric, plural, sentenceCase, shortDate, today } from '../format.ts';
import { Answer, Unanswered } from '../parts/answer.tsx';
import { Choice } from '../parts/choice.tsx';
import { Demand } from '../parts/demand.tsx';
import { Download } from '../parts/download.tsx';
import { Metrics } from '../parts/metrics.tsx';
import { More, pageOf } from '../parts/more.tsx';
import { Page } from '../parts/page.tsx';
import { mayAskPosts, Posts } from '../parts/posts.tsx';
import { Range } from '../parts/range.tsx';
import { Table } from '../parts/table.tsx';
import type { Address } from '../router.ts';
import { useAnswer } from '../use-answer.ts';
import { say } from '../words.ts';

const WINDOWS = ['1', '7', '28', '91', '365'] as const;
type Window = (typeof WINDOWS)[number];
/** Distinct events, or participations in them. */
const COUNTED = ['events', 'participations'] as const;
type Counted = (typeof COUNTED)[number];

/** A team, department, area or the force: the nine metrics over time, what lies below, its people by name. */
export function UnitPage({ id, me, address }: PageProps) {
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
      <Output unit={key} address={address} leads={mayAskPosts(me)} />
      {unit.type === 'AREA' || unit.type === 'FORCE' ? (
        <>
          <h2 class="govuk-heading-m">What the public asked for</h2>
          <Demand unit={key} {...periodOf(address)} />
        </>
      ) : null}
      {mayAskPosts(me) ? <Posts unit={key} date={today()} /> : null}
      <h2 class="govuk-heading-m">Does it vary more than chance?</h2>
      <Variation unit={key} address={address} />
      {unit.type === 'TEAM' ? (
        <>
          <h2 class="govuk-heading-m">People, by name</h2>
          <People unit={key} address={address} />
        </>
      ) : null}
    </Page>
  );
}

/** The days that the address names; an answer holds 400, those that sums look back on among them: the newest are shown. */
function periodOf(address: Address, window: Window = '1'): { from: string; to: string } {
  const to = dateOf(address, 'to', addDays(today(), -1));
  const first = addDays(to, Number(window) - 400);
  const asked = dateOf(address, 'from', addDays(to, -27));
  return { from: asked > to ? to : asked < first ? first : asked, to };
}

interface OutputProps {
  readonly unit: string;
  readonly address: Address;
  /** Whoever leads may be open to the days of a small unit. */
  readonly leads: boolean;
}

function Output({ unit, address, leads }: OutputProps) {
  const window: Window = WINDOWS.find((one) => one === address.query.get('window')) ?? '7';
  const counted = COUNTED.find((one) => one === address.query.get('count')) ?? 'events';
  const { from, to } = periodOf(address, window);
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
      <Choice
        address={address}
        label="What is counted"
        lead="Count"
        parameter="count"
        chosen={counted}
        options={COUNTED}
        text={(what) => (what === 'events' ? 'each event once' : 'everybody who took part')}
      />
      <Answer of={of} what="the figures">
        {(answer) =>
          answer.officers.every((officers) => officers === null) ? (
            <SmallUnit unit={unit} from={from} to={to} leads={leads} />
          ) : (
            <>
              <Series answer={answer} window={window} counted={counted} to={to} />
              {counted === 'events' ? <Download of={of} name="unit" /> : null}
            </>
          )
        }
      </Answer>
    </>
  );
}

/** Fewer than five officers: like single ones, open by day to who may see every one of them. */
function SmallUnit({ unit, from, to, leads }: { unit: string; from: string; to: string; leads: boolean }) {
  const of = question('unitProductivityDays', `/v1/org-units/${unit}/productivity/days`, { from, to });
  return (
    <>
      <p class="govuk-inset-text">
        Nothing of these days is open to everybody: they are not published, or the unit has fewer than five officers.
      </p>
      {leads ? <SmallDays of={of} to={to} /> : null}
    </>
  );
}

/** Nothing for who may not see every one of them: what is above says it. */
function SmallDays({ of, to }: { of: Question<'unitProductivityDays'>; to: string }) {
  const found = useAnswer(of);
  if (found.state === 'refused' && found.refused.status === 403) return null;
  if (found.state !== 'answered') return <Unanswered found={found} what="the days of this small unit" />;
  return (
    <>
      <Series answer={found.answer} window="1" counted="events" to={to} />
      <Download of={of} name="unit" />
    </>
  );
}

interface SeriesProps {
  readonly answer: Answered<'unitProductivity'>;
  readonly window: Window;
  readonly counted: Counted;
  readonly to: string;
}

function Series({ answer, window, counted, to }: SeriesProps) {
  return (
    <Metrics
      dates={answer.dates}
      label={shortDate}
      period={(of) =>
        `${window === '1' ? `${of} by day` : `${of} of ${window} days`}${counted === 'events' ? '' : ', everybody who took part'}`
      }
      head="To"
      last={`${window === '1' ? 'on' : `over ${window} days to`} ${longDate(answer.dates.at(-1) ?? to)}`}
      series={seriesOf(answer, counted)}
      format={ofMetric}
    />
  );
}

function seriesOf({ dates, status, counts, responseTime, visibility }: Answered<'unitProductivity'>, counted: Counted) {
  // A sum that lacks days looks like any other: it is marked.
  const isWhole = (n: number) => COUNT_METRICS.some((metric) => counts[metric]?.complete[n] === true);
  const provisional = dates.map((_, n) => status[n] !== 'final' || !isWhole(n));
  return [
    { metric: 'responseTime' as const, values: responseTime.median, reasons: responseTime.reason, provisional },
    { metric: 'visibility' as const, values: visibility.minutes, reasons: visibility.reason, provisional },
    ...COUNT_METRICS.map((metric) => ({
      metric,
      values: (counted === 'events' ? counts[metric]?.value : counts[metric]?.participations) ?? [],
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
                    ? 'No signal in the latest four points'
                    : `${plural(found, 'signal')} in the latest four points: ask why`
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

function People({ unit, address }: { unit: string; address: Address }) {
  const of = question('unitProductivityPeople', `/v1/org-units/${unit}/productivity/people`, pageOf(address));
  return (
    <Answer of={of} what="the people">
      {({ start, end, people, cursor }) => (
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
          <More address={address} cursor={cursor} />
          <Download of={of} name="people" />
        </>
      )}
    </Answer>
  );
}
