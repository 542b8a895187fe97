import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { signingKey } from '../../local/cloud/identity/keys.ts';

describe('the key of an installation', () => {
  it('is made once, for its owner alone, and another installation has another', () => {
    const home = mkdtempSync(join(tmpdir(), 'key-'));
    try {
      const kidIn = (folder: string) => signingKey(join(home, folder), 'pool').kid;
      const kid = kidIn('one');
      expect([kidIn('one'), kidIn('two') === kid]).toEqual([kid, false]);
      expect(statSync(join(home, 'one', 'pool.pem')).mode & 0o777).toBe(0o600);
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});
