import type { LocalDate } from '../dates.ts';
import type { Fact } from '../ingest/facts.ts';
import type { Person } from '../organisation/people.ts';
import type { Unit } from '../organisation/units.ts';
import type { Policy } from '../policy/policy.ts';
import type { EventName } from '../sources/catalogue.ts';
import type { Metric } from '../vocabulary.ts';
import { attribute } from './attribute.ts';
import type { Identity } from './identity.ts';
import type { PlacedFact } from './merge.ts';
import { type Detail, type Part, sourceKey, teamOnDuty } from './participation.ts';
import type { Segment } from './segment.ts';

/** An event feed of which each row is one person's part in one event. */
export interface CountedFeed {
  readonly metric: Metric;
  readonly feed: EventName;
  readonly event: string;
  readonly person: string;
  /** The column whose instant is attributed to a duty, or whose date counts as it stands. */
  readonly at: { readonly instant: string } | { readonly date: string };
  /** A team that the row itself names. */
  readonly team?: string;
  readonly lead: (row: Fact['r']) => boolean;
  /** The named rule by which a row does not count; null when it does. */
  readonly excluded?: (row: Fact['r']) => string | null;
  readonly detail?: (row: Fact['r'], policy: Policy) => Detail;
}

const always = () => true;
const seconds = (from: unknown, to: unknown) =>
  from === null || to === null ? null : (Date.parse(String(to)) - Date.parse(String(from))) / 1000;

/** The event feeds behind the counts, as data (method section 3). */
export const COUNTED: readonly CountedFeed[] = [
  {
    metric: 'arrests',
    feed: 'arrests',
    event: 'arrest_id',
    person: 'officer_no',
    at: { instant: 'arrested_at' },
    lead: (row) => row.role === 'ARRESTING',
    detail: (row) => ({ offenceGroup: row.offence_group as string | null }),
  },
  {
    metric: 'stopSearches',
    feed: 'stop-searches',
    event: 'search_id',
    person: 'officer_no',
    at: { instant: 'searched_at' },
    lead: (row) => row.role === 'LEAD',
    detail: (row) => ({ outcome: row.outcome_code as string | null, linked: row.linked_flag as boolean | null }),
  },
  {
    metric: 'useOfForce',
    feed: 'force-reports',
    event: 'report_id',
    person: 'officer_no',
    at: { instant: 'used_at' },
    lead: always,
    detail: (row) => ({ lagSeconds: seconds(row.used_at, row.submitted_at) }),
  },
  {
    metric: 'intelligenceReports',
    feed: 'intelligence-reports',
    event: 'report_id',
    person: 'submitter_no',
    at: { instant: 'submitted_at' },
    lead: always,
    excluded: (row) => (row.state === 'REJECTED' || row.state === 'DUPLICATE' ? String(row.state) : null),
  },
  {
    metric: 'outcomes',
    feed: 'outcomes',
    event: 'crime_no',
    person: 'oic_no',
    at: { date: 'outcome_date' },
    team: 'team_code_at_outcome',
    lead: always,
    excluded: excludedOutcome,
    detail: (row, policy) => ({
      code: row.outcome_code as string,
      offenceGroup: row.offence_group as string | null,
      positive: policy.positiveOutcomes.paper.includes(row.outcome_code as never),
      accountable: policy.positiveOutcomes.accountable.includes(row.outcome_code as never),
    }),
  },
];

/** Not yet assigned never counts; a crime that was cancelled or passed on has no outcome here; a reversal is told apart. */
function excludedOutcome(row: Fact['r']): string | null {
  if (row.recorded_status !== 'CRIME') return String(row.recorded_status);
  if (row.outcome_code === null || row.outcome_code === '0') return 'NOT_ASSIGNED';
  return row.reversed_at === null ? null : 'REVERSED';
}

export interface Surroundings {
  readonly people: ReadonlyMap<string, Person>;
  readonly units: ReadonlyMap<string, Unit>;
  readonly segments: ReadonlyMap<string, readonly Segment[]>;
  readonly identity: Identity;
  readonly policy: Policy;
}

/** One row as a part in its event. */
export function partOf({ fact, dropName }: PlacedFact, feed: CountedFeed, around: Surroundings): Part {
  const { people, segments, identity, policy, units } = around;
  const person = identity.numberOf(fact, feed.person) ?? '';
  const known = people.get(person) ?? null;
  const at = String(fact.r['instant' in feed.at ? feed.at.instant : feed.at.date]);
  const named = feed.team === undefined ? null : (fact.r[feed.team] as string | null);
  // A team that the row itself names is where it belongs, whoever is on it today.
  const ofRow = named !== null && units.has(named) ? named : null;
  const { date, segment } =
    'date' in feed.at ? { date: at as LocalDate, segment: null } : attribute(Date.parse(at), segments.get(person) ?? [], policy);
  return {
    event: fact.r[feed.event] as string,
    person,
    known,
    team: ofRow ?? teamOnDuty(known, segment, units),
    lead: feed.lead(fact.r),
    date,
    offDuty: 'instant' in feed.at && segment === null,
    detail: feed.detail?.(fact.r, policy) ?? {},
    flags: [],
    source: { feed: feed.feed, key: sourceKey(fact.k), drop: dropName, at },
  };
}
