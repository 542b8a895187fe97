import { describe, expect, it } from 'vitest';
import { type OrganisationItem, organisationItems, organisationKeys, type PostItem } from '../../../lib/organisation/items.ts';
import { type OrganisationSources, organisationOf } from '../../../lib/organisation/snapshot.ts';
import { assignmentRow, DATE, personRow, positionRow, unitRow } from '../day/world.ts';

/** Force F, department D with teams T1 and T2; sergeants PS-1 and PS-2 below INSP, constables below them. */
const SOURCES: OrganisationSources = {
  units: [unitRow('F', 'FORCE', null), unitRow('D', 'DEPT', 'F'), unitRow('T1', 'TEAM', 'D'), unitRow('T2', 'TEAM', 'D')],
  positions: [
    positionRow('INSP', 'D'),
    positionRow('PS-1', 'T1', { reports_to_position_id: 'INSP', role_code: null }),
    positionRow('PS-2', 'T2', { reports_to_position_id: 'INSP' }),
    positionRow('PC-1', 'T1', { reports_to_position_id: 'PS-1' }),
    positionRow('PC-2', 'T2', { reports_to_position_id: 'PS-2' }),
  ],
  people: ['i', 's1', 's2', 'c1', 'c2'].map((id) => personRow(id, { directory_id: `dir-${id}` })),
  assignments: [
    held('i', 'D', 'INSP'),
    held('s1', 'T1', 'PS-1'),
    held('s2', 'T2', 'PS-2'),
    held('c1', 'T1', 'PC-1'),
    held('c2', 'T2', 'PC-2'),
  ],
};

function held(
  id: string,
  team: string,
  position_id: string | null,
  over: Partial<OrganisationSources['assignments'][number]> = {},
) {
  return assignmentRow(id, team, { assignment_id: `${id}-${team}-${position_id}-${over.kind}`, position_id, ...over });
}

/** The items of the force above with more rows beside, by key. */
function itemsOf(more: Partial<OrganisationSources> = {}) {
  const sources = Object.fromEntries(
    Object.entries(SOURCES).map(([feed, rows]) => [feed, [...rows, ...(more[feed as keyof OrganisationSources] ?? [])]]),
  ) as unknown as OrganisationSources;
  const items = organisationItems(organisationOf(sources, DATE), 'G');
  const get = ({ pk, sk }: { pk: string; sk: string }) => items.find((item) => item.pk === pk && item.sk === sk);
  return {
    items,
    get,
    post: (id: string) => get(organisationKeys.post('G', id)) as unknown as PostItem,
    members: (path: string, chunk = 0) => idsIn(get(organisationKeys.members('G', path, chunk))),
  };
}

function idsIn(item: OrganisationItem | undefined): string[] | undefined {
  return item === undefined ? undefined : (JSON.parse(String(item.people)) as { id: string }[]).map(({ id }) => id);
}

describe('items of the organisation', () => {
  it('have each a key of its own, under the name of the generation', () => {
    const { items } = itemsOf({ people: [personRow('x', { directory_id: 'dir-c1' }), personRow('y', { directory_id: null })] });
    const keys = items.map(({ pk, sk }) => `${pk} ${sk}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => !key.startsWith('O#G#'))).toEqual([]);
  });

  it('find a person by number and by directory id, with all that a decision needs', () => {
    const { get } = itemsOf();
    const found = get(organisationKeys.person('G', 'c1'));
    expect(found).toMatchObject({
      id: 'c1',
      type: 'OFFICER',
      joined: '2015-03-02',
      left: null,
      holdings: [{ above: ['PS-1', 'INSP'] }],
    });
    expect(get(organisationKeys.directory('G', 'dir-c1'))).toEqual({ ...found, ...organisationKeys.directory('G', 'dir-c1') });
  });

  it('find nobody by a directory id that two people carry, and say so', () => {
    const { get, items } = itemsOf({ people: [personRow('x', { directory_id: 'dir-c1' })] });
    const key = organisationKeys.directory('G', 'dir-c1');
    expect(items.filter(({ pk }) => pk === key.pk)).toEqual([{ ...key, shared: true }]);
    expect(get({ pk: 'O#G#CUTS', sk: 'CUTS' })).toMatchObject({ sharedDirectoryIds: ['dir-c1'] });
    expect([get(organisationKeys.person('G', 'x')), get(organisationKeys.person('G', 'c1'))]).toMatchObject([
      { id: 'x' },
      { id: 'c1' },
    ]);
  });

  it('have no directory item for who has no directory id', () => {
    const { items } = itemsOf({ people: [personRow('x', { directory_id: null })] });
    expect(items.filter(({ pk }) => pk.includes('#DIR#'))).toHaveLength(5);
  });

  it('hold units one by one and all in a row, names and the cuts', () => {
    const { get } = itemsOf({ positions: [positionRow('ODD', 'T1', { reports_to_position_id: 'ODD' })] });
    expect(get(organisationKeys.unit('G', 'T1'))).toMatchObject({ code: 'T1', parent: 'D', path: 'F/D/T1' });
    const units = JSON.parse(String(get({ pk: organisationKeys.units('G'), sk: '0000' })?.units)) as { code: string }[];
    expect(units.map(({ code }) => code)).toEqual(['D', 'F', 'T1', 'T2']);
    const names = JSON.parse(String(get({ pk: organisationKeys.names('G'), sk: '0000' })?.names)) as unknown[];
    expect(names).toContainEqual(['c1', 'Ashford, Jo', 'OFFICER']);
    expect(get({ pk: 'O#G#CUTS', sk: 'CUTS' })).toMatchObject({
      cuts: [{ post: 'ODD', reason: 'SELF_REPORT' }],
      sharedDirectoryIds: [],
    });
  });

  it('list names and units in chunks of two thousand and one thousand', () => {
    const people = Array.from({ length: 2000 }, (_, n) => personRow(`n${n}`));
    const units = Array.from({ length: 1000 }, (_, n) => unitRow(`U${n}`, 'TEAM', null));
    const { items } = itemsOf({ people, units });
    const sizes = (pk: string, attribute: string) =>
      items.filter((item) => item.pk === pk).map((item) => [item.sk, (JSON.parse(String(item[attribute])) as unknown[]).length]);
    expect(sizes(organisationKeys.names('G'), 'names')).toEqual([
      ['0000', 2000],
      ['0001', 5],
    ]);
    expect(sizes(organisationKeys.units('G'), 'units')).toEqual([
      ['0000', 1000],
      ['0001', 4],
    ]);
  });
});

describe('a post', () => {
  it('says where it stands, which posts are right below, and who holds it', () => {
    expect(itemsOf().post('PS-1')).toMatchObject({
      team: 'T1',
      role: null,
      above: ['INSP'],
      below: ['PC-1'],
      holders: [{ person: 's1', kind: 'SUBSTANTIVE', from: '2020-01-01', to: null }],
    });
    expect(itemsOf().post('INSP')).toMatchObject({ role: 'RESPONSE', above: [], below: ['PS-1', 'PS-2'] });
    expect(itemsOf().post('PC-1').below).toEqual([]);
  });

  it('is there when it is vacant, with those below it', () => {
    const vacant = itemsOf({ positions: [positionRow('CI', 'D'), positionRow('LOW', 'T1', { reports_to_position_id: 'CI' })] });
    expect(vacant.post('CI')).toMatchObject({ holders: [], below: ['LOW'], teams: [] });
  });

  it('keeps holders to come and those who act, with their dates, and leaves out who ended', () => {
    const assignments = [
      held('c1', 'T1', 'PS-1', { kind: 'ACTING', effective_to: '2026-11-21' }),
      held('c2', 'T1', 'PS-1', { kind: 'TEMPORARY', effective_from: '2026-12-01' }),
      held('i', 'T1', 'PS-1', { effective_to: DATE }),
    ];
    expect(itemsOf({ assignments }).post('PS-1').holders).toEqual([
      { person: 'c1', kind: 'ACTING', from: '2020-01-01', to: '2026-11-21' },
      { person: 'c2', kind: 'TEMPORARY', from: '2026-12-01', to: null },
      { person: 's1', kind: 'SUBSTANTIVE', from: '2020-01-01', to: null },
    ]);
  });

  it('has two holders when it is shared', () => {
    const { post } = itemsOf({ people: [personRow('s3')], assignments: [held('s3', 'T1', 'PS-1')] });
    expect(post('PS-1').holders.map(({ person }) => person)).toEqual(['s1', 's3']);
  });

  it('names the units in which somebody stands below, at any depth, in order and each once', () => {
    expect(itemsOf().post('INSP').teams).toEqual([
      ['F/D/T1', 1],
      ['F/D/T2', 1],
    ]);
    expect(itemsOf().post('PS-1').teams).toEqual([['F/D/T1', 1]]);
    expect(itemsOf().post('PC-1').teams).toEqual([]);
  });

  it('names the unit of the holding, which need not be that of the post', () => {
    const assignments = [held('c2', 'D', 'PC-1', { kind: 'ACTING' })];
    expect(itemsOf({ assignments }).post('PS-1').teams).toEqual([
      ['F/D', 1],
      ['F/D/T1', 1],
    ]);
  });

  it('names no unit for a holding that ended, nor for a secondment to no post', () => {
    const assignments = [held('c2', 'D', 'PC-1', { effective_to: DATE }), held('c2', 'D', null, { kind: 'SECONDMENT' })];
    expect(itemsOf({ assignments }).post('PS-1').teams).toEqual([['F/D/T1', 1]]);
  });

  it('says of a unit that is not there that its people stand under none', () => {
    expect(itemsOf({ assignments: [held('c2', 'GONE', 'PC-1')] }).post('PS-1').teams).toEqual([
      ['', 1],
      ['F/D/T1', 1],
    ]);
  });

  it('says in how many chunks the members of a unit lie: a hundred to a chunk', () => {
    const more = (size: number) => ({
      people: Array.from({ length: size }, (_, n) => personRow(`n${n}`)),
      assignments: Array.from({ length: size }, (_, n) => held(`n${n}`, 'T1', 'PC-1')),
    });
    // Two stand on T1 already.
    expect(itemsOf(more(98)).post('PS-1').teams).toEqual([['F/D/T1', 1]]);
    const { post, members, items } = itemsOf(more(199));
    expect(post('PS-1').teams).toEqual([['F/D/T1', 3]]);
    const [first, second, third] = [0, 1, 2].map((chunk) => members('F/D/T1', chunk) ?? []);
    expect([first?.length, second?.length, third?.length]).toEqual([100, 100, 1]);
    expect(new Set([first, second, third].flat()).size).toBe(201);
    expect(items.filter(({ pk, sk }) => pk === 'O#G#MEMBERS' && sk.startsWith('F/D/T1#')).map(({ sk }) => sk)).toEqual([
      'F/D/T1#0000',
      'F/D/T1#0001',
      'F/D/T1#0002',
    ]);
  });
});

describe('members of a unit', () => {
  it('lie under its path, whole', () => {
    const { get, members } = itemsOf();
    expect([members('F/D'), members('F/D/T1'), members('F/D/T2')]).toEqual([['i'], ['c1', 's1'], ['c2', 's2']]);
    const [person] = JSON.parse(String(get(organisationKeys.members('G', 'F/D/T1', 0))?.people)) as object[];
    expect(person).toMatchObject({ id: 'c1', directoryId: 'dir-c1', holdings: [{ post: 'PC-1', above: ['PS-1', 'INSP'] }] });
  });

  it('are found under every unit that a holding names, once each, ended ones and those to come too', () => {
    const assignments = [
      held('c1', 'T2', 'PC-2', { effective_to: '2026-01-01' }),
      held('c1', 'T2', 'PS-2', { kind: 'ACTING', effective_from: '2027-01-01' }),
    ];
    const { members } = itemsOf({ assignments });
    expect([members('F/D/T1'), members('F/D/T2')]).toEqual([
      ['c1', 's1'],
      ['c1', 'c2', 's2'],
    ]);
  });

  it('who are seconded stand at home and where they are seconded to, under no unit when it is none of the force', () => {
    const { members } = itemsOf({ assignments: [held('c1', 'NATIONAL', null, { kind: 'SECONDMENT' })] });
    expect([members('F/D/T1'), members('')]).toEqual([['c1', 's1'], ['c1']]);
  });

  it('who hold nothing stand under no unit', () => {
    expect(itemsOf({ people: [personRow('x')] }).members('')).toEqual(['x']);
    expect(itemsOf().members('')).toBeUndefined();
  });

  it('come in the order of the paths', () => {
    const paths = itemsOf({ people: [personRow('x')] })
      .items.filter(({ pk }) => pk === 'O#G#MEMBERS')
      .map(({ sk }) => sk);
    expect(paths).toEqual(['#0000', 'F/D#0000', 'F/D/T1#0000', 'F/D/T2#0000']);
  });
});
