/** One change of the product's source; the text must stand there exactly once. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A plausible protocol that is wrong. A simulation that does not tell it from the right one proves nothing. */
export interface Variant {
  readonly name: string;
  readonly profile: string;
  readonly edits: readonly Edit[];
  /** The first seed to try, 0 when left out: the suite need not run hundreds that are known to hold. */
  readonly from?: number;
  /** The safety net, where the variant is its absence. */
  readonly watch?: false;
}

const DROP = 'functions/drop-target.ts';
const GATHER = 'functions/gather-day.ts';
const RECONCILE = 'functions/reconcile.ts';
const TABLE = 'functions/aws/table.ts';
const HINT = 'functions/hint.ts';
const INGEST = 'functions/handlers/ingest.ts';

/** The hint says which version the event was about. */
const versionInHint: Edit = {
  file: HINT,
  from: "{ target: 'drop', key: event.data.detail.object.key }",
  to: "{ target: 'drop', key: event.data.detail.object.key, version: message.detail.object['version-id'] }",
};

export const VARIANTS: readonly Variant[] = [
  {
    name: 'facts listed before receipts without listing again',
    profile: 'order',
    edits: [{ file: GATHER, from: '  return receipts.every(({ feed,', to: '  return true || receipts.every(({ feed,' }],
  },
  {
    name: 'a receipt that one look missed and another found',
    profile: 'order',
    edits: [{ file: GATHER, from: 'finds.some((found) => missed(found, receipt))', to: 'false' }],
  },
  {
    name: 'one day of two states of a receipt',
    profile: 'order',
    from: 165,
    edits: [{ file: GATHER, from: '?? stateRev) !== stateRev) return null', to: '?? stateRev) !== stateRev) continue' }],
  },
  {
    name: 'hints not sent again when nothing changed',
    profile: 'crash',
    from: 25,
    edits: [
      {
        file: DROP,
        from: 'hint: async ({ receipt }) => ports.send(',
        to: 'hint: async ({ receipt, changed }) => changed && ports.send(',
      },
    ],
  },
  {
    name: "a receipt without the old version's days",
    profile: 'order',
    edits: [{ file: DROP, from: 'const days = { ...pointer?.days };', to: 'const days = {};' }],
  },
  {
    name: 'moved rows ignored',
    profile: 'order',
    edits: [{ file: GATHER, from: "for (const day of gatheredDates('arrests', date)) {", to: 'for (const day of []) {' }],
  },
  {
    name: 'one version of a row noted a file',
    profile: 'order',
    edits: [{ file: 'functions/row-notes.ts', from: 'rowAttribute(dropId, fact.v)', to: "rowAttribute(dropId, '')" }],
  },
  {
    name: 'counters that add',
    profile: 'order',
    edits: [
      { file: DROP, from: 'if (settled && !needed) {', to: 'if (false) {' },
      {
        file: DROP,
        from: 'days[standing.read.dropId] = { ...standing.partition.days };',
        to: `{
          const before = days[standing.read.dropId] ?? {};
          days[standing.read.dropId] = Object.fromEntries(
            Object.entries(standing.partition.days).map(([date, count]) => [date, count + (before[date] ?? 0)]),
          );
        }`,
      },
    ],
  },
  {
    name: 'overwrite in place',
    profile: 'order',
    edits: [{ file: 'functions/revision.ts', from: 'return `r', to: "return 'now'; `r" }],
  },
  {
    name: 'event idempotency keys',
    profile: 'crash',
    edits: [
      versionInHint,
      {
        file: INGEST,
        from: "if (hint.target !== 'drop') return;",
        to: `if (hint.target !== 'drop') return;
          const done = { pk: \`DONE#\${hint.key}\`, sk: String(hint.version) };
          if ((await ports.registry.get(done)) !== undefined) return;
          await ports.registry.put(done);`,
      },
    ],
  },
  {
    name: 'no condition on the pointer',
    profile: 'order',
    edits: [{ file: TABLE, from: 'Item: item, ...condition }', to: 'Item: item }' }],
  },
  {
    name: "trusting the event's version",
    profile: 'order',
    edits: [
      versionInHint,
      {
        file: INGEST,
        from: 'dropTarget(ports, hint.key, hint.now === true)',
        to: 'dropTarget(ports, hint.key, false, hint.version)',
      },
      {
        file: DROP,
        from: 'export function dropTarget(ports: IngestPorts, key: string, now = false)',
        to: 'export function dropTarget(ports, key, now, version)',
      },
      {
        file: DROP,
        from: 'gather: (pointer) => gather(ports, drop, pointer),',
        to: 'gather: (pointer) => gather(ports, drop, pointer, version),',
      },
      {
        file: DROP,
        from: 'async function gather({ drops, force, trust }: IngestPorts, drop: DropKey, pointer: Receipt | null)',
        to: 'async function gather({ drops, force, trust }, drop, pointer, version)',
      },
      {
        file: DROP,
        from: '.filter(({ key }) => key === drop.key);',
        to: '.filter((one, at, all) => one.key === drop.key && all.findIndex(({ versionId }) => versionId === version) <= at);',
      },
    ],
  },
  {
    name: 'flip before write',
    profile: 'order',
    edits: [
      { file: RECONCILE, from: '    await target.write(outcome, pointer);\n', to: '' },
      {
        file: RECONCILE,
        from: 'await target.hint(outcome);',
        to: 'await target.write(outcome, pointer);\nawait target.hint(outcome);',
      },
    ],
  },
  {
    name: 'unprocessed items ignored',
    profile: 'errors',
    edits: [{ file: TABLE, from: '(answer.UnprocessedItems?.[table] ?? [])', to: '[]' }],
  },
  {
    name: 'the old generation deleted at once',
    profile: 'lossy',
    from: 105,
    edits: [{ file: 'functions/watching.ts', from: 'const KEEP_HOURS = 24;', to: 'const KEEP_HOURS = 0;' }],
  },
  {
    name: 'inputs gathered before the revision is read',
    profile: 'freeze',
    from: 60,
    edits: [
      {
        file: RECONCILE,
        from: `    const pointer = await target.readPointer();
    const outcome = target.compute(await target.gather(pointer), pointer);`,
        to: `    const inputs = await target.gather(await target.readPointer());
    const pointer = await target.readPointer();
    const outcome = target.compute(inputs, pointer);`,
      },
    ],
  },
  {
    name: 'acknowledged before the work',
    profile: 'crash',
    edits: [
      {
        file: 'functions/middleware/queue.ts',
        from: 'await work(JSON.parse(target) as Hint);',
        to: 'void work(JSON.parse(target)).catch(() => {});',
      },
    ],
  },
  { name: 'no watch where events are lost', profile: 'lossy', edits: [], watch: false },
];
