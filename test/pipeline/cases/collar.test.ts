import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forceWithMapping } from './organisation.ts';
import { at, MORNING, Run, World } from './world.ts';

let run: Run;

describe('a force whose arrests carry collar numbers', () => {
  beforeAll(async () => {
    const world = new World();
    world.team('TEAM').person('former', { team: 'TEAM', person: { collar_no: '4711', leave_date: '2026-11-12' } });
    world.person('present', { team: 'TEAM', person: { collar_no: '4711', force_start: '2026-11-16' } });
    for (const id of ['twin1', 'twin2']) world.person(id, { team: 'TEAM', person: { collar_no: '0815' } });
    // A collar number that reads like somebody's employee number is not that person.
    world.person('9000', { team: 'TEAM', person: { collar_no: '1' } });
    for (const date of ['2026-11-11', '2026-11-14', '2026-11-18']) world.arrest(`a-${date}`, '4711', at(date, '12:00'));
    world.arrest('twins', '0815', at('2026-11-18', '12:00')).arrest('number', '9000', at('2026-11-18', '12:00'));
    const force = forceWithMapping('collar', { system: 'connect', feed: 'arrests', collarNumbers: ['officer_no'] });
    run = await Run.start(world.files(), MORNING, force, 'cases-collar');
  });
  afterAll(() => run?.stop());

  it('collar number reused', () => {
    expect(run.productivity('2026-11-11', 'former').arrests.value).toBe(1);
    expect(run.productivity('2026-11-18', 'present').arrests.value).toBe(1);
    expect(run.findPerson('2026-11-18', 'former')?.productivity?.arrests.value ?? 0).toBe(0);
    expect(run.day('2026-11-14').force.arrests.unattributed).toBe(1);
    expect(run.day('2026-11-18').force.arrests).toMatchObject({ byOfficers: 1, unattributed: 2 });
    expect(run.productivity('2026-11-18', '9000').arrests.value).toBe(0);
    const unresolved = run.day('2026-11-18').unresolved.map(({ feed, person }) => `${feed} ${person}`);
    expect(unresolved).toEqual([
      expect.stringMatching(/^arrests .*(0815|9000)$/),
      expect.stringMatching(/^arrests .*(0815|9000)$/),
    ]);
  });
});
