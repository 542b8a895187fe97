import { addDays, daysBetween, longDate } from '../../lib/dates.ts';
import type { PageProps } from '../app.tsx';
import { question } from '../client.ts';
import { dateTime, plural, sentenceCase, today } from '../format.ts';
import { Answer } from '../parts/answer.tsx';
import { ForceSummary } from '../parts/force-summary.tsx';
import { Morning } from '../parts/morning.tsx';
import { OwnOutput } from '../parts/own-output.tsx';
import { Page } from '../parts/page.tsx';
import { StatusOf } from '../parts/status.tsx';
import { say } from '../words.ts';

const CHIEF_OFFICERS = new Set(['ACC', 'DCC', 'CC']);
const SOON_DAYS = 30;

/** What is mine; for who leads people, who is there this morning; for chief officers, how the force stands. */
export function HomePage({ me, address }: PageProps) {
  const { person, sees, forces } = me;
  const leads = sees.filter(({ what }) => what === 'availability').length > 1;
  const day = today();
  const key = encodeURIComponent(person.id);
  return (
    <Page title={`Home: ${person.name}`} personal>
      {forces[0] !== undefined && CHIEF_OFFICERS.has(person.rank ?? '') ? <ForceSummary force={forces[0].code} /> : null}
      {leads ? <Morning address={address} me={me} /> : null}
      <h2 class="govuk-heading-m">My availability today</h2>
      <Answer of={question('personAvailability', `/v1/people/${key}/availability`, { from: day, to: day })} what="your day">
        {({ days }) =>
          days[0] === undefined ? (
            <p class="govuk-body">Nothing is published for {longDate(day)} yet.</p>
          ) : (
            <>
              <StatusOf status={days[0].status} reasons={days[0].reasons} />
              <Expiring courses={days[0].courses} day={day} />
            </>
          )
        }
      </Answer>
      <p class="govuk-body">
        <a class="govuk-link" href={`/people/${key}/availability?to=${day}&from=${addDays(day, -27)}`}>
          My availability, 28 days
        </a>
      </p>
      {person.type === 'OFFICER' ? <OwnOutput id={key} /> : null}
      <h2 class="govuk-heading-m">Who viewed my availability</h2>
      <Answer of={question('availabilityViews', '/v1/me/availability-views')} what="who looked" quiet>
        {({ views }) => {
          const last = views[0];
          return (
            <p class="govuk-body">
              {last === undefined
                ? 'None recorded.'
                : `Last on ${dateTime(last.at)}: ${last.viewer.name}, as ${say(last.relation)}.`}{' '}
              <a class="govuk-link" href="/viewed">
                All views
              </a>
            </p>
          );
        }}
      </Answer>
    </Page>
  );
}

interface Course {
  readonly code: string;
  /** `missing` and `unknown` have no date. */
  readonly state: string;
  readonly validTo: string | null;
}

const TRAINING = { missing: 'has not been passed', unknown: 'is in no training record that was received' } as const;

/** Courses that end within thirty days, or have ended. */
function Expiring({ courses, day }: { courses: readonly Course[] | null; day: string }) {
  if (courses === null) return <p class="govuk-body">Your training records have not been received.</p>;
  const soon = courses.flatMap(({ code, state, validTo }) => {
    if (validTo === null) return state === 'missing' || state === 'unknown' ? [{ code, text: TRAINING[state] }] : [];
    const left = daysBetween(day, validTo);
    if (left > SOON_DAYS) return [];
    return [{ code, text: `${left < 0 ? 'expired' : `expires in ${plural(left, 'day')},`} on ${longDate(validTo)}` }];
  });
  if (soon.length === 0) return <p class="govuk-body">None of your courses expires within {SOON_DAYS} days.</p>;
  return (
    <ul class="govuk-list govuk-list--bullet">
      {soon.map(({ code, text }) => (
        <li key={code}>
          {sentenceCase(say(code))} {text}
        </li>
      ))}
    </ul>
  );
}
