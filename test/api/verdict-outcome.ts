import { availabilityDay, metaSchema, RESPONSES } from '../../lib/api/responses.ts';
import { ROUTES, type RouteId } from '../../lib/api/routes.ts';
import { TODAY } from './force.ts';
import type { Reply } from './world.ts';

/** Days and lines are held against this: which fields each relation opens (docs/access.md). */
const CLOSED_TO_COVER = Object.entries(availabilityDay.shape).flatMap(([name, schema]) =>
  schema.safeParse(undefined).success ? [name] : [],
);
const OWN = ['dutyEffect', 'sources'];

type Json = Reply['json'];
/** An employee number. */
type Person = string;

/** What of a success tells that the right permit stood behind it, in the word that the table has for it. */
const WORD: Readonly<Partial<Record<RouteId, (json: Json, person: Person) => string>>> = {
  people: ({ people }, person) => withOrWithout(people, person),
  orgUnitMembers: ({ members }, person) => withOrWithout(members, person),
  personAvailability: ({ relation, days, period }) =>
    days.length === 0 || (relation === 'cover') !== (period === undefined) ? 'nothing' : relationOf(relation, days),
  availabilityExplanation: ({ relation, day }) => relationOf(relation, [day]),
  spanAvailability: ({ label, list }, person) =>
    label === `the ${list.length} people you lead` ? lineOf(list, person) : 'with the wrong label',
  unitAvailabilityPeople: ({ people }, person) => lineOf(people, person),
  comparisonPeople: ({ own }, person) => (own.length === 1 && own[0].id === person ? 'own' : 'group'),
  accessDecision: ({ why }) => why,
  unitEstablishment: ({ students }) => (students === null ? 'posts' : 'whole'),
  unitProductivity: ({ officers }) => (officers.some((count: number | null) => count !== null) ? 'open' : 'closed'),
};

/** An answer in the words of the table: status, and the code of a problem or what a success showed. */
export function outcomeOf(resource: string, person: Person, { status, json }: Reply): string {
  if (status >= 400) return json.code === 'FORBIDDEN' ? `${status}` : `${status} ${json.code}`;
  const route = routeOf(resource);
  if (!isDescribed(route, json)) return `${status}, which is not as described`;
  const word = WORD[route]?.(json, person);
  return word === undefined ? `${status}` : `${status} ${word}`;
}

/** What stands before the brackets, in which the table says how a route is asked. */
export function routeOf(resource: string): RouteId {
  const name = resource.split(' (')[0];
  const route = ROUTES.find(({ id }) => id === name);
  if (route === undefined) throw new Error(`there is no route ${name}`);
  return route.id;
}

function isDescribed(route: RouteId, json: Json): boolean {
  const { meta, ...payload } = json;
  if (route === 'openapi') return RESPONSES.openapi.safeParse(json).success;
  return metaSchema.safeParse(meta).success && RESPONSES[route].safeParse(payload).success;
}

function withOrWithout(list: readonly Json[], person: Person): string {
  return list.some(({ id }) => id === person) ? 'with' : 'without';
}

/** The relation, if the days have just the fields that it opens. */
function relationOf(relation: string, days: readonly Json[]): string {
  const names = new Set(days.flatMap((day) => Object.keys(day)));
  const closed = relation === 'cover' ? CLOSED_TO_COVER : relation === 'self' ? [] : OWN;
  const stray = CLOSED_TO_COVER.find((name) => names.has(name) === closed.includes(name));
  if (stray !== undefined) return `${relation} with the wrong ${stray}`;
  return relation === 'cover' && days.some(({ date }) => date < TODAY) ? 'cover with the past' : relation;
}

function lineOf(list: readonly Json[], person: Person): string {
  const line = list.find((one) => one.person === person);
  if (line === undefined) return 'without';
  return (line.relation === 'cover') === (line.score === undefined) ? line.relation : `${line.relation} with the wrong score`;
}
