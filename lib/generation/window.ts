import { addDays, type LocalDate } from '../calendar.ts';
import { by } from '../order.ts';
import type { Policy } from '../policy/policy.ts';
import type { PersonFigures } from '../productivity/rollup.ts';
import { personWindow, type WindowFigures } from '../productivity/windows.ts';
import type { Generation, Peers } from './generation.ts';
import type { Item } from './items.ts';

const DAYS = 28;

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

/** The fixed window of four ISO weeks of all officers; a pure function of the days that are published. */
export interface WindowGeneration {
  readonly start: LocalDate;
  readonly end: LocalDate;
  readonly methodVersion: string;
  readonly people: readonly PersonWindow[];
}

export function datesOfWindow(start: LocalDate): LocalDate[] {
  return Array.from({ length: DAYS }, (_, at) => addDays(start, at));
}

/** Takes the days one after the other, so that only the figures of all of them are held at once. */
export class WindowBuilder {
  readonly #days = new Map<string, PersonFigures[]>();
  readonly #last = new Map<string, { unitPath: string; peers: Peers | null }>();
  /** Most officer-days are alike (nothing recorded): equal figures are held once. */
  readonly #held = new Map<string, PersonFigures>();

  add({ people }: Generation): void {
    for (const { availability, productivity, unitPath, peers } of people) {
      if (productivity === null) continue;
      const figures = this.#share(productivity);
      const own = this.#days.get(availability.person);
      if (own === undefined) this.#days.set(availability.person, [figures]);
      else own.push(figures);
      this.#last.set(availability.person, { unitPath, peers });
    }
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
    return { start, end: addDays(start, DAYS - 1), methodVersion: policy.methodVersion, people };
  }
}

const CHUNK = 100;

/** A person's own window, the members of each team packed, and peer groups that are large enough to compare within. */
export function windowItems(window: WindowGeneration, name: string, fewestPeers: number): Item[] {
  const at = `W#${window.start}#${name}`;
  const meta = { start: window.start, end: window.end, methodVersion: window.methodVersion };
  const teams = Map.groupBy(window.people, ({ unitPath }) => unitPath.split('/').at(-1) ?? '');
  const groups = Map.groupBy(
    window.people.filter(({ peers }) => peers !== null),
    ({ peers }) => `${peers?.family}|${peers?.rank}|${peers?.band}`,
  );
  return [
    ...window.people.map(({ person, ...figures }) => ({ pk: `P#${person}`, sk: at, ...meta, body: JSON.stringify(figures) })),
    ...[...teams].sort(by(([team]) => team)).flatMap(([team, members]) => chunked(`U#${team}`, at, meta, members)),
    ...[...groups]
      .filter(([, members]) => members.length >= fewestPeers)
      .sort(by(([group]) => group))
      .flatMap(([group, members]) => chunked(`PEERS#${group}`, at, meta, members)),
  ];
}

function chunked(pk: string, at: string, meta: object, members: readonly PersonWindow[]): Item[] {
  return Array.from({ length: Math.ceil(members.length / CHUNK) }, (_, chunk) => ({
    pk,
    sk: `${at}#${String(chunk).padStart(3, '0')}`,
    ...meta,
    people: JSON.stringify(members.slice(chunk * CHUNK, (chunk + 1) * CHUNK).map(brief)),
  }));
}

function brief({ person, counts, responseTime }: PersonWindow) {
  const values = Object.fromEntries(Object.entries(counts).map(([metric, { value, reason }]) => [metric, value ?? reason]));
  return { person, ...values, responseMedian: responseTime.median ?? responseTime.reason, responseN: responseTime.n };
}
