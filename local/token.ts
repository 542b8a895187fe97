import type { Persona, Personas } from '../demo/personas.ts';
import { ProductError } from '../lib/errors.ts';
import { personBy } from './directory.ts';
import { type SignIn, signIn } from './sign-in.ts';
import type { Stores } from './stores.ts';

/** An access token for a person or a persona, by way of the sign-in. Throws NOT_FOUND, NO_DIRECTORY_ID. */
export async function tokenFor(
  stores: Pick<Stores, 'organisation'>,
  identity: SignIn,
  personas: Personas,
  name: string,
): Promise<string> {
  const person = await personBy(stores, personas[name as Persona] ?? name);
  if (person.directoryId === null) throw new ProductError('NO_DIRECTORY_ID', `${person.id} has no directory id to sign in by.`);
  return (await signIn({ identity }, person.directoryId)).access;
}
