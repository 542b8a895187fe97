import { addDays, type LocalDate } from '../dates.ts';
import { by } from '../order.ts';
import type { Policy } from '../policy/policy.ts';
import type { PersonFigures } from '../productivity/rollup.ts';
import {
  type Outcomes,
  personWindow,
  positiveShare,
  type Share,
  sumOfMixes,
  type WindowFigures,
} from '../productivity/windows.ts';
import { type CountMetric, perMetric } from '../vocabulary.ts';
import type { Generation, Peers, UnitDay } from './generation.ts';

const DAYS = 28;
/** Of the code that makes windows; 5 since units have a share of positive outcomes. */
export const WINDOW_CODE_VERSION = 5;

/** What everybody may see of a person over four weeks: no visibility, and nothing that tells days on duty. */
export interface PersonWindow {
  readonly person: string;
  readonly unitPath: string;
  readonly peers: Peers | null;
  readonly counts: WindowFigures['counts'];
  readonly responseTime: WindowFigures['responseTime'];
  readonly linkedFind: WindowFigures['linkedFind'];
  readonly positiveShare: WindowFigures['positiveShare'];
}

/** A unit over four weeks, to be compared with others: distinct events, and the officer-days of those who could have them. */
export interface UnitWindow {
  readonly code: string;
  readonly path: string;
  readonly name: string;
  readonly type: string;
  /** By metric, of officers to whose role it applies: a team of detectives does not attend incidents. */
  readonly officerDays: Readonly<Record<CountMetric, number>>;
  /** Distinct events led by such officers; null when the metric could not be said of one day. */
  readonly counts: Readonly<Record<CountMetric, number | null>>;
  /** Of all outcomes of the unit, beside what the force's rates would give for the same offences. */
  readonly positiveShare: Share;
}

/** The fixed window of four ISO weeks of all officers and units; a pure function of the days that are published. */
export interface WindowGeneration {
  readonly start: LocalDate;
  readonly end: LocalDate;
  readonly methodVersion: string;
  readonly people: readonly PersonWindow[];
  readonly units: readonly UnitWindow[];
  /** Working minutes of each officer: the exposure of a comparison, and nobody's to see without the right on the person. */
  readonly workingMinutes: Readonly<Record<string, number>>;
}

export function datesOfWindow(start: LocalDate): LocalDate[] {
  return Array.from({ length: DAYS }, (_, at) => addDays(start, at));
}

/** Takes the days one after the other, so that only the figures of all of them are held at once. */
export class WindowBuilder {
  readonly #days = new Map<string, PersonFigures[]>();
  readonly #last = new Map<string, { unitPath: string; peers: Peers | null }>();
  readonly #minutes = new Map<string, number>();
  readonly #units = new Map<string, UnitSums>();
  /** Most officer-days are alike (nothing recorded): equal figures are held once. */
  readonly #held = new Map<string, PersonFigures>();

  add({ people, units }: Generation): void {
    for (const { availability, productivity, unitPath, peers } of people) {
      if (productivity === null) continue;
      const { person, minutes } = availability;
      const figures = this.#share(productivity);
      const own = this.#days.get(person);
      if (own === undefined) this.#days.set(person, [figures]);
      else own.push(figures);
      this.#last.set(person, { unitPath, peers });
      this.#minutes.set(person, (this.#minutes.get(person) ?? 0) + minutes.working);
    }
    for (const unit of units) this.#units.set(unit.code, added(this.#units.get(unit.code), unit));
  }

  #share(productivity: PersonFigures): PersonFigures {
    const text = JSON.stringify(productivity, (name, value) => (name === 'sources' || name === 'flags' ? [] : value));
    const held = this.#held.get(text);
    if (held !== undefined) return held;
    const figures = JSON.parse(text) as PersonFigures;
    this.#held.set(text, figures);
    return figures;
  }

  /** Whoever has a day in the window, with the team and the peers of the last one. */
  finish(start: LocalDate, policy: Policy): WindowGeneration {
    const people = [...this.#days]
      .map(([person, days]): PersonWindow => {
        const { counts, responseTime, linkedFind, positiveShare } = personWindow(days, DAYS, policy);
        const { unitPath, peers } = this.#last.get(person) ?? { unitPath: '', peers: null };
        return { person, unitPath, peers, counts, responseTime, linkedFind, positiveShare };
      })
      .sort(by(({ person }) => person));
    return {
      start,
      end: addDays(start, DAYS - 1),
      methodVersion: policy.methodVersion,
      people,
      units: [...this.#units.values()]
        .map(({ outcomes, ...unit }) => {
          const force = this.#units.get(unit.path.split('/')[0] ?? '')?.outcomes ?? null;
          return { ...unit, positiveShare: positiveShare(outcomes, 1, force) };
        })
        .sort(by(({ code }) => code)),
      workingMinutes: Object.fromEntries(people.map(({ person }) => [person, this.#minutes.get(person) ?? 0])),
    };
  }
}

interface UnitSums extends Omit<UnitWindow, 'positiveShare'> {
  readonly outcomes: Outcomes;
}

/** Every event has one date, so that sums of distinct events are distinct. */
function added(before: UnitSums | undefined, { code, path, name, type, officers, applying, figures }: UnitDay): UnitSums {
  const sum = (metric: CountMetric) => {
    const { value, byApplying = value } = figures[metric];
    const known = before === undefined ? 0 : before.counts[metric];
    return known === null || value === null ? null : known + (byApplying ?? 0);
  };
  const days = (metric: CountMetric) => (before?.officerDays[metric] ?? 0) + (applying?.[metric] ?? officers);
  const all = before === undefined ? [figures] : [before.outcomes, figures];
  const outcomes = {
    outcomes: sumOf(all.map((one) => one.outcomes)),
    positiveOutcomes: sumOf(all.map((one) => one.positiveOutcomes)),
  };
  return { code, path, name, type, officerDays: perMetric(days), counts: perMetric(sum), outcomes };
}

/** Not known when one of them is not. */
function sumOf(some: readonly Outcomes['outcomes'][]): Outcomes['outcomes'] {
  const values = some.map(({ value }) => value);
  const known = values.filter((value) => value !== null);
  return {
    value: known.length < values.length ? null : known.reduce((sum, value) => sum + value, 0),
    mix: sumOfMixes(some.map(({ mix }) => mix)),
  };
}
