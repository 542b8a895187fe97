/** One cell of the table: what a viewer gets of a resource about a subject. */
export interface Verdict {
  readonly resource: string;
  readonly viewer: string;
  readonly subject: string;
  readonly cell: string;
}

export interface VerdictTable {
  readonly viewers: readonly string[];
  /** Resource -> method and path, as the file has them. */
  readonly requests: ReadonlyMap<string, string>;
  readonly verdicts: readonly Verdict[];
  readonly later: readonly Verdict[];
}

const EVERY = 'every resource';
const REST = 'everybody else';
const LATER = 'later';
const NOT_ASKED = '-';

/** Reads docs/access-verdicts.md. Throws on a word that it does not explain, a cell told twice and a viewer left out. */
export function readVerdicts(markdown: string): VerdictTable {
  const tables = tablesIn(markdown);
  const viewers = only(tables, 'viewer').rows.map(([name = '']) => name);
  const groups = new Map(only(tables, 'group').rows.map(([name = '', members = '']) => [name, members.split(', ')]));
  const requests = new Map(
    only(tables, 'resource', 'request').rows.map(([name = '', request = '']) => [name, /`(.+)`/.exec(request)?.[1] ?? '']),
  );
  const rows = tables.filter(({ columns }) => columns[1] === 'viewers' && columns[0] === 'resource').flatMap(rowsOf);
  const found = new Map<string, Map<string, Verdict[]>>();
  const everywhere = rows.filter(({ resource }) => resource === EVERY);
  const named = rows.filter(({ resource }) => resource !== EVERY);
  for (const resource of new Set(named.map((row) => row.resource))) {
    const own = named.filter((row) => row.resource === resource);
    const subjects = Object.keys(own[0]?.cells ?? {});
    const asked = subjects.filter((subject) => own[0]?.cells[subject] !== NOT_ASKED);
    const general = own.some(({ cells }) => Object.values(cells).includes(LATER)) ? [] : everywhere;
    const all = [...own, ...general.map((row) => ({ ...row, cells: spread(row.cells, subjects, asked) }))];
    found.set(resource, byViewer(resource, all, viewers, groups));
  }
  const every = [...found.values()].flatMap((one) => [...one.values()].flat()).filter(({ cell }) => cell !== NOT_ASKED);
  return {
    viewers,
    requests,
    verdicts: every.filter(({ cell }) => cell !== LATER),
    later: every.filter(({ cell }) => cell === LATER),
  };
}

interface Row {
  readonly resource: string;
  readonly viewers: string;
  readonly cells: Readonly<Record<string, string>>;
}

function byViewer(
  resource: string,
  rows: readonly Row[],
  viewers: readonly string[],
  groups: ReadonlyMap<string, readonly string[]>,
): Map<string, Verdict[]> {
  const told = new Map<string, Verdict[]>();
  const tell = (viewer: string, { cells }: Row) => {
    if (!viewers.includes(viewer)) throw new Error(`${resource}: nobody is called ${viewer}`);
    if (told.has(viewer)) throw new Error(`${resource}: ${viewer} stands there twice`);
    const verdicts = Object.entries(cells).map(([subject, cell]) => ({ resource, viewer, subject, cell }));
    told.set(viewer, verdicts);
  };
  for (const row of rows) {
    if (row.viewers === REST) continue;
    for (const viewer of row.viewers.split(', ').flatMap((name) => groups.get(name) ?? [name])) tell(viewer, row);
  }
  for (const row of rows.filter((one) => one.viewers === REST))
    for (const viewer of viewers.filter((one) => !told.has(one))) tell(viewer, row);
  const missing = viewers.filter((viewer) => !told.has(viewer));
  if (missing.length > 0) throw new Error(`${resource}: no verdict for ${missing.join(', ')}`);
  return told;
}

/** One verdict for all subjects of a resource that are asked about. */
function spread({ verdict = '' }: Row['cells'], subjects: readonly string[], asked: readonly string[]): Row['cells'] {
  return Object.fromEntries(subjects.map((subject) => [subject, asked.includes(subject) ? verdict : NOT_ASKED]));
}

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function rowsOf({ columns, rows }: Table): Row[] {
  return rows.flatMap(([resources = '', viewers = '', ...cells]) =>
    resources.split(', ').map((resource) => ({
      resource,
      viewers,
      cells: Object.fromEntries(columns.slice(2).map((subject, at) => [subject, cells[at] ?? ''])),
    })),
  );
}

function only(tables: readonly Table[], ...columns: readonly string[]): Table {
  const [table, other] = tables.filter((one) => columns.every((name, at) => one.columns[at] === name));
  if (table === undefined || other !== undefined) throw new Error(`there must be one table of ${columns.join(', ')}`);
  return table;
}

/** Every table of a markdown file: the line of names, the line of dashes, then rows. */
function tablesIn(markdown: string): Table[] {
  const blocks = markdown.split('\n\n').map((block) => block.trim().split('\n'));
  return blocks
    .filter(([, dashes]) => /^\|(?:-+\|)+$/.test(dashes ?? ''))
    .map(([head = '', , ...rows]) => ({ columns: cellsOf(head), rows: rows.map(cellsOf) }));
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
