import { addDays, longDate } from '../../lib/dates.ts';
import { type Answered, question } from '../client.ts';
import { number, ofMetric, percent, plural, today } from '../format.ts';
import { useAnswer } from '../use-answer.ts';
import { say } from '../words.ts';
import { Answer } from './answer.tsx';
import { gradeName, sumOf } from './demand.tsx';
import { Signals } from './signals.tsx';
import { Table } from './table.tsx';

interface Unit {
  readonly code: string;
  readonly name: string;
}

interface Line {
  readonly what: string;
  readonly now: string;
  readonly before: string;
}

/** How the force stands: seven days beside the seven before, today's strength, and what chance alone rarely makes. */
export function ForceSummary({ force }: { force: Unit }) {
  const key = encodeURIComponent(force.code);
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
      <AreaDemand force={key} to={to} />
      <h3 class="govuk-heading-s">Today</h3>
      <Today unit={key} />
      <h3 class="govuk-heading-s">What chance alone rarely makes</h3>
      <Signals unit={key} />
    </>
  );
}

const NONE = 'None recorded';

function useResponse(unit: string, to: string): Line[] {
  const found = useAnswer(
    question('unitProductivity', `/v1/org-units/${unit}/productivity`, { from: addDays(to, -7), to, window: '7' }),
  );
  if (found.state !== 'answered') return [];
  const { responseTime } = found.answer;
  const [before, now] = [0, responseTime.median.length - 1];
  const median = (n: number) => {
    const value = responseTime.median[n];
    return value === null || value === undefined ? say(responseTime.reason[n] ?? NONE) : ofMetric('responseTime', value);
  };
  const share = (grade: 'P1' | 'P2', n: number) => {
    const [of, within] = [responseTime[grade].n[n] ?? 0, responseTime[grade].within[n] ?? 0];
    return of === 0 ? NONE : `${percent(within / of)} of ${number(of)}`;
  };
  return [
    { what: 'Response time, half within', now: median(now), before: median(before) },
    ...(['P1', 'P2'] as const).map((grade) => ({
      what: `${grade} within the target`,
      now: share(grade, now),
      before: share(grade, before),
    })),
  ];
}

function demandLines({ byGrade }: Answered<'unitDemand'>): Line[] {
  return Object.entries(byGrade).map(([grade, values]) => ({
    what: `Logs from the public, ${gradeName(grade)}`,
    now: number(sumOf(values.slice(-7))),
    before: number(sumOf(values.slice(0, -7))),
  }));
}

/** Where the logs were. */
function AreaDemand({ force, to }: { force: string; to: string }) {
  return (
    <Answer of={question('orgUnit', `/v1/org-units/${force}`)} what="the areas" quiet>
      {({ below }) => (
        <Table
          caption={`Logs from the public by area, seven days to ${longDate(to)}`}
          keyOf={({ code }) => code}
          rows={below.filter(({ type }) => type === 'AREA')}
          columns={[
            { head: 'Area', cell: ({ code, name }) => <a href={`/units/${encodeURIComponent(code)}`}>{name}</a> },
            { head: 'Logs', numeric: true, cell: ({ code }) => <Logs unit={encodeURIComponent(code)} to={to} /> },
          ]}
        />
      )}
    </Answer>
  );
}

function Logs({ unit, to }: { unit: string; to: string }) {
  const found = useAnswer(question('unitDemand', `/v1/org-units/${unit}/demand`, { from: addDays(to, -6), to }));
  if (found.state !== 'answered') return found.state === 'loading' ? '…' : NONE;
  return number(Object.values(found.answer.byGrade).reduce((sum, values) => sum + sumOf(values), 0));
}

/** Strength, deployability and how whole the data are. */
function Today({ unit }: { unit: string }) {
  const date = today();
  const posts = useAnswer(question('unitEstablishment', `/v1/org-units/${unit}/establishment`, { date }));
  const people = useAnswer(question('unitAvailability', `/v1/org-units/${unit}/availability`, { date }));
  const data = useAnswer(question('freshness', '/v1/freshness'));
  const vacancy = posts.state === 'answered' ? posts.answer.vacancyRate : null;
  const lines = [
    ['Deployable', people.state === 'answered' ? deployable(people.answer) : unsaid(people.state)],
    ['Vacancy', vacancy === null ? unsaid(posts.state) : percent(vacancy)],
    ['Data', data.state === 'answered' ? quality(data.answer) : unsaid(data.state)],
  ] as const;
  return (
    <Table
      caption={longDate(date)}
      keyOf={([name]) => name}
      rows={lines}
      columns={[
        { head: 'What', cell: ([name]) => name },
        { head: 'Figure', cell: ([, text]) => text },
      ]}
    />
  );
}

const unsaid = (state: string) => (state === 'loading' ? '…' : NONE);

/** Of who is on the roster today, not of everybody. */
function deployable({ byStatus }: Answered<'unitAvailability'>): string {
  const [yes, no] = [byStatus.deployable ?? 0, byStatus.notDeployable ?? 0];
  return yes + no === 0
    ? 'Nobody rostered'
    : `${number(yes)} of ${number(yes + no)} officers on the roster, ${percent(yes / (yes + no))}`;
}

function quality({ feeds, days }: Answered<'freshness'>): string {
  const newest = feeds.reduce((last, { completeTo }) => ((completeTo ?? '') > last ? (completeTo ?? '') : last), '');
  const behind = feeds.filter(({ completeTo }) => (completeTo ?? '') < newest).length;
  const held = days.filter(({ blocked, waiting }) => blocked || waiting).length;
  return [
    newest === '' ? 'no complete day yet' : `complete to ${longDate(newest)}`,
    behind === 0 ? 'no feed behind' : `${plural(behind, 'feed')} behind`,
    held === 0 ? 'no day held back' : `${plural(held, 'day')} held back`,
  ].join(', ');
}
