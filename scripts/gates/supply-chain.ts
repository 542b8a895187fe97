import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockEntry {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  /** Lies in the archive of another package, whose integrity covers it. */
  readonly inBundle?: boolean;
  readonly hasInstallScript?: boolean;
}

export interface Lock {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

/** Licences that ask for no more than a notice; MPL-2.0 of tools whose files stay as they are, CC-BY-4.0 of data about browsers. */
export const LICENCES = ['MIT', 'MIT-0', 'ISC', '0BSD', 'Apache-2.0', 'BSD-3-Clause', 'BlueOak-1.0.0', 'MPL-2.0', 'CC-BY-4.0'];

export function readLock(root: string): Lock {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
}

/** What is wrong with a lockfile, as sentences: licences, integrity, scripts that would run at an install. */
export function faultsOf({ packages }: Lock, allowedScripts: readonly string[]): string[] {
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .flatMap(([path, { license, integrity, inBundle = false, hasInstallScript = false }]) => {
      const name = nameOf(path);
      const anyOf = (license ?? '').replace(/[()]/g, '').split(' OR ');
      return [
        ...(inBundle || anyOf.some((one) => LICENCES.includes(one)) ? [] : [`${name} has the licence ${license ?? 'none'}`]),
        ...(inBundle || integrity?.startsWith('sha512-') === true ? [] : [`${name} has no integrity`]),
        ...(hasInstallScript && !allowedScripts.includes(name) ? [`${name} would run a script when it is installed`] : []),
      ];
    });
}

/** `node_modules/a/node_modules/@b/c` is `@b/c`. */
export function nameOf(path: string): string {
  return path.split('node_modules/').at(-1) ?? path;
}

export interface Sbom {
  readonly bomFormat: string;
  readonly components: readonly { readonly name: string; readonly version: string }[];
}

/** Everything that the lockfile names, as CycloneDX; made by npm, without a network. */
export function sbomOf(root: string): Sbom {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  return JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 })) as Sbom;
}

/** Packages that files were made of. */
export function packagesIn(inputs: readonly string[]): string[] {
  const names = inputs
    .filter((path) => path.includes('node_modules/'))
    .map((path) => /^(@[^/]+\/[^/]+|[^/]+)/.exec(nameOf(path))?.[1] ?? path);
  return [...new Set(names)].sort();
}
