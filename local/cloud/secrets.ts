import { randomInt, randomUUID } from 'node:crypto';
import { NotEmulated, ServiceError } from './errors.ts';
import type { Access, Principal } from './iam.ts';
import { kept } from './kept.ts';
import type { Resource } from './template.ts';

const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export interface Secrets {
  answer(operation: string, input: Record<string, unknown>, principal: Principal): unknown;
}

/** Secrets Manager for secrets that the template has generated: a random value for this installation. */
export function makeSecrets(resources: readonly Resource[], folder: string | null, access: Access): Secrets {
  const secrets = new Map(
    resources.map(({ name, arn, properties }) => [
      arn,
      { name, version: randomUUID(), value: kept(folder, name, () => generate(properties)) },
    ]),
  );
  return {
    answer(operation, input, principal) {
      if (operation !== 'GetSecretValue') throw new NotEmulated(`the Secrets Manager operation ${operation}`);
      const { SecretId: id, ...others } = input;
      const unknown = Object.keys(others)[0];
      if (unknown !== undefined) throw new NotEmulated(`the Secrets Manager parameter ${unknown}`);
      access.check(principal, 'secretsmanager:GetSecretValue', String(id));
      const secret = secrets.get(String(id));
      if (secret === undefined)
        throw new ServiceError(400, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
      return {
        ARN: id,
        Name: secret.name,
        SecretString: secret.value,
        VersionId: secret.version,
        VersionStages: ['AWSCURRENT'],
      };
    },
  };
}

function generate({ GenerateSecretString }: Resource['properties']): string {
  const { PasswordLength = 32, ExcludePunctuation, ...others } = GenerateSecretString as Record<string, unknown>;
  if (ExcludePunctuation !== true || Object.keys(others).length > 0)
    throw new NotEmulated('a generated secret other than letters and digits');
  return Array.from({ length: Number(PasswordLength) }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join('');
}
