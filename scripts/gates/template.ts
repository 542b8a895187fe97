import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

/** In their order: each leans on those before it alone. */
export const STACKS = ['data', 'identity', 'ingestion', 'api', 'edge', 'dashboard', 'inside', 'observability'] as const;
export type StackName = (typeof STACKS)[number];
export type Templates = Readonly<Record<StackName, Template>>;

/** The templates of a stage in the folder that it was synthesized into; a stack that the stage does not have is empty. */
export function readTemplates(folder: string, stage: string): Templates {
  const read = (stack: StackName): Template => {
    const file = join(folder, `${stage}-${stack}.template.json`);
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Template) : { Resources: {} };
  };
  return Object.fromEntries(STACKS.map((stack) => [stack, read(stack)])) as Templates;
}

/** Whether the stage has the stack. */
export function hasResources({ Resources }: Template): boolean {
  return Object.keys(Resources).length > 0;
}

/** Every object in a value, outermost first. */
export function* objectsIn(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Readonly<Record<string, unknown>>;
  for (const inner of Object.values(value)) yield* objectsIn(inner);
}

export function listed(value: unknown): readonly unknown[] {
  return value === undefined ? [] : [value].flat();
}
