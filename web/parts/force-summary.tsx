import { addDays, longDate } from '../../lib/dates.ts';
import { type Answered, question } from '../client.ts';
import { number, ofMetric, percent, plural, today } from '../format.ts';
import { told } from '../told.ts';
import { useAnswer, type WithoutAnswer } from '../use-answer.ts';
import { Answer } from './answer.tsx';
import { gradeName, sumOfDays } from './demand.tsx';
import { Signals } from './signals.tsx';
import { Table } from './table.tsx';

interface Line {
  readonly what: string;
  readonly now: string;
  readonly before: string;
}

/** How the force stands: seven days beside the seven before, today's strength, and what chance alone rarely makes. */
export function ForceSummary({ force }: { force: string }) {
  const key = encodeURIComponent(force);
  const to = addDays(today(), -1);
  const response = useResponse(key, to);
  return (
    <>
      <h2 class="govuk-heading-m">The force this week</h2>
      <Answer of={question('unitDemand', `/v1/org-units/${key}/demand`, { from: addDays(to, -13), to })} what="the force">
        {(demand) => (
          <Table
            caption={`Seven days to ${longDate(to)}, and the seven before`}
            keyOf={({ what }) => what}
            rows={[...response, ...demandLines(demand)]}
            columns={[
              { head: 'What', cell: ({ what }) => what },
              { head: 'Seven days', numeric: true, cell: ({ now }) => now },
              { head: 'Seven before', numeric: true, cell: ({ before }) => before },
            ]}
          />
        )}
      </Answer>
      <Areas force={key} to={to} />
      <DataQuality />
      <h3 class="govuk-heading-s">Signals in the latest four points</h3>
      <Signals unit={key} />
    </>
  );
}

const NONE = 'None recorded';
const RESPONSE = 'Response time (median)';

function useResponse(unit: string, to: string): Line[] {
  const found = useAnswer(
    question('unitProductivity', `/v1/org-units/${unit}/productivity`, { from: addDays(to, -7), to, window: '7' }),
  );
  if (found.state !== 'answered') return [{ what: RESPONSE, now: unsaid(found), before: '' }];
  const { responseTime } = found.answer;
  const [before, now] = [0, responseTime.median.length - 1];
  const median = (n: number) =>
    told({ value: responseTime.median[n], reason: responseTime.reason[n] }, (value) => ofMetric('responseTime', value));
  const share = (grade: 'P1' | 'P2', n: number) => {
    const [of, within] = [responseTime[grade].n[n] ?? 0, responseTime[grade].within[n] ?? 0];
    return of === 0 ? NONE : `${percent(within / of)} of ${number(of)}`;
  };
  return [
    { what: RESPONSE, now: median(now), before: median(before) },
    ...(['P1', 'P2'] as const).map((grade) => ({
      what: `${grade} within the target`,
      now: share(grade, now),
      before: share(grade, before),
    })),
  ];
}

const WEEK = [0, 1, 2, 3, 4, 5, 6];

function demandLines(demand: Answered<'unitDemand'>): Line[] {
  return Object.keys(demand.byGrade).map((grade) => ({
    what: `Logs from the public, ${gradeName(grade)}`,
    now: sumOfDays(
      demand,
      WEEK.map((n) => n + 7),
      [grade],
    ),
    before: sumOfDays(demand, WEEK, [grade]),
  }));
}

/** The force and its areas: what was asked of them, and who is there today. */
function Areas({ force, to }: { force: string; to: string }) {
  const date = today();
  return (
    <Answer of={question('orgUnit', `/v1/org-units/${force}`)} what="the areas" quiet>
      {({ unit, below }) => (
        <Table
          caption={`Logs from the public in seven days to ${longDate(to)}, and posts on ${longDate(date)}`}
          keyOf={({ code }) => code}
          rows={[unit, ...below.filter(({ type }) => type === 'AREA')]}
          columns={[
            { head: 'Unit', cell: ({ code, name }) => <a href={`/units/${encodeURIComponent(code)}`}>{name}</a> },
            { head: 'Logs', numeric: true, cell: ({ code }) => <Logs unit={encodeURIComponent(code)} to={to} /> },
            { head: 'Vacancy', numeric: true, cell: ({ code }) => <Vacancy unit={encodeURIComponent(code)} date={date} /> },
          ]}
        />
      )}
    </Answer>
  );
}

function Logs({ unit, to }: { unit: string; to: string }) {
  const found = useAnswer(question('unitDemand', `/v1/org-units/${unit}/demand`, { from: addDays(to, -6), to }));
  if (found.state !== 'answered') return unsaid(found);
  return sumOfDays(found.answer, WEEK, Object.keys(found.answer.byGrade));
}

function Vacancy({ unit, date }: { unit: string; date: string }) {
  const found = useAnswer(question('unitEstablishment', `/v1/org-units/${unit}/establishment`, { date }));
  if (found.state !== 'answered') return unsaid(found);
  const { vacancyRate } = found.answer;
  return vacancyRate === null ? 'No established post' : percent(vacancyRate);
}

/** Nobody's own superior is among those whom they lead. */
function unsaid(found: WithoutAnswer): string {
  if (found.state === 'loading') return '…';
  return found.refused.status === 403 ? 'Not shown: not published, or not all of it is led by you' : 'Could not be read';
}

function DataQuality() {
  return (
    <Answer of={question('freshness', '/v1/freshness')} what="how whole the data are" quiet>
      {(answer) => (
        <p class="govuk-body">
          Data: {quality(answer)}.{' '}
          <a class="govuk-link" href="/data">
            All feeds
          </a>
        </p>
      )}
    </Answer>
  );
}

function quality({ feeds, days }: Answered<'freshness'>): string {
  const ends = feeds.map(({ completeTo }) => completeTo ?? '').sort();
  const [oldest = '', newest = ''] = [ends[0], ends.at(-1)];
  const behind = ends.filter((end) => end < newest).length;
  const held = days.filter(({ blocked, waiting }) => blocked || waiting).length;
  return [
    oldest === '' ? 'not complete for any day yet' : `all complete to ${longDate(oldest)}`,
    behind === 0 ? 'no feed behind' : `${plural(behind, 'feed')} behind the others`,
    held === 0 ? 'no day held back' : `${plural(held, 'day')} held back`,
  ].join(', ');
}
