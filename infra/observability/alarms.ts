/** What a person has to look at: each is told by e-mail, with the words of docs/operations.md. */
export interface ProductAlarm {
  readonly metric: string;
  /** The functions that count it; their counts are summed. */
  readonly services: readonly string[];
  /** Alarm above so many in each of so many periods running. */
  readonly above: number;
  readonly minutes: number;
  readonly periods: number;
  readonly says: string;
}

const API = ['productivity', 'availability', 'operations', 'trust'];
const HOUR = 60;
const DAY = 24 * HOUR;

/** Counts of our own, in the namespace `ProductivityDashboard`. */
export const PRODUCT_ALARMS: readonly ProductAlarm[] = [
  one('DayBlocked', 'score', 15, 'A day does not add up and stays as it was published.'),
  one('OrganisationHeld', 'score', HOUR, 'An extract of the organisation was refused; the last good one stays.'),
  one('Dropheld', 'ingest', HOUR, 'A file is held for a decision.'),
  one('Droprefused', 'ingest', HOUR, 'A file cannot be read.'),
  one('NotADrop', 'ingest', DAY, 'Something was put beside the extracts that is none.'),
  // The watch looks every fifteen minutes: one round may only be early.
  { ...one('LateFeeds', 'watch', 15, 'A feed has not come by its deadline.'), periods: 4 },
  { ...one('DriftFound', 'watch', 15, 'What is published stays behind the bucket.'), periods: 4 },
  { ...one('RowsQuarantined', 'ingest', DAY, 'More rejected rows than on a usual day.'), above: 500 },
  { ...one('CommandCuts', 'score', DAY, 'The line of command has more cuts than usual.'), above: 100 },
  {
    metric: 'AccessDenied',
    services: API,
    above: 200,
    minutes: 5,
    periods: 1,
    says: 'Many questions were denied within minutes.',
  },
  {
    metric: 'AuditUnavailable',
    services: API,
    above: 0,
    minutes: 5,
    periods: 1,
    says: 'Looks cannot be noted, so nothing is shown.',
  },
];

function one(metric: string, service: string, minutes: number, says: string): ProductAlarm {
  return { metric, services: [service], above: 0, minutes, periods: 1, says };
}
