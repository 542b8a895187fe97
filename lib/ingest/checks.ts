import { instantToLocal } from '../calendar.ts';
import { daysBetween } from '../dates.ts';
import type { Issue } from '../errors.ts';
import { by } from '../order.ts';
import { HOLDING_CHECKS, type HoldingCheck } from '../policy/holding-checks.ts';
import type { ReadingPolicy } from '../policy/policy.ts';
import { commonestFirst, formInWords, type Profile } from './profile.ts';

/** Something unusual about a file that is valid all the same. It decides nothing by itself. */
export interface Warning {
  readonly check: HoldingCheck | ComparingCheck;
  readonly column?: string;
  readonly sentence: string;
  /** A share or a number of rows, as the sentence has it. */
  readonly found: number;
  readonly usual?: number;
}

type Finding = Omit<Warning, 'check'>;
type Limits = Pick<ReadingPolicy, 'nullLimits'>;
type ComparingCheck = keyof typeof COMPARED;

/** Everything unusual about a file. `ofFeed` are the files of its feed that count, in any order; later ones do not matter. */
export function warningsOf(profile: Profile, ofFeed: readonly Profile[], limits: Limits): Warning[] {
  const past = pastOf(profile, ofFeed);
  const under = (check: Warning['check'], found: readonly Finding[]) => found.map((finding) => ({ check, ...finding }));
  return [
    ...HOLDING_CHECKS.flatMap((check) => under(check, ALONE[check](profile, limits))),
    ...(Object.keys(COMPARED) as ComparingCheck[]).flatMap((check) => under(check, COMPARED[check](profile, past))),
  ];
}

/** Why a file is held until somebody releases it; null when the policy holds it on nothing that is there. */
export function heldBy(profile: Profile, policy: Limits & Pick<ReadingPolicy, 'holdOn'>): Issue | null {
  for (const check of HOLDING_CHECKS.filter((one) => policy.holdOn.includes(one))) {
    const [found] = ALONE[check](profile, policy);
    if (found === undefined) continue;
    const { column, sentence } = found;
    const code = `PROFILE_${check.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
    const allowed = 'a file that somebody has looked at and released';
    return { code, ...(column === undefined ? {} : { column }), message: sentence, allowed };
  }
  return null;
}

/** Where 00 to 12 are the busier hours, with 0.6 of all, 20 crews of two lie there alone once in 27,000 files. */
const FEWEST_TIMES = 40;
/** A folded day has its afternoon in 1 to 5 and its morning in 6 to 12; office hours or a nightly run have one of them. */
const LEAST_HALF = 0.1;
/** By chance a minute in 1,440 is midnight, by rounding an hour in 24: ten times or more are enough to tell a half. */
const FEWEST_AT_MIDNIGHT = 10;
const MIDNIGHT_SHARE = 0.5;
/** In fewer rows a share says little. */
const FEWEST_ROWS = 20;
/** A file that holds everything twice has a half. */
const DUPLICATE_SHARE = 0.25;

/** What a file shows by itself: it cannot even ask for another one. */
const ALONE: Readonly<Record<HoldingCheck, (profile: Profile, limits: Limits) => Finding[]>> = {
  hourProfile: ({ times }) =>
    sorted(times).flatMap(([column, { hours }]) => {
      const among = (from: number, to: number) => sum(hours.slice(from, to + 1));
      const all = sum(hours);
      const folded = among(13, 23) === 0 && Math.min(among(1, 5), among(6, 12)) >= LEAST_HALF * all;
      if (all < FEWEST_TIMES || !folded) return [];
      const sentence = `${column}: none of ${all} times lies between 13:00 and midnight: AM or PM may have been lost`;
      return [{ column, sentence, found: 0 }];
    }),
  midnightShare: ({ times }) =>
    sorted(times).flatMap(([column, { hours, midnight = 0 }]) => {
      const all = sum(hours);
      if (all < FEWEST_AT_MIDNIGHT || midnight < MIDNIGHT_SHARE * all) return [];
      const sentence = `${column}: ${midnight} of ${all} times are exactly midnight: the time of day may have been lost`;
      return [{ column, sentence, found: midnight / all }];
    }),
  nullRate: ({ feed, accepted, blank }, { nullLimits }) =>
    sorted(nullLimits[feed] ?? {}).flatMap(([column, most]) => {
      const share = (blank[column] ?? 0) / accepted;
      if (accepted < FEWEST_ROWS || share <= most) return [];
      const sentence = `${column}: blank in ${percent(share)} of the rows, at most ${percent(most)} are expected`;
      return [{ column, sentence, found: share, usual: most }];
    }),
  duplicateShare: ({ rows, duplicates }) =>
    rows < FEWEST_ROWS || duplicates < DUPLICATE_SHARE * rows
      ? []
      : [{ sentence: `${duplicates} of ${rows} rows are copies of others in the file`, found: duplicates / rows }],
};

/** The four weeks that say what is usual. */
export const LOOK_BACK_DAYS = 28;
/** Of four same weekdays one may be a holiday or missing. */
const FEWEST_KNOWN = 3;
/** A count varies by its root, one whose rows come in pairs and are sent again by more: five roots are no chance. */
const ROOTS = 5;
const LEAST_CHANGE = 0.25;
/** A single odd id or rare code is no change of the system. */
const FEWEST_CELLS = 10;
const FORM_SHARE = 0.1;

interface Past {
  /** Other parts of the same extract. */
  readonly parts: readonly Profile[];
  readonly before: readonly Profile[];
  readonly sameWeekday: readonly Profile[];
}

const COMPARED = {
  volume: ({ rows }: Profile, { parts, sameWeekday }: Past): Finding[] => {
    const extracts = [...Map.groupBy(sameWeekday, (one) => one.extractTime).values()].map(rowsOf);
    if (extracts.length < FEWEST_KNOWN) return [];
    const usual = median(extracts);
    const found = rows + rowsOf(parts);
    const far = 2 * found <= usual || found >= 2 * usual;
    if (!far || Math.abs(found - usual) < ROOTS * Math.sqrt(usual)) return [];
    return [{ sentence: `${found} rows, usually ${Math.round(usual)} on this weekday`, found, usual }];
  },
  nullChange: ({ accepted, blank }: Profile, { sameWeekday }: Past): Finding[] => {
    const known = sameWeekday.filter((one) => one.accepted >= FEWEST_ROWS);
    if (accepted < FEWEST_ROWS || known.length < FEWEST_KNOWN) return [];
    // Two roots of the number are four standard errors of a share at its widest.
    const least = Math.max(LEAST_CHANGE, 2 / Math.sqrt(accepted));
    return sorted(blank).flatMap(([column, cells]) => {
      const usual = median(known.map((one) => (one.blank[column] ?? 0) / one.accepted));
      const found = cells / accepted;
      if (Math.abs(found - usual) < least) return [];
      return [
        { column, sentence: `${column}: blank in ${percent(found)} of the rows, usually in ${percent(usual)}`, found, usual },
      ];
    });
  },
  idForm: ({ ids }: Profile, { before }: Past): Finding[] =>
    sorted(ids).flatMap(([column, forms]) => {
      const known = knownOf(before, ({ ids: earlier }) => earlier[column]);
      if (known === null) return [];
      // Leading zeros come and go with the numbers; padding changes the length.
      const lengths = new Set([...known.keys()].map(lengthOf));
      const changed = Object.entries(forms).filter(([form]) => !lengths.has(lengthOf(form)));
      const all = sum(Object.values(forms));
      const many = sum(changed.map(([, some]) => some));
      if (many < FEWEST_CELLS || many < FORM_SHARE * all) return [];
      const [now, then] = [formInWords(mostOf(changed)), formInWords(mostOf([...known]))];
      return [
        { column, sentence: `${column}: ${many} of ${all} ids have a new form: ${now}, before ${then}`, found: many / all },
      ];
    }),
  newCode: ({ codes }: Profile, { before }: Past): Finding[] =>
    sorted(codes).flatMap(([column, cells]) => {
      const known = knownOf(before, ({ codes: earlier }) => earlier[column]);
      const fresh = sorted(cells).filter(([code, many]) => known?.has(code) === false && many >= FEWEST_CELLS);
      return fresh.map(([code, found]) => {
        const sentence = `${column}: ${code} in ${found} rows, and in no file of the ${LOOK_BACK_DAYS} days before`;
        return { column, sentence, found };
      });
    }),
};

function pastOf(profile: Profile, ofFeed: readonly Profile[]): Past {
  const others = ofFeed.filter(({ name }) => name !== profile.name);
  const daysTo = (one: Profile) => daysBetween(dayOf(one), dayOf(profile));
  const before = others.filter((one) => one.extractTime < profile.extractTime && daysTo(one) <= LOOK_BACK_DAYS);
  return {
    parts: others.filter(({ extractTime }) => extractTime === profile.extractTime),
    before,
    sameWeekday: before.filter((one) => daysTo(one) > 0 && daysTo(one) % 7 === 0),
  };
}

function dayOf({ extractTime }: Profile): string {
  return instantToLocal(Date.parse(extractTime)).slice(0, 10);
}

/** What a column held in all files together; null when too few have anything there. */
function knownOf(
  before: readonly Profile[],
  cellsOf: (profile: Profile) => Readonly<Record<string, number>> | undefined,
): Map<string, number> | null {
  const filled = before.map((one) => Object.entries(cellsOf(one) ?? {})).filter(({ length }) => length > 0);
  if (filled.length < FEWEST_KNOWN) return null;
  const all = new Map<string, number>();
  for (const [key, many] of filled.flat()) all.set(key, (all.get(key) ?? 0) + many);
  return all;
}

function lengthOf(form: string): string {
  return form.replace('z', 'd');
}

function mostOf(forms: readonly (readonly [string, number])[]): string {
  return forms.toSorted(commonestFirst)[0]?.[0] ?? '';
}

function rowsOf(profiles: readonly Profile[]): number {
  return sum(profiles.map(({ rows }) => rows));
}

/** The columns of a stored item come in any order. */
function sorted<T>(columns: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(columns).sort(by(([column]) => column));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function median(values: readonly number[]): number {
  const ordered = values.toSorted((a, b) => a - b);
  const upper = ordered[ordered.length >> 1] as number;
  return ordered.length % 2 === 1 ? upper : (upper + (ordered[ordered.length / 2 - 1] as number)) / 2;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
