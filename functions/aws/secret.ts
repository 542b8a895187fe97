import type { SignedCall } from './signed.ts';

/** A secret of Secrets Manager, read at the first need and kept while the function is warm. */
export function secretOf(call: SignedCall, arn: string): () => Promise<string> {
  let known: Promise<string> | undefined;
  return () => {
    known ??= call<{ SecretString: string }>({
      service: 'secretsmanager',
      target: 'secretsmanager.GetSecretValue',
      version: '1.1',
      input: { SecretId: arn },
    }).then(
      ({ SecretString }) => SecretString,
      (cause: unknown) => {
        known = undefined;
        throw cause;
      },
    );
    return known;
  };
}
