import { named, type Persona, type Personas, SHOWN } from '../demo/personas.ts';
import { ORGANISATION_POINTER, organisationPointerSchema } from '../functions/organisation-pointer.ts';
import { ProductError } from '../lib/errors.ts';
import { organisationKeys } from '../lib/organisation/items.ts';
import type { OrganisationPerson } from '../lib/organisation/snapshot.ts';
import type { Users } from './cloud/identity/sign-in-page.ts';
import type { Stores } from './stores.ts';

/** People of the published organisation by employee number, those who are not in it left out; empty before the first one. */
export async function peopleBy({ organisation }: Pick<Stores, 'organisation'>, ids: readonly string[]) {
  const generation = await generationIn(organisation);
  if (generation === null || ids.length === 0) return new Map<string, OrganisationPerson>();
  const items = await organisation.getMany([...new Set(ids)].map((id) => organisationKeys.person(generation, id)));
  return new Map((items as unknown as OrganisationPerson[]).map((person) => [person.id, person]));
}

/** Throws NOT_FOUND. */
export async function personBy(stores: Pick<Stores, 'organisation'>, id: string): Promise<OrganisationPerson> {
  const person = (await peopleBy(stores, [id])).get(id);
  if (person === undefined) throw new ProductError('NOT_FOUND', `Nobody with the number ${id} is in the published organisation.`);
  return person;
}

/** While nothing is published. */
export const NOBODY: Users = { shown: async () => [], isKnown: async () => false };

/** Whoever is in the published organisation can sign in by directory id; the personas of the demo are offered by name. */
export function usersOf(stores: Pick<Stores, 'organisation'>, personas: Personas): Users {
  return {
    async shown() {
      const people = await peopleBy(stores, Object.values(personas));
      return Object.entries(personas).flatMap(([persona, id]) => {
        const person = people.get(id);
        if (person === undefined || person.directoryId === null) return [];
        const { name, rank, type } = person;
        return [
          {
            username: person.directoryId,
            label: `${name}, ${rank ?? type}: ${named(persona as Persona)} (${SHOWN[persona as Persona]})`,
          },
        ];
      });
    },
    async isKnown(username) {
      const generation = await generationIn(stores.organisation);
      if (generation === null) return false;
      const item = await stores.organisation.get(organisationKeys.directory(generation, username));
      return item !== undefined && item.shared !== true;
    },
  };
}

async function generationIn(organisation: Stores['organisation']): Promise<string | null> {
  const item = await organisation.get(ORGANISATION_POINTER);
  return item === undefined ? null : organisationPointerSchema.parse(item).generation;
}
