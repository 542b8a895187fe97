import { by } from '../order.ts';
import type { Peers } from './generation.ts';
import type { Item, PublishedItems } from './items.ts';
import type { PersonWindow, WindowGeneration } from './window.ts';

const CHUNK = 100;
const UNITS_A_CHUNK = 500;

/** The name of a group of peers, as it is asked for. */
export function peerGroupName({ family, rank, band }: Peers): string {
  return `${family}|${rank}|${band}`;
}

/**
 * Open: a person's own window, the members of each team packed, units of one kind side by side, and the peer groups that
 * are large enough. Closed: what the peers' counts are measured against.
 */
export function windowItems(window: WindowGeneration, name: string, fewestPeers: number): PublishedItems {
  const at = `W#${window.start}#${name}`;
  const meta = { start: window.start, end: window.end, methodVersion: window.methodVersion };
  const teams = inOrder(Map.groupBy(window.people, ({ unitPath }) => unitPath.split('/').at(-1) ?? ''));
  const grouped = Map.groupBy(
    window.people.filter(({ peers }) => peers !== null),
    ({ peers }) => peerGroupName(peers as Peers),
  );
  const groups = inOrder(grouped).filter(([, members]) => members.length >= fewestPeers);
  const units = inOrder(Map.groupBy(window.units, ({ type }) => type));
  const sizes = groups.map(([group, members]) => ({ group, ...members[0]?.peers, n: members.length }));
  const chunks = (pk: string, all: readonly unknown[], attribute: string, size = CHUNK): Item[] =>
    Array.from({ length: Math.ceil(all.length / size) }, (_, chunk) => ({
      pk,
      sk: `${at}#${String(chunk).padStart(3, '0')}`,
      ...meta,
      [attribute]: JSON.stringify(all.slice(chunk * size, (chunk + 1) * size)),
    }));
  const exposed = ({ person }: PersonWindow) => [person, window.workingMinutes[person] ?? 0] as const;
  return {
    productivity: [
      ...window.people.map(({ person, ...figures }) => ({ pk: `P#${person}`, sk: at, ...meta, body: JSON.stringify(figures) })),
      ...teams.flatMap(([team, members]) => chunks(`U#${team}`, members.map(brief), 'people')),
      ...units.flatMap(([type, some]) => chunks(`UNITS#${type}`, some, 'units', UNITS_A_CHUNK)),
      { pk: 'PEERS', sk: at, ...meta, groups: JSON.stringify(sizes) },
      ...groups.flatMap(([group, members]) => chunks(`PEERS#${group}`, members.map(brief), 'people')),
    ],
    availability: groups.flatMap(([group, members]) => chunks(`PEERS#${group}`, members.map(exposed), 'workingMinutes')),
  };
}

function inOrder<V>(groups: ReadonlyMap<string, V>): [string, V][] {
  return [...groups].sort(by(([name]) => name));
}

function brief({ person, counts, responseTime }: PersonWindow) {
  const values = Object.fromEntries(Object.entries(counts).map(([metric, { value, reason }]) => [metric, value ?? reason]));
  return { person, ...values, responseMedian: responseTime.median ?? responseTime.reason, responseN: responseTime.n };
}
