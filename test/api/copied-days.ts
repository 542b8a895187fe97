import { dayPointerSchema } from '../../functions/day-pointer.ts';
import { addDays } from '../../lib/dates.ts';
import type { MemoryForce } from '../../local/memory/force.ts';

/** Publishes a day again and again, back in time from two days before it, for the partitions that are named. */
export async function copyDays({ tables }: MemoryForce, day: string, back: number, partitions: readonly string[]): Promise<void> {
  const pointer = dayPointerSchema.parse(await tables.registry.get({ pk: `DAY#${day.slice(0, 7)}`, sk: day }));
  for (let ago = 2; ago < back; ago += 1) {
    const date = addDays(day, -ago);
    await tables.registry.put({ pk: `DAY#${date.slice(0, 7)}`, sk: date, ...pointer, date });
    for (const table of [tables.productivity, tables.availability]) {
      for (const pk of partitions) {
        const item = await table.get({ pk, sk: `D#${day}#${pointer.generation}` });
        if (item !== undefined) await table.put({ ...item, pk, sk: `D#${date}#${pointer.generation}`, date });
      }
    }
  }
}
