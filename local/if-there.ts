import type { Objects } from '../functions/aws/objects.ts';

/** An object, or null when nobody has it; every other failure is one. */
export async function getIfThere(objects: Objects, key: string): Promise<Uint8Array | null> {
  try {
    return await objects.get(key);
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'NoSuchKey') return null;
    throw cause;
  }
}
