import { describe, expect, it } from 'vitest';
import { unitDays } from '../../../functions/api/answers/productivity.ts';
import type { PublishedDay } from '../../../functions/published-day.ts';
import { resolveDay } from '../../../lib/day/day.ts';
import { generationOf } from '../../../lib/generation/generation.ts';
import { itemsOf } from '../../../lib/generation/items.ts';
import { availabilityIn, personParts, productivityIn } from '../../../lib/generation/person-item.ts';
import { memoryTable } from '../../../local/memory/table.ts';
import { arrestFact, DATE, dutyFact, withFacts } from '../day/world.ts';

const NAME = 'r00001-0123456789abcdef';
const generation = generationOf(
  resolveDay(
    withFacts({
      arrests: [arrestFact('ARREST-1', '1', `${DATE}T10:00:00Z`)],
      duties: [dutyFact('1', DATE, `${DATE}T07:00:00Z`, `${DATE}T17:00:00Z`)],
    }),
  ),
);
/** As a store hands back what it took. */
const stored = <V>(value: V): V => JSON.parse(JSON.stringify(value));

describe("a person's day", () => {
  it('is read in its parts as it was computed', () => {
    expect(generation.people.length).toBeGreaterThan(0);
    for (const person of generation.people) {
      const parts = personParts(person);
      expect(availabilityIn(parts)).toEqual(stored(person.availability));
      expect(productivityIn(parts)).toEqual({
        figures: stored(person.productivity),
        workingMinutes: person.availability.minutes.working,
      });
    }
  });

  it('says the same when it was published as one text', () => {
    for (const person of generation.people) {
      const older = { body: JSON.stringify(person) };
      expect(availabilityIn(older)).toEqual(availabilityIn(personParts(person)));
      expect(productivityIn(older)).toEqual(productivityIn(personParts(person)));
    }
  });
});

describe('the figures of a unit', () => {
  it('say the same when they were published as a map', async () => {
    const [day] = itemsOf(generation, NAME, 1).productivity.filter(({ pk }) => pk.startsWith('U#'));
    const code = String(day?.pk).slice(2);
    const whole = generation.units.find((unit) => unit.code === code);
    const pointer = { date: DATE, generation: NAME } as PublishedDay;
    const read = async (figures: unknown) => {
      const table = memoryTable('productivity');
      await table.put({ ...day, pk: String(day?.pk), sk: String(day?.sk), figures });
      return (await unitDays(table, code, [pointer])).get(DATE);
    };
    const [text, map] = [await read(day?.figures), await read(stored(whole?.figures))];
    expect(text?.officers).toBe(whole?.officers);
    expect(map).toMatchObject({ ...text });
    expect(Object.keys(text?.figures ?? {}).toSorted()).toEqual(Object.keys(whole?.figures ?? {}).toSorted());
    // Neither the time of which the radio says nothing nor whose the events were.
    expect(String(day?.figures)).not.toMatch(/unknownMinutes|byOfficers|unattributed/);
  });
});
